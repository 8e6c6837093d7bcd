"""Precision and recall where only predictions with at least some score are kept."""

import numpy as np

from goldspan.evaluate.case import Case
from goldspan.evaluate.curve import AtThreshold

_MOST = 50


def thresholds(case: Case) -> list[AtThreshold] | None:
    """The figures at up to 50 thresholds, which part the scored predictions evenly.

    Predictions without a score are kept at each of them. Of equal predictions the one that counts
    as matched is the same at every threshold.

    Args:
        case: what is scored.

    Returns:
        By ascending threshold; None if no prediction has a score.
    """
    scores = case.predicted.scores
    if scores is None or np.isnan(scores).all():
        return None
    values = np.unique(scores[~np.isnan(scores)])
    ordered = np.sort(scores[~np.isnan(scores)])
    if len(values) > _MOST:
        values = np.unique(ordered[np.arange(_MOST) * len(ordered) // _MOST])
    always = np.isnan(scores)
    hits = case.matching.is_matched
    matched = np.sort(scores[hits & ~always])
    support = len(case.matching.gold)
    found = []
    for value in values.tolist():
        predicted = int(always.sum()) + len(ordered) - int(np.searchsorted(ordered, value))
        right = int((hits & always).sum()) + len(matched) - int(np.searchsorted(matched, value))
        found.append(
            AtThreshold(
                threshold=value,
                precision=right / predicted if predicted else 0.0,
                recall=right / support if support else 0.0,
                f1=2 * right / (predicted + support) if predicted + support else 0.0,
                predicted=predicted,
                matched=right,
            )
        )
    return found
