"""An extractor's spans for the sentences of a gold dataset."""

import time
from collections.abc import Sequence

from goldspan.console import progress
from goldspan.dataset import GoldSentence
from goldspan.extractors import Extractor
from goldspan.predictions import Prediction


def predict(extractor: Extractor, sentences: Sequence[GoldSentence]) -> list[Prediction]:
    """What the extractor finds in each sentence, without having seen its spans."""
    predictions: list[Prediction] = []
    with progress(f"Predicting with {extractor.name}", total=len(sentences)) as advance:
        for gold in sentences:
            started = time.perf_counter()
            [spans] = extractor.extract([gold.as_sentence])
            predictions.append(
                Prediction(
                    sentence=gold.id,
                    spans=spans,
                    extractor=extractor.name,
                    text_sha256=gold.text_sha256,
                    seconds=round(time.perf_counter() - started, 6),
                )
            )
            advance(1)
    return predictions
