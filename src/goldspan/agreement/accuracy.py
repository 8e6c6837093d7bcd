"""Annotators' accuracy against adjudicated spans."""

import msgspec

from goldspan.agreement.spans import Interval


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """An annotator's strict precision, recall and F1 against adjudicated spans.

    Attributes:
        precision: matched / marked; null where nothing is marked.
        recall: matched / gold; null where there is no gold span.
        f1: their harmonic mean; null where there is neither.
        f1_interval: 95%, documents taken as wholes; null with fewer than two documents that hold
            spans.
        matched: spans of the annotator that are gold.
        marked: spans of the annotator.
        gold: adjudicated spans.
        sentences: how many.
        is_too_few: under 30 adjudicated spans, too few to say much.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: Interval
    matched: int
    marked: int
    gold: int
    sentences: int
    is_too_few: bool


class AnnotatorAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """One annotator's accuracy.

    Attributes:
        all: on every sentence of theirs that gold has, also those where gold is what they said.
        disputed: where annotators differ or an adjudicator decided; null where there is none.
        labels: as `all`, by label.
    """

    all: Accuracy
    disputed: Accuracy | None
    labels: dict[str, Accuracy]


class AccuracyAgainstGold(msgspec.Struct, frozen=True, kw_only=True):
    """Every annotator's accuracy against gold, which is no agreement between them.

    Attributes:
        source: the name of the gold dataset or of the adjudicator's file.
        sentences: annotated sentences that are in it.
        disputed_sentences: of these, where annotators differ or an adjudicator decided.
        sentences_not_in_gold: annotated sentences that aren't in it.
        annotators: by pseudonym.
    """

    source: str
    sentences: int
    disputed_sentences: int
    sentences_not_in_gold: int
    annotators: dict[str, AnnotatorAccuracy]
