"""Linearised standard errors and intervals of precision, recall and F1; see `intervals`."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from goldspan.counts import ALL, F1, PRECISION, RECALL, Cells, Floats, figures, parts, ratio

Z = 1.959963984540054
_T = (math.inf, 12.706204736432095, 4.302652729911275, 3.182446305284263, 2.7764451051977987)
_WITHIN_DOCUMENT = 0.1


def linearised(cells: Cells, only: Sequence[int] = ALL) -> Floats:
    """Linearised intervals; shapes as in `intervals`."""
    totals = cells.totals
    value = figures(totals)
    found = np.full((cells.columns, 3, 2), np.nan)
    for figure in only:
        above, below = parts(cells.counts, figure)
        above_total, below_total = parts(totals, figure)
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
        above, below = parts(cells.counts, figure)
        taking_part = np.bincount(cells.column[below > 0], minlength=cells.columns)
        errors.append(_standard_error(cells, above, below, *parts(totals, figure), taking_part))
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


def _standard_error(
    cells: Cells,
    above: Floats,
    below: Floats,
    above_total: Floats,
    below_total: Floats,
    taking_part: npt.NDArray[np.int64],
) -> Floats:
    """The standard error of above/below from each document's residual, itself left out."""
    overall = ratio(above_total, below_total)
    residual = above - overall[cells.column] * below
    influence = ratio(residual, below_total[cells.column] - below)
    squares = np.bincount(cells.column, influence**2, cells.columns)
    return np.sqrt(squares * ratio(taking_part - 1.0, taking_part))


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
    return ratio(spans, 1 + _WITHIN_DOCUMENT * np.maximum(ratio(spans, documents) - 1, 0))


def _wilson(value: Floats, trials: Floats) -> tuple[Floats, Floats]:
    count = np.maximum(trials, 1)
    centre = value + Z**2 / (2 * count)
    half: Floats = Z * np.sqrt(value * (1 - value) / count + Z**2 / (4 * count**2))
    scale = 1 + Z**2 / count
    low: Floats = np.where(value == 0, 0.0, np.clip((centre - half) / scale, 0, 1))
    high: Floats = np.where(value == 1, 1.0, np.clip((centre + half) / scale, 0, 1))
    return low, high
