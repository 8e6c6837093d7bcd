"""The 95% interval of a figure of the form 1 - observed / expected, such as alpha and gamma.

As for F1, a document is one observation. With fewer than 50 documents percentiles of resamples are
too narrow, so it is the jackknife's standard error over documents with Student's t, on the
logarithmic scale of observed / expected, which keeps the interval below 1 (Efron and Tibshirani,
1993, chapter 11); with more it is the percentile bootstrap. Where documents don't differ, as where
annotators agree on everything, there is nothing to tell it from.
"""

from collections.abc import Callable

import numpy as np

from goldspan.agreement.spans import Interval
from goldspan.counts import Floats
from goldspan.intervals import FEW_DOCUMENTS
from goldspan.linearised import t_quantile
from goldspan.resampling import percentiles, resampled


def corrected_interval(by_document: Floats, ratio: Callable[[Floats], Floats]) -> Interval:
    """The interval of 1 - ratio, or None.

    Args:
        by_document: sums of shape (documents, columns).
        ratio: observed / expected for each row of sums; nan where undefined.
    """
    taking_part = by_document[by_document.any(axis=1)]
    documents = len(taking_part)
    if documents < 2:
        return None
    if documents >= FEW_DOCUMENTS:
        draws = ratio(resampled(taking_part))
        return percentiles(1 - draws) if np.nanmin(draws) < np.nanmax(draws) else None
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
