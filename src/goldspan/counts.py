"""Counts of matched spans by document, and precision, recall and F1 from them."""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Counts: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

MATCHED, PREDICTED, SUPPORT = 0, 1, 2
"""The last axis of counts: spans both sides have, spans of the one side, spans of the other."""

PRECISION, RECALL, F1 = ALL = 0, 1, 2
"""The last axis of figures."""


class Cells(NamedTuple):
    """Counts by document and column, those that are all zero left out.

    Attributes:
        document: of shape (cells,): the document's number.
        column: of shape (cells,): what is counted, such as a label's number.
        counts: of shape (cells, 3): matched, predicted and gold spans.
        columns: how many columns there are.
    """

    document: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    counts: Counts
    columns: int

    @property
    def totals(self) -> Counts:
        """Of shape (columns, 3)."""
        return np.stack(
            [
                np.bincount(self.column, self.counts[:, place], self.columns).astype(np.int64)
                for place in (MATCHED, PREDICTED, SUPPORT)
            ],
            axis=1,
        )


def cells_of(document: npt.NDArray[np.int64], counts: Counts) -> Cells:
    """Counts of shape (units, columns, 3) as cells.

    Args:
        document: the document of each unit, such as a sentence.
        counts: of each unit.
    """
    documents = int(document.max()) + 1 if len(document) else 0
    columns = counts.shape[1]
    dense = np.zeros((documents, columns, 3), dtype=np.int64)
    np.add.at(dense, document, counts)
    row, column = np.nonzero(dense.any(axis=2))
    return Cells(row, column, dense[row, column], columns)


def figures(totals: npt.NDArray[np.number]) -> Floats:
    """Precision, recall and F1 from counts, as seqeval computes them; 0 where undefined.

    Args:
        totals: of shape (..., 3): matched, predicted and gold spans.

    Returns:
        Of the same shape: precision, recall, F1.
    """
    matched, predicted, support = np.moveaxis(np.asarray(totals, dtype=np.float64), -1, 0)
    precision, recall = ratio(matched, predicted), ratio(matched, support)
    f1 = ratio(2 * precision * recall, precision + recall)
    return np.stack([precision, recall, f1], axis=-1)


def parts(counts: Counts, figure: int) -> tuple[Floats, Floats]:
    """Numerator and denominator of a figure."""
    matched, predicted, support = np.moveaxis(counts.astype(np.float64), -1, 0)
    if figure == F1:
        return 2 * matched, predicted + support
    return matched, predicted if figure == PRECISION else support


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    """The quotient; 0 where the divisor is."""
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    found: Floats = np.zeros(np.broadcast(above, below).shape)
    np.divide(above, below, out=found, where=below != 0)
    return found
