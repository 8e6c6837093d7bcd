"""How sure precision, recall and F1 are: 95% intervals that treat a document as one observation.

Sentences of one document resemble each other, so intervals over sentences are too narrow; a
document counts, or is drawn, with all its sentences (Cameron, Gelbach and Miller, 2008). Two
methods:

* linearised: the three figures are ratios of sums over documents, so their standard error follows
  from each document's residual (Cochran, 1977, chapter 6), with each document left out of its own
  total as in the jackknife, on the logit scale, with Student's t for the number of documents.
  It costs next to nothing and holds its level with few documents.
* bootstrap: percentiles of 10,000 resamples of whole documents (Efron, 1979).

Where nothing varies (all or nothing matched) neither says anything; then it is Wilson's interval
(1927) for the number of spans, less what they lose by standing in the same documents: the design
effect (Kish, 1965) of a correlation of 0.1 between the spans of a document.
"""

from collections.abc import Sequence

import numpy as np

from goldspan.counts import ALL, F1, Cells, Counts, Floats, cells_of
from goldspan.linearised import linearised
from goldspan.resampling import RESAMPLES, percentiles, resampled

FEW_DOCUMENTS = 50
"""With fewer documents than this the bootstrap is too narrow, and the linearised method is used."""

MOST_RESAMPLED = 64
"""Of more columns than this none is resampled."""


def f1_intervals(counts: Counts, documents: Sequence[str]) -> list[tuple[float, float] | None]:
    """The interval of F1 for each column of counts.

    Args:
        counts: of shape (sentences, columns, 3): matched, predicted and gold spans.
        documents: each sentence's document.

    Returns:
        (low, high) for each column, or None with fewer than two documents or without spans.
    """
    _, group = np.unique(np.asarray(documents), return_inverse=True)
    cells = cells_of(group, counts)
    found = intervals(cells, int(group.max()) + 1 if len(documents) else 0, only=(F1,))
    return [as_pair(found[column, F1]) for column in range(cells.columns)]


def as_pair(interval: Floats) -> tuple[float, float] | None:
    """An interval as figures for a report; None if there is none."""
    return None if np.isnan(interval[0]) else (float(interval[0]), float(interval[1]))


def intervals(cells: Cells, documents: int, only: Sequence[int] = ALL) -> Floats:
    """The 95% intervals of precision, recall and F1 of each column.

    Args:
        cells: the counts.
        documents: how many there are, with or without spans.
        only: the figures that are wanted; the others stay nan.

    Returns:
        Of shape (columns, 3, 2): low and high of each figure; nan where there is none, because
        there are fewer than two documents or no spans to measure the figure on.
    """
    found = linearised(cells, only)
    if documents >= FEW_DOCUMENTS and 0 < cells.columns <= MOST_RESAMPLED:
        return _percentiles(cells, documents, found)
    return found


def method(documents: int, columns: int = 1) -> str:
    """How `intervals` goes about it, for the report."""
    if documents >= FEW_DOCUMENTS and columns <= MOST_RESAMPLED:
        return "percentile bootstrap over documents"
    return "linearised over documents, logit scale, Student's t"


def _percentiles(cells: Cells, documents: int, otherwise: Floats) -> Floats:
    """Percentile intervals; `otherwise` where no resample differs from another."""
    dense = np.zeros((documents, cells.columns, 3), dtype=np.int64)
    dense[cells.document, cells.column] = cells.counts
    sums = resampled(dense.reshape(documents, -1)).reshape(RESAMPLES, -1, 3)
    matched, predicted, support = np.moveaxis(sums, -1, 0)
    found = otherwise.copy()
    for figure, (above, below) in enumerate(
        ((matched, predicted), (matched, support), (2 * matched, predicted + support))
    ):
        for column in np.flatnonzero(~np.isnan(otherwise[:, figure, 0])).tolist():
            with np.errstate(invalid="ignore"):
                values = above[:, column] / below[:, column]
            if np.nanmin(values) < np.nanmax(values):
                found[column, figure] = percentiles(values)
    return found
