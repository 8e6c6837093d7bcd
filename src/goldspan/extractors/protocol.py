"""What an extractor is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from goldspan.extractors.claims import Answer, Offsets
from goldspan.sentences import Sentence


class Handling(NamedTuple):
    """How an extractor is best asked.

    Attributes:
        batch_size: sentences given to it at once.
        workers: threads that ask it at the same time.
        is_kept: whether its answers are worth keeping, and depend on nothing of a sentence but its
            text and language, so that what was answered once needn't be asked again.
    """

    batch_size: int = 256
    workers: int = 1
    is_kept: bool = True


class Extractor(Protocol):
    """Anything that finds mentions in sentences.

    It may also have an attribute ``handling``, a `goldspan.extractors.protocol.Handling` that says
    how it is best asked, and a method ``preview(sentence)`` that returns what a server would be
    sent, for ``--dry-run``.
    """

    @property
    def name(self) -> str:
        """With a version, so that predictions say what made them.

        The version is the last word: it begins with a digit, as ``2.1`` does, or is a hash of seven
        digits or more. Names that differ in it alone are one extractor in several versions.
        """

    @property
    def offsets(self) -> Offsets:
        """How it counts; goldspan turns that into code points."""

    @property
    def labels(self) -> Sequence[str] | None:
        """The labels it can give, in its own words; None where that isn't known beforehand."""

    @property
    def configuration(self) -> Mapping[str, Any]:
        """All that its answers depend on besides the sentence, as JSON; versions, hashes, settings.

        Two extractors of one name and configuration give the same answers; what was predicted with
        one is taken for the other's, too. Secrets don't belong here.
        """

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """An answer for each sentence, in their order.

        Raises:
            GoldspanError: it can't go on at all (no server, a wrong key); a failure on one sentence
                is that answer's `error`.
        """


def handling_of(extractor: Extractor) -> Handling:
    """How an extractor is best asked: what it says, else in large batches by one thread."""
    handling: Handling = getattr(extractor, "handling", Handling())
    return handling


def preview_of(extractor: Extractor, sentence: Sentence) -> str | None:
    """What a server would be sent for a sentence, for people to read; None for other extractors."""
    preview: Callable[[Sentence], str | None] = getattr(extractor, "preview", lambda _: None)
    return preview(sentence)
