"""The four measures of SemEval-2013 task 9.1 (Segura-Bedmar, Martinez and Herrero-Zazo, 2013).

Each pair of a gold span and a prediction that overlap is correct, incorrect or partial; the rest is
missing or spurious:

======= =========================================== ======================
measure correct                                     otherwise
======= =========================================== ======================
strict  same boundaries, same label                 incorrect
exact   same boundaries                             incorrect
partial same boundaries                             partial, worth a half
type    same label                                  incorrect
======= =========================================== ======================
"""

from typing import NamedTuple

import numpy as np

from goldspan.evaluate.matching import Matching
from goldspan.evaluate.overlaps import Pairs
from goldspan.evaluate.result_errors import SemEval


class PairCounts(NamedTuple):
    """What the measures come from.

    Attributes:
        gold: gold spans.
        predicted: predictions.
        paired: pairs of one of each that belong together.
        same_place: pairs with the same boundaries.
        same_label: pairs with the same label.
        equal: pairs with both.
    """

    gold: int
    predicted: int
    paired: int
    same_place: int
    same_label: int
    equal: int


def pair_counts(matching: Matching, pairs: Pairs) -> PairCounts:
    """Count pairs by what they share.

    Args:
        matching: the spans.
        pairs: those that belong together, but for those that match.
    """
    gold, predicted = matching.gold.take(pairs.first), matching.predicted.take(pairs.second)
    same_place = (gold.start == predicted.start) & (gold.end == predicted.end)
    equal = int(np.sum(matching.is_matched))
    return PairCounts(
        gold=len(matching.gold),
        predicted=len(matching.predicted),
        paired=equal + len(pairs.first),
        same_place=equal + int(np.sum(same_place)),
        same_label=equal + int(np.sum(gold.label == predicted.label)),
        equal=equal,
    )


def semeval(counted: PairCounts) -> dict[str, SemEval]:
    """The measures ``strict``, ``exact``, ``partial`` and ``type``."""
    sizes = (counted.gold, counted.predicted)
    return {
        "strict": _measure(counted.equal, counted.paired, sizes),
        "exact": _measure(counted.same_place, counted.paired, sizes),
        "partial": _measure(counted.same_place, counted.paired, sizes, half=True),
        "type": _measure(counted.same_label, counted.paired, sizes),
    }


def _measure(correct: int, paired: int, sizes: tuple[int, int], *, half: bool = False) -> SemEval:
    gold, predicted = sizes
    rest = paired - correct
    credit = correct + (rest / 2 if half else 0)
    precision = credit / predicted if predicted else 0.0
    recall = credit / gold if gold else 0.0
    return SemEval(
        correct=correct,
        incorrect=0 if half else rest,
        partial=rest if half else 0,
        missing=gold - paired,
        spurious=predicted - paired,
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if credit else 0.0,
    )
