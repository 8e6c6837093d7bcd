"""Precision and recall where only predictions with at least some score are kept."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from goldspan.counts import Counts, Floats
from goldspan.evaluate.arrays import Numbers
from goldspan.evaluate.case import Case
from goldspan.evaluate.curve import AtThreshold

_MOST = 50


class ScoreCounts(NamedTuple):
    """Predictions by score.

    Attributes:
        values: the scores that occur, ascending; nan comes last, for predictions without one.
        predicted: how many predictions have each.
        matched: how many of them match.
    """

    values: Floats
    predicted: Counts
    matched: Counts


def score_counts(case: Case) -> ScoreCounts:
    """Predictions by score.

    Of equal predictions the one that counts as matched is the same at every threshold.
    """
    hits = case.matching.is_matched
    scores = case.predicted.scores
    if scores is None:
        none = np.array([np.nan])
        return ScoreCounts(none, np.array([len(hits)]), np.array([np.count_nonzero(hits)]))
    return _by_value(scores, np.ones(len(scores), np.int64), hits.astype(np.int64))


def summed_scores(parts: Sequence[ScoreCounts]) -> ScoreCounts:
    """Those of a whole from those of its parts."""
    return _by_value(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.predicted for part in parts]),
        np.concatenate([part.matched for part in parts]),
    )


def thresholds(counted: ScoreCounts, support: int) -> list[AtThreshold] | None:
    """The figures at up to 50 thresholds, which part the scored predictions evenly.

    Predictions without a score are kept at each of them.

    Args:
        counted: predictions by score.
        support: gold spans.

    Returns:
        By ascending threshold; None if no prediction has a score.
    """
    scored = int((~np.isnan(counted.values)).sum())
    if not scored:
        return None
    below = np.concatenate(([0], np.cumsum(counted.predicted[:scored])))
    places: Numbers = np.arange(scored)
    if scored > _MOST:
        evenly = np.arange(_MOST) * int(below[-1]) // _MOST
        places = np.unique(np.searchsorted(below, evenly, side="right") - 1)
    found = []
    for place in places.tolist():
        predicted = int(counted.predicted[place:].sum())
        right = int(counted.matched[place:].sum())
        found.append(
            AtThreshold(
                threshold=float(counted.values[place]),
                precision=right / predicted if predicted else 0.0,
                recall=right / support if support else 0.0,
                f1=2 * right / (predicted + support) if predicted + support else 0.0,
                predicted=predicted,
                matched=right,
            )
        )
    return found


def _by_value(scores: Floats, predicted: Counts, matched: Counts) -> ScoreCounts:
    values, place = np.unique(scores, return_inverse=True)
    return ScoreCounts(
        values,
        np.bincount(place, predicted, len(values)).astype(np.int64),
        np.bincount(place, matched, len(values)).astype(np.int64),
    )
