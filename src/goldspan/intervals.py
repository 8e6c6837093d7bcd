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

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Counts: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

MATCHED, PREDICTED, SUPPORT = 0, 1, 2
"""The last axis of counts: spans both sides have, spans of the one side, spans of the other."""

PRECISION, RECALL, F1 = ALL = 0, 1, 2
"""The last axis of figures."""

RESAMPLES = 10_000
LEVEL = 0.95
SEED = 20_240_229
FEW_DOCUMENTS = 50
"""With fewer documents than this the bootstrap is too narrow, and the linearised method is used."""

MOST_RESAMPLED = 64
"""Of more columns than this none is resampled."""

Z = 1.959963984540054
_T = (math.inf, 12.706204736432095, 4.302652729911275, 3.182446305284263, 2.7764451051977987)
_EXACT_FLOAT32 = 1 << 23
_WITHIN_DOCUMENT = 0.1
_BLOCK = 1 << 22
_MULTINOMIAL_DOCUMENTS = 200


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


def figures(totals: npt.NDArray[np.number]) -> Floats:
    """Precision, recall and F1 from counts, as seqeval computes them; 0 where undefined.

    Args:
        totals: of shape (..., 3): matched, predicted and gold spans.

    Returns:
        Of the same shape: precision, recall, F1.
    """
    matched, predicted, support = np.moveaxis(np.asarray(totals, dtype=np.float64), -1, 0)
    precision, recall = _ratio(matched, predicted), _ratio(matched, support)
    f1 = _ratio(2 * precision * recall, precision + recall)
    return np.stack([precision, recall, f1], axis=-1)


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


def method(documents: int) -> str:
    """How `intervals` goes about it, for the report."""
    if documents >= FEW_DOCUMENTS:
        return "percentile bootstrap over documents"
    return "linearised over documents, logit scale, Student's t"


def linearised(cells: Cells, only: Sequence[int] = ALL) -> Floats:
    """Linearised intervals; shapes as in `intervals`."""
    totals = cells.totals
    value = figures(totals)
    found = np.full((cells.columns, 3, 2), np.nan)
    for figure in only:
        above, below = _parts(cells.counts, figure)
        above_total, below_total = _parts(totals, figure)
        has = below > 0
        taking_part = np.bincount(cells.column[has], minlength=cells.columns)
        error = _standard_error(cells, above, below, above_total, below_total, taking_part)
        low, high = _logit_interval(value[:, figure], error, taking_part)
        degenerate = (above_total == 0) | (above_total == below_total) | (error == 0)
        wilson_low, wilson_high = _wilson(
            value[:, figure], _trials(below_total / (2 if figure == F1 else 1), taking_part)
        )
        low = np.where(degenerate, wilson_low, low)
        high = np.where(degenerate, wilson_high, high)
        known = taking_part >= 2
        found[known, figure, 0], found[known, figure, 1] = low[known], high[known]
    return found


def standard_errors(cells: Cells) -> Floats:
    """The linearised standard errors of precision, recall and F1; of shape (columns, 3)."""
    totals = cells.totals
    errors = []
    for figure in (PRECISION, RECALL, F1):
        above, below = _parts(cells.counts, figure)
        taking_part = np.bincount(cells.column[below > 0], minlength=cells.columns)
        errors.append(_standard_error(cells, above, below, *_parts(totals, figure), taking_part))
    return np.stack(errors, axis=1)


def t_quantile(degrees: npt.NDArray[np.int64]) -> Floats:
    """The 97.5% quantile of Student's t (Cornish-Fisher; Abramowitz and Stegun, 26.7.5)."""
    degrees = np.asarray(degrees)
    inverse = 1 / np.maximum(degrees, 1)
    terms = (
        Z,
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    series = sum(term * inverse**power for power, term in enumerate(terms))
    table = np.array(_T)
    return np.where(degrees < len(_T), table[np.clip(degrees, 0, len(_T) - 1)], series)


def resampled(by_document: npt.NDArray[Any], resamples: int = RESAMPLES) -> Floats:
    """What the totals are when as many documents are drawn anew, with replacement.

    Up to 200 documents are drawn one by one. Of more, each gets a weight of its own, 0, 1, 2 or 3
    with mean 1 and variance 1, instead of the number of times it was drawn: the bootstrap with
    independent weights (Mason and Newton, 1992; Owen and Eckles, 2012), the same in the limit and
    many times faster.

    Args:
        by_document: sums of shape (documents, columns).
        resamples: how many times.

    Returns:
        Totals of shape (resamples, columns); (0, columns) with fewer than two documents, which say
        nothing of others. Sums of whole numbers are exact.
    """
    documents, columns = by_document.shape
    if documents < 2:
        return np.empty((0, columns))
    largest = 3 * float(np.abs(by_document).sum(axis=0).max(initial=0))
    whole = largest < _EXACT_FLOAT32 and bool((by_document == np.rint(by_document)).all())
    matrix = by_document.astype(np.float32 if whole else np.float64)
    random = np.random.Generator(np.random.SFC64(SEED))
    weights = _drawn if documents <= _MULTINOMIAL_DOCUMENTS else _weighted
    totals = np.empty((resamples, columns))
    block = max(1, _BLOCK // documents)
    for begin in range(0, resamples, block):
        part = totals[begin : begin + block]
        part[:] = weights(random, len(part), documents).astype(matrix.dtype) @ matrix
    return totals


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The interval that holds the middle 95% of resampled values; None if none is defined."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _drawn(
    random: np.random.Generator, resamples: int, documents: int
) -> npt.NDArray[np.integer[Any]]:
    """How often each document was drawn, in `documents` draws with replacement."""
    draws = random.integers(0, documents, size=(resamples, documents))
    draws += (np.arange(resamples) * documents)[:, None]
    counts = np.bincount(draws.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents)


def _weighted(
    random: np.random.Generator, resamples: int, documents: int
) -> npt.NDArray[np.integer[Any]]:
    """Independent weights of mean and variance 1, four from each pair of random bytes."""
    size = resamples * documents
    codes = np.frombuffer(random.bytes(2 * -(-size // 4)), dtype=np.uint16)
    return _four_weights().take(codes).view(np.uint8)[:size].reshape(resamples, documents)


def _four_weights() -> npt.NDArray[np.uint32]:
    """For each of 65,536 codes, four weights in the bytes of a number."""
    sixteen = np.array([0] * 6 + [1] * 6 + [2] * 2 + [3] * 2, dtype=np.uint8)
    codes = np.arange(1 << 16)
    four = np.stack([sixteen[codes >> shift & 15] for shift in (0, 4, 8, 12)], axis=1)
    return four.view(np.uint32).ravel()


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


def _parts(counts: Counts, figure: int) -> tuple[Floats, Floats]:
    """Numerator and denominator of a figure."""
    matched, predicted, support = np.moveaxis(counts.astype(np.float64), -1, 0)
    if figure == F1:
        return 2 * matched, predicted + support
    return matched, predicted if figure == PRECISION else support


def _standard_error(
    cells: Cells,
    above: Floats,
    below: Floats,
    above_total: Floats,
    below_total: Floats,
    taking_part: npt.NDArray[np.int64],
) -> Floats:
    """The standard error of above/below from each document's residual, itself left out."""
    ratio = _ratio(above_total, below_total)
    residual = above - ratio[cells.column] * below
    influence = _ratio(residual, below_total[cells.column] - below)
    squares = np.bincount(cells.column, influence**2, cells.columns)
    return np.sqrt(squares * _ratio(taking_part - 1.0, taking_part))


def _logit_interval(
    value: Floats, error: Floats, taking_part: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        centre = np.log(value / (1 - value))
        half = t_quantile(np.maximum(taking_part - 1, 1)) * error / (value * (1 - value))
        low: Floats = 1 / (1 + np.exp(half - centre))
        high: Floats = 1 / (1 + np.exp(-half - centre))
    return low, high


def _trials(spans: Floats, documents: npt.NDArray[np.int64]) -> Floats:
    """How many independent spans are worth as much as these in so many documents."""
    return _ratio(spans, 1 + _WITHIN_DOCUMENT * np.maximum(_ratio(spans, documents) - 1, 0))


def _wilson(value: Floats, trials: Floats) -> tuple[Floats, Floats]:
    count = np.maximum(trials, 1)
    centre = value + Z**2 / (2 * count)
    half: Floats = Z * np.sqrt(value * (1 - value) / count + Z**2 / (4 * count**2))
    scale = 1 + Z**2 / count
    low: Floats = np.where(value == 0, 0.0, np.clip((centre - half) / scale, 0, 1))
    high: Floats = np.where(value == 1, 1.0, np.clip((centre + half) / scale, 0, 1))
    return low, high


def _ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    found: Floats = np.zeros(np.broadcast(above, below).shape)
    np.divide(above, below, out=found, where=below != 0)
    return found
