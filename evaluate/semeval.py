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

import numpy as np

from goldspan.evaluate.matching import Matching
from goldspan.evaluate.overlaps import Pairs
from goldspan.evaluate.result import SemEval


def semeval(matching: Matching, pairs: Pairs) -> dict[str, SemEval]:
    """The measures ``strict``, ``exact``, ``partial`` and ``type``."""
    gold, predicted = matching.gold.take(pairs.first), matching.predicted.take(pairs.second)
    same_place = (gold.start == predicted.start) & (gold.end == predicted.end)
    same_label = gold.label == predicted.label
    sizes = (len(matching.gold), len(matching.predicted))
    return {
        "strict": _measure(int(np.sum(same_place & same_label)), len(pairs.first), sizes),
        "exact": _measure(int(np.sum(same_place)), len(pairs.first), sizes),
        "partial": _measure(int(np.sum(same_place)), len(pairs.first), sizes, half=True),
        "type": _measure(int(np.sum(same_label)), len(pairs.first), sizes),
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
