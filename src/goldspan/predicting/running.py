"""An extractor over many sentences: in batches, by several threads, with what is known kept."""

import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import msgspec

from goldspan.console import progress
from goldspan.extractors.claims import Answer
from goldspan.extractors.edge import placed_answers
from goldspan.extractors.protocol import Extractor, handling_of
from goldspan.predicting.asking import Asked, ask
from goldspan.predicting.cache import Cache, key_of
from goldspan.predicting.patience import Patience, Pause
from goldspan.predicting.threads import in_threads
from goldspan.predictions import Prediction
from goldspan.sentences import Sentence

Batch = list[tuple[bytes, Sentence]]
"""Sentences to ask for at once, each with its key."""

NOT_ASKED = "not asked"
"""The kind of error of a sentence whose extractor had failed on too many before it."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How sentences are asked for; null for what the extractor says itself.

    Attributes:
        batch_size: sentences given to the extractor at once.
        workers: threads that ask at the same time.
        patience: how often to ask again.
        give_up_after: sentences in a row that fail, after which no further one is asked; 0: never.
    """

    batch_size: int | None = None
    workers: int | None = None
    patience: Patience = Patience()
    give_up_after: int = 20


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run.

    Attributes:
        predictions: one a sentence, in their order. They don't say how long they took: two runs
            that find the same give the same file.
        known: what was known before, one of each distinct text.
        asked: what came of asking, one of each distinct text.
        failed: how many sentences failed for good, by the kind of error.
        seconds: the run took.
        batch_size: sentences given to the extractor at once.
        workers: threads that asked.
    """

    predictions: list[Prediction]
    known: list[Asked]
    asked: list[Asked]
    failed: dict[str, int]
    seconds: float
    batch_size: int
    workers: int


def predict(
    extractor: Extractor,
    sentences: Sequence[Sentence],
    labels: Collection[str],
    *,
    settings: Settings | None = None,
    cache: Cache | None = None,
) -> Predicted:
    """What an extractor finds in each sentence.

    Args:
        extractor: what finds it.
        sentences: any; equal texts are asked for once.
        labels: those it may give.
        settings: how it is asked.
        cache: what it answered before, and where answers are kept at once.

    Raises:
        GoldspanError: the extractor can't go on at all, or gives what can't be a prediction.
    """
    settings = settings or Settings()
    handling = handling_of(extractor)
    started = time.perf_counter()
    work = _Work(extractor, sentences, labels, by_text=handling.is_kept)
    kept = cache if handling.is_kept else None
    known = kept.find([*work.places]) if kept else {}
    work.take([*known], [*known.values()])
    batch_size = settings.batch_size or handling.batch_size
    workers = settings.workers or handling.workers
    pause, in_a_row = Pause(), 0

    def asked(batch: Batch) -> list[Asked]:
        return ask(extractor, [sentence for _, sentence in batch], settings.patience, pause)

    def has_hope() -> bool:
        return not settings.give_up_after or in_a_row < settings.give_up_after

    with progress(f"Predicting with {extractor.name}", total=len(work.places)) as advance:
        advance(len(known))
        for batch, results in in_threads(asked, work.batches(batch_size), workers, has_hope):
            keys = [key for key, _ in batch]
            work.take(keys, results)
            if kept:
                kept.keep(zip(keys, results, strict=True))
            for result in results:
                in_a_row = in_a_row + 1 if result.answer.error is not None else 0
            advance(len(batch))
    left = work.left
    work.take(left, [_not_asked(settings.give_up_after)] * len(left))
    return Predicted(
        predictions=[work.predictions[place] for place in range(len(sentences))],
        known=[*known.values()],
        asked=[work.asked[first] for key, (first, *_) in work.places.items() if key not in known],
        failed=Counter(
            one.answer.kind for one in work.asked.values() if one.answer.error is not None
        ),
        seconds=time.perf_counter() - started,
        batch_size=batch_size,
        workers=workers,
    )


class _Work:
    """Which sentences have which texts, and what came of them so far.

    Attributes:
        places: of each distinct text, by its key, the sentences that have it.
        predictions: of each sentence that is done.
        asked: what came of asking for it.
    """

    def __init__(
        self,
        extractor: Extractor,
        sentences: Sequence[Sentence],
        labels: Collection[str],
        *,
        by_text: bool,
    ) -> None:
        self._extractor = extractor
        self._sentences = sentences
        self._labels = labels
        self.places: dict[bytes, list[int]] = {}
        for place, sentence in enumerate(sentences):
            key = key_of(sentence) if by_text else sentence.id.encode()
            self.places.setdefault(key, []).append(place)
        self.predictions: dict[int, Prediction] = {}
        self.asked: dict[int, Asked] = {}

    @property
    def left(self) -> list[bytes]:
        """Texts that nothing is known of."""
        return [key for key, (first, *_) in self.places.items() if first not in self.asked]

    def batches(self, size: int) -> Iterator[Batch]:
        """What is left, in the sentences' order."""
        left = self.left
        for start in range(0, len(left), size):
            some = left[start : start + size]
            yield [(key, self._sentences[self.places[key][0]]) for key in some]

    def take(self, keys: Sequence[bytes], results: Sequence[Asked]) -> None:
        """Turn answers on texts into the predictions of all sentences that have them."""
        for_places = [
            (place, result)
            for key, result in zip(keys, results, strict=True)
            for place in self.places[key]
        ]
        made = placed_answers(
            self._extractor,
            [self._sentences[place] for place, _ in for_places],
            [result.answer for _, result in for_places],
            self._labels,
        )
        for (place, result), prediction in zip(for_places, made, strict=True):
            self.predictions[place] = prediction
            self.asked[place] = result


def _not_asked(in_a_row: int) -> Asked:
    error = f"not asked: the extractor had failed on the last {in_a_row} sentences"
    return Asked(answer=Answer(error=error, kind=NOT_ASKED))
