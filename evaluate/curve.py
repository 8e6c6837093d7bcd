"""A point of the curve of precision and recall against the threshold."""

import msgspec


class AtThreshold(msgspec.Struct, frozen=True, kw_only=True):
    """The figures where predictions with a lower score are left out."""

    threshold: float
    precision: float
    recall: float
    f1: float
    predicted: int
    matched: int
