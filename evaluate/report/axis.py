"""Where an axis of shares begins."""

from collections.abc import Iterable

_BEGINNINGS = (0.9, 0.8, 0.5)


def axis_from(values: Iterable[float]) -> float:
    """The beginning of an axis that ends at 1: near the lowest value, if all are high; else 0."""
    lowest = min(values, default=0.0)
    return next((beginning for beginning in _BEGINNINGS if lowest > beginning), 0.0)
