"""Agreement on spans: F1 between annotators, and looser measures beside it."""

import msgspec

TOO_FEW = 30
"""Spans below which a figure says little."""

Interval = tuple[float, float] | None
"""95%, documents taken as wholes; null with fewer than two documents that hold spans."""


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """F1 between annotators where spans needn't be equal to match.

    Attributes:
        f1: null where nobody marked anything.
        f1_interval: 95%, documents taken as wholes; null with fewer than two documents that hold
            spans.
        first_matched: spans of the first annotator that have a partner.
        second_matched: spans of the second that have one.
    """

    f1: float | None
    f1_interval: Interval
    first_matched: int
    second_matched: int


class LabelAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """How often the label is the same where the boundaries are.

    By label it is specific agreement: of the spans either side gave that label, how many got it
    from both (2 * same / (first + second); Cicchetti and Feinstein, 1990).

    Attributes:
        accuracy: the share; null where no boundaries are the same.
        accuracy_interval: 95%, documents taken as wholes; null with fewer than two documents that
            hold pairs of the same boundaries.
        same: pairs with the same boundaries and label.
        first: spans of the first annotator with a partner of the same boundaries.
        second: spans of the second annotator with such a partner.
        is_too_few: under 30 spans on either side, too few to say much.
    """

    accuracy: float | None
    accuracy_interval: Interval
    same: int
    first: int
    second: int
    is_too_few: bool


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 between annotators with the counts it comes from, and looser measures beside it.

    Attributes:
        f1: null where nobody marked anything.
        f1_interval: 95%, documents taken as wholes; null with fewer than two documents that hold
            spans.
        matched: spans both marked, with the same boundaries and label.
        first: spans of the annotator whose name comes first.
        second: spans of the other.
        sentences: sentences both annotated.
        documents: documents they stand in.
        is_too_few: under 30 spans on either side, too few to say much.
        overlapping: matches of the same label that overlap.
        boundaries: matches of the same boundaries, whatever the label.
        label_accuracy: how often the label is the same where the boundaries are.
    """

    f1: float | None
    f1_interval: Interval
    matched: int
    first: int
    second: int
    sentences: int
    documents: int
    is_too_few: bool
    overlapping: Matched
    boundaries: Matched
    label_accuracy: LabelAccuracy


class PairMatrix(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 of every two annotators, for a heat map; symmetric.

    Attributes:
        annotators: what rows and columns stand for.
        f1: null on the diagonal, and where two share no sentence or marked nothing.
        spans: spans of both together, in shared sentences.
        sentences: sentences the two share.
    """

    annotators: list[str]
    f1: list[list[float | None]]
    spans: list[list[int]]
    sentences: list[list[int]]
