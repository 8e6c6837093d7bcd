"""What makes a sentence worth annotating next: a number for each criterion, the higher the better.

* disagreement: how far extractors disagree on it. Vote entropy (Dagan and Engelson, 1995), summed
  over the spans that any of them claims: with v of k votes for a span, -v/k log2 v/k - (1 - v/k)
  log2 (1 - v/k); or one minus the mean F1 of every two of them (Ngai and Yarowsky, 2000).
* doubt: how unsure they are of what they found: one minus the score of the least sure span (least
  confidence: Culotta and McCallum, 2005), or of the mean span.
* strings: mentions nobody has annotated yet. Each distinct string counts 1 / (1 + n), when n of it
  were annotated or chosen before.
* novelty: letters nobody has annotated yet: the share of its character 5-grams that stand in no
  sentence annotated or chosen before, smoothed so that short lines don't win.

Strings and novelty fall as sentences are chosen, so that a choice doesn't repeat itself.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from goldspan.annotate.criteria_names import Confidence, Measure
from goldspan.mentions import wording
from goldspan.near_duplicates import bare, gram_hashes
from goldspan.predictions import Prediction
from goldspan.sentences import Sentence

_SMOOTHING = 40
"""5-grams that a sentence is taken to have beside its own, all of them seen."""
_BITS = 24


def disagreement(predictions: Sequence[Prediction], measure: Measure) -> float:
    """How far extractors disagree on a sentence; 0 with fewer than two that didn't fail.

    Args:
        predictions: one an extractor.
        measure: vote entropy in bits, 0 or more; or one minus the mean F1 of pairs, 0 to 1.
    """
    said = [
        {span.key for span in prediction.spans}
        for prediction in predictions
        if prediction.error is None
    ]
    if len(said) < 2:
        return 0.0
    if measure == "f1":
        pairs = [*combinations(said, 2)]
        return 1 - math.fsum(_f1(one, other) for one, other in pairs) / len(pairs)
    votes = Counter(Counter(key for spans in said for key in spans).values())
    return math.fsum(count * _entropy(v / len(said)) for v, count in votes.items())


def doubt(predictions: Sequence[Prediction], confidence: Confidence) -> float:
    """How unsure extractors are, 0 to 1: the mean over those that gave scores; 0 without any."""
    doubts = []
    for prediction in predictions:
        scores = [span.score for span in prediction.spans if span.score is not None]
        if scores:
            sure = min(scores) if confidence == "min" else math.fsum(scores) / len(scores)
            doubts.append(1 - sure)
    return math.fsum(doubts) / len(doubts) if doubts else 0.0


def strings_of(sentence: Sentence, predictions: Iterable[Prediction]) -> list[str]:
    """The distinct strings that any extractor takes for a mention, without case."""
    found = {
        wording(sentence.text[span.start : span.end])
        for prediction in predictions
        for span in prediction.spans
    }
    return sorted(found)


class Seen:
    """What was annotated or chosen before, as strings of mentions and as character 5-grams."""

    def __init__(self, strings: Mapping[str, int], texts: Iterable[str]) -> None:
        """Begin with what was annotated.

        Args:
            strings: how often each string was annotated, as `wording`.
            texts: that were annotated.
        """
        self._strings = Counter(strings)
        self._grams = np.zeros(1 << _BITS, dtype=bool)
        for text in texts:
            self._grams[grams_of(text)] = True

    def add(self, strings: Iterable[str], grams: npt.NDArray[np.int64]) -> None:
        """Note what a chosen sentence holds."""
        self._strings.update(strings)
        self._grams[grams] = True

    def new(self, strings: Iterable[str]) -> list[str]:
        """Those that weren't seen at all."""
        return [string for string in strings if not self._strings[string]]

    def strings(self, strings: Iterable[str]) -> float:
        """The criterion of this name."""
        return math.fsum(1 / (1 + self._strings[string]) for string in strings)

    def novelty(self, grams: npt.NDArray[np.int64]) -> float:
        """The criterion of this name."""
        unseen = len(grams) - int(np.count_nonzero(self._grams[grams]))
        return unseen / (len(grams) + _SMOOTHING)


def grams_of(text: str) -> npt.NDArray[np.int64]:
    """A number for each distinct character 5-gram of a text's letters and digits."""
    form = bare(text)
    return (gram_hashes(form) >> np.uint64(32 - _BITS)).astype(np.int64)


def _f1(one: set[tuple[int, int, str]], other: set[tuple[int, int, str]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _entropy(share: float) -> float:
    """Of a yes-or-no question, in bits."""
    if share in (0, 1):
        return 0.0
    return -share * math.log2(share) - (1 - share) * math.log2(1 - share)
