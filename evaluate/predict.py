"""An extractor's spans for the sentences of a gold dataset."""

import time
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from goldspan.console import progress
from goldspan.dataset import GoldSentence
from goldspan.extractors import Extractor, predictions_of
from goldspan.predictions import Prediction


def predict(
    extractor: Extractor, sentences: Sequence[GoldSentence], labels: Collection[str]
) -> list[Prediction]:
    """What the extractor finds in each sentence, without having seen its spans.

    Args:
        extractor: what finds them.
        sentences: the gold sentences.
        labels: those it may give.
    """
    predictions: list[Prediction] = []
    with progress(f"Predicting with {extractor.name}", total=len(sentences)) as advance:
        for gold in sentences:
            started = time.perf_counter()
            [found] = predictions_of(extractor, [gold.as_sentence], labels)
            predictions.append(replace(found, seconds=round(time.perf_counter() - started, 6)))
            advance(1)
    return predictions
