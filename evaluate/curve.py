"""A point of the curve of precision and recall against the threshold."""

import msgspec


class AtThreshold(msgspec.Struct, frozen=True, kw_only=True):
    """The figures where predictions with a lower score are left out.

    Attributes:
        threshold: the lowest score that is kept.
        precision: matched / predicted; 0 where nothing is predicted.
        recall: matched / support; 0 where there is no gold span.
        f1: their harmonic mean; 0 where nothing matches.
        predicted: predictions that are kept.
        matched: those of them equal to a gold span.
    """

    threshold: float
    precision: float
    recall: float
    f1: float
    predicted: int
    matched: int
