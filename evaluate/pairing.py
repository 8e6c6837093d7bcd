"""How sure the difference of two systems on the same documents is."""

from typing import NamedTuple

import numpy as np

from goldspan.counts import MATCHED, PREDICTED, SUPPORT, Floats
from goldspan.intervals import FEW_DOCUMENTS, MOST_RESAMPLED
from goldspan.linearised import t_quantile
from goldspan.resampling import LEVEL, resampled

STANDARD_ERRORS = 1.959963984540054 + 0.8416212335729143
"""So many standard errors apart can be shown two-sided at 5% with 80% power."""


class Difference(NamedTuple):
    """The difference in F1 of each column, first less second.

    Attributes:
        value: of shape (columns,).
        interval: of shape (columns, 2); nan with fewer than two documents.
        error: its standard error, documents taken as wholes; 0 where nothing varies.
    """

    value: Floats
    interval: Floats
    error: Floats


def difference(first: Floats, second: Floats) -> Difference:
    """The paired difference: percentiles of 10,000 resamples of documents, else linearised with t.

    Args:
        first: counts of one system, of shape (documents, columns, 3).
        second: of the other, on the same documents.
    """
    documents, columns = first.shape[:2]
    value = f1(first.sum(axis=0)) - f1(second.sum(axis=0))
    if documents < 2:
        nothing = np.full((columns, 2), np.nan)
        return Difference(value, nothing, np.zeros(columns))
    influence = _influence(first) - _influence(second)
    error = np.sqrt((influence**2).sum(axis=0) * (documents - 1) / documents)
    if _is_resampled(documents, columns):
        both = np.concatenate([first, second], axis=1).reshape(documents, -1)
        draws = resampled(both).reshape(-1, 2 * columns, 3)
        differences = f1(draws[:, :columns]) - f1(draws[:, columns:])
        interval = np.quantile(differences, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0).T
    else:
        half = t_quantile(np.full(columns, documents - 1)) * error
        interval = np.stack([value - half, value + half], axis=1)
    return Difference(value, interval, error)


def paired_method(documents: int, columns: int) -> str:
    """How `difference` makes its intervals, for the report."""
    if _is_resampled(documents, columns):
        return "paired percentile bootstrap over documents"
    return "paired linearised over documents, Student's t"


def f1(counts: Floats) -> Floats:
    """F1 of counts of shape (..., 3); 0 where undefined."""
    below = counts[..., PREDICTED] + counts[..., SUPPORT]
    above = 2.0 * counts[..., MATCHED]
    found: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return found


def _is_resampled(documents: int, columns: int) -> bool:
    return documents >= FEW_DOCUMENTS and columns <= MOST_RESAMPLED


def _influence(counts: Floats) -> Floats:
    """What each document does to F1, itself left out of the total."""
    above, below = 2.0 * counts[..., MATCHED], counts[..., PREDICTED] + counts[..., SUPPORT]
    rest = below.sum(axis=0) - below
    residual = above - f1(counts.sum(axis=0)) * below
    found: Floats = np.divide(residual, rest, out=np.zeros_like(residual), where=rest > 0)
    return found
