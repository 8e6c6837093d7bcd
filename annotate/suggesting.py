"""Suggestions for new tasks: which sentences show them, and which are kept blind.

Suggestions sway annotators (anchoring: Fort and Sagot, 2010). How far they do can be measured where
a share of the sentences, chosen by lot, is annotated without them: what the extractor says of those
is kept in the task's ``meta``, which the labelling page doesn't show.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple

import msgspec

from goldspan.annotate.tasks import suggestion
from goldspan.extractors import Extractor
from goldspan.extractors.protocol import handling_of
from goldspan.predicting import open_cache, predict
from goldspan.predictions import Prediction
from goldspan.sentences import Sentence, sha256_of_text
from goldspan.spans import Span

_META = "suggestion"


class Suggestions(NamedTuple):
    """Whose suggestions annotators are shown.

    Attributes:
        extractor: that makes them.
        blind: the share of sentences that show none, 0 to 1, for comparison.
        held_out: ids of sentences that the extractor isn't even asked about: those it will be
            scored on.
    """

    extractor: Extractor
    blind: float = 0.0
    held_out: Collection[str] = frozenset()


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a task's ``meta`` says of its suggestion.

    Attributes:
        extractor: whose it is.
        blind: it isn't shown; `spans` holds it for a later comparison.
        spans: those of a blind sentence.
        error: why the extractor failed on this sentence, so that nothing is shown; null otherwise.
    """

    extractor: str
    blind: bool = False
    spans: list[Span] = []
    error: str | None = None


class Begin(NamedTuple):
    """What a new task begins with: predictions to show, and what its ``meta`` says of them."""

    predictions: list[dict[str, Any]]
    meta: dict[str, Any]


NOTHING = Begin([], {})


class Suggester:
    """Makes the suggestions of one push, batch by batch.

    Attributes:
        counts: sentences so far that are ``blind``, ``held out``, or on which it ``failed``.
        unmapped: spans so far by label that ``--map`` leaves out.
    """

    def __init__(self, suggestions: Suggestions | None, labels: Collection[str]) -> None:
        """Suggest nothing without `suggestions`.

        Args:
            suggestions: whose, and where not.
            labels: those that may be suggested.
        """
        self._suggestions = suggestions
        self._labels = labels
        self.counts: Counter[str] = Counter()
        self.unmapped: Counter[str] = Counter()

    def begins(self, sentences: Sequence[Sentence]) -> list[Begin]:
        """What the task of each sentence begins with.

        What was answered before, in another push or by ``evaluate predict``, isn't asked for again.

        Raises:
            GoldspanError: the extractor can't go on, or its answers are unsound.
        """
        if self._suggestions is None:
            return [NOTHING for _ in sentences]
        extractor, share, held_out = self._suggestions
        asked = [sentence for sentence in sentences if sentence.id not in held_out]
        self.counts["held out"] += len(sentences) - len(asked)
        predictions = _predictions(extractor, asked, self._labels) if asked else []
        made: dict[str, Begin] = {}
        for sentence, prediction in zip(asked, predictions, strict=True):
            name = prediction.extractor or extractor.name
            self.unmapped.update(prediction.unmapped)
            if prediction.error is not None:
                self.counts["failed"] += 1
                said = Made(extractor=name, error=prediction.error)
                made[sentence.key] = Begin([], _meta(said))
            elif is_blind(sentence, share):
                self.counts["blind"] += 1
                said = Made(extractor=name, blind=True, spans=[_bare(s) for s in prediction.spans])
                made[sentence.key] = Begin([], _meta(said))
            else:
                shown = suggestion(sentence.text, prediction.spans)
                made[sentence.key] = Begin([shown], _meta(Made(extractor=name)))
        return [made.get(sentence.key, NOTHING) for sentence in sentences]


def _predictions(
    extractor: Extractor, sentences: Sequence[Sentence], labels: Collection[str]
) -> list[Prediction]:
    # Opened for each batch: batches are made in a thread of their own, as SQLite minds.
    with open_cache(extractor) if handling_of(extractor).is_kept else nullcontext() as cache:
        return predict(extractor, sentences, labels, cache=cache).predictions


def is_blind(sentence: Sentence, share: float) -> bool:
    """Whether a sentence is among this share of all that are kept blind.

    The lot is drawn from the text's hash: a text that stands in several places is blind in all or
    in none, every push and every machine draws the same, and a larger share holds the smaller ones.
    """
    return int(sha256_of_text(f"blind {sentence.text}")[:15], 16) < share * 16**15


def made_of(meta: Mapping[str, Any] | None) -> Made | None:
    """What a task's ``meta`` says of its suggestion; None if it was pushed without any."""
    said = (meta or {}).get(_META)
    return msgspec.convert(said, Made) if said else None


def _meta(made: Made) -> dict[str, Any]:
    return {_META: msgspec.to_builtins(made)}


def _bare(span: Span) -> Span:
    return Span(start=span.start, end=span.end, label=span.label)
