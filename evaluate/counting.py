"""Counts of matched, predicted and gold spans, by sentence and label.

A predicted span matches a gold span with the same start, end and label. Each gold span is matched
at most once, so a span predicted twice counts once as matched and once as spurious; so do claims
that can't be found in the text.
"""

from collections.abc import Sequence

import numpy as np

from goldspan.dataset import GoldSentence
from goldspan.intervals import MATCHED, PREDICTED, SUPPORT, Counts
from goldspan.predictions import Prediction


def count(
    gold: Sequence[GoldSentence], predictions: Sequence[Prediction], labels: Sequence[str]
) -> Counts:
    """Counts of shape (sentences, labels, 3): matched, predicted and gold spans.

    Args:
        gold: the sentences.
        predictions: one for each of them, in their order.
        labels: all labels.
    """
    column = {label: place for place, label in enumerate(labels)}
    counts = np.zeros((len(gold), len(labels), 3), dtype=np.int64)
    for row, (sentence, prediction) in enumerate(zip(gold, predictions, strict=True)):
        wanted = {span.key for span in sentence.spans}
        for _, _, label in wanted:
            counts[row, column[label], SUPPORT] += 1
        for span in prediction.spans:
            counts[row, column[span.label], PREDICTED] += 1
        for _, _, label in wanted & {span.key for span in prediction.spans}:
            counts[row, column[label], MATCHED] += 1
        for claim in prediction.unlocated:
            counts[row, column[claim.label], PREDICTED] += 1
    return counts
