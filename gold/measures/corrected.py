"""The 95% interval of a figure of the form 1 - observed / expected, such as alpha and gamma.

As for F1, a document is one observation. With fewer than 50 documents percentiles of resamples are
too narrow, so it is the jackknife's standard error over documents with Student's t, on the
logarithmic scale of observed / expected, which keeps the interval below 1 (Efron and Tibshirani,
1993, chapter 11); with more it is the percentile bootstrap. Where documents don't differ, as where
annotators agree on everything, there is nothing to tell it from.
"""

from collections.abc import Callable, Sequence

import numpy as np

from goldspan.agreement.spans import Interval
from goldspan.counts import Floats
from goldspan.intervals import FEW_DOCUMENTS
from goldspan.linearised import t_quantile
from goldspan.resampling import percentiles, resampled

Ratio = Callable[[Floats], Floats]
"""Observed / expected for each row of sums; nan where undefined."""


def corrected_interval(by_document: Floats, ratio: Ratio) -> Interval:
    """The interval of 1 - ratio, or None.

    Args:
        by_document: sums of shape (documents, columns).
        ratio: of sums with these columns.
    """
    return corrected_intervals([by_document], ratio)[0]


def corrected_intervals(figures: Sequence[Floats], ratio: Ratio) -> list[Interval]:
    """The intervals of several figures on the same documents, which are resampled once for all.

    Args:
        figures: of each its sums, of shape (documents, columns).
        ratio: of sums with these columns.
    """
    taking_part = [sums.any(axis=1) for sums in figures]
    if any((one != taking_part[0]).any() for one in taking_part):
        return [corrected_interval(sums, ratio) for sums in figures]
    found = [sums[taking_part[0]] for sums in figures]
    if len(found[0]) < FEW_DOCUMENTS:
        return [_jackknifed(sums, ratio) for sums in found]
    ends = np.cumsum([sums.shape[1] for sums in found])[:-1]
    drawn = np.split(resampled(np.hstack(found)), ends, axis=1)
    return [_between(ratio(totals)) for totals in drawn]


def _between(draws: Floats) -> Interval:
    return percentiles(1 - draws) if np.nanmin(draws) < np.nanmax(draws) else None


def _jackknifed(taking_part: Floats, ratio: Ratio) -> Interval:
    documents = len(taking_part)
    if documents < 2:
        return None
    total = taking_part.sum(axis=0, keepdims=True)
    whole = float(ratio(total)[0])
    without = ratio(total - taking_part)
    without = without[~np.isnan(without)]
    if not whole > 0 or len(without) < 2:
        return None
    error = np.sqrt(((without - without.mean()) ** 2).sum() * (documents - 1) / documents)
    if error == 0:
        return None
    factor = np.exp(float(t_quantile(np.array(documents - 1))) * error / whole)
    return float(1 - whole * factor), float(1 - whole / factor)
