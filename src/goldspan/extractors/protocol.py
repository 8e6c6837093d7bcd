"""What an extractor is, and how one is found by its name on the command line."""

from collections.abc import Callable, Sequence
from typing import Protocol

from goldspan.errors import InputError
from goldspan.predictions import PredictedSpan
from goldspan.sentences import Sentence


class Extractor(Protocol):
    """Anything that finds spans in sentences.

    Attributes:
        name: with a version, so that predictions say what made them.
    """

    name: str

    @property
    def labels(self) -> Sequence[str]:
        """The labels it can give."""

    def extract(self, sentences: Sequence[Sentence]) -> list[list[PredictedSpan]]:
        """The spans of each sentence, in the sentences' order; offsets in code points."""


def _baseline() -> Extractor:
    from goldspan.extractors.baseline import Baseline

    return Baseline()


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "baseline": _baseline,
}


def find_extractor(name: str, labels: Sequence[str]) -> Extractor:
    """The extractor of this name, if it gives no other labels than these.

    Raises:
        InputError: there is no such extractor, or it gives another label.
    """
    if name not in EXTRACTORS:
        raise InputError(
            f"there is no extractor {name!r}; there are: {', '.join(sorted(EXTRACTORS))}."
        )
    extractor = EXTRACTORS[name]()
    unknown = [label for label in extractor.labels if label not in labels]
    if unknown:
        raise InputError(
            f"extractor {name} gives {', '.join(unknown)}, which the guidelines lack:"
            f" their labels are {', '.join(labels)}."
        )
    return extractor
