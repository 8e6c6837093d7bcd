"""Choose which sentences to annotate next, each with the reasons.

Every criterion is put on one scale: the share of all candidates that have less of it. The weighted
mean of those shares is a sentence's score. The best is taken, then the best of what is left after
it: strings and 5-grams it holds are known from then on, its near duplicates are passed over, and
its document gives no more than its share. Scores only fall, so most need not be computed again
(lazy greedy: Minoux, 1978).

A share of the choice is drawn by lot from all candidates, whatever their score or document: only on
those are figures for the whole pool unbiased.
"""

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from goldspan.annotate.choice import Choice, Chosen, Reason, Wish
from goldspan.annotate.criteria import Seen, disagreement, doubt, grams_of, strings_of
from goldspan.annotate.criteria_names import (
    CRITERIA,
    SELECTED,
    SELECTION,
    Criterion,
)
from goldspan.annotate.known import Known
from goldspan.console import Advance, progress
from goldspan.counts import Floats
from goldspan.errors import InputError
from goldspan.near_duplicates import NearIndex, bare
from goldspan.predictions import Prediction
from goldspan.sentences import Sentence, sha256_of_text


def select(
    sentences: Sequence[Sentence],
    predictions: Mapping[str, Mapping[str, Prediction]],
    known: Known,
    wish: Wish,
) -> Choice:
    """Choose from sentences that nobody has annotated; the same whatever their order.

    Args:
        sentences: to choose from, with distinct ids.
        predictions: of each file by its name, by sentence id.
        known: what was annotated.
        wish: how many, and by what.

    Raises:
        InputError: a candidate has no prediction in a file, or a weight is given to a criterion
            that can't be computed.
    """
    unknown = [one for one in sentences if one.key not in known.keys]
    pool = sorted(
        (one for one in unknown if one.section != "boilerplate"),
        key=lambda one: (one.doc, one.index, one.id),
    )
    for name, said in predictions.items():
        if missing := [one.id for one in pool if one.id not in said]:
            raise InputError(
                f"{name}: {len(missing)} of {len(pool)} sentences have no prediction, the first is"
                f" {missing[0]}; predict for all of them."
            )
    picker = _Picker(pool, [*predictions.values()], known, wish)
    by_lot = picker.draw()
    by_score = picker.pick(min(wish.count, len(pool)) - len(by_lot))
    return Choice(
        chosen=_spread(by_score, by_lot),
        candidates=len(pool),
        annotated=len(sentences) - len(unknown),
        boilerplate=len(unknown) - len(pool),
        near_duplicates=picker.near_duplicates,
        per_document=picker.per_document,
        weights=picker.weights,
        seed=wish.seed,
        pool=picker.means,
    )


class _Picker:
    """The state of a choice in the making."""

    def __init__(
        self,
        pool: Sequence[Sentence],
        predictions: Sequence[Mapping[str, Prediction]],
        known: Known,
        wish: Wish,
    ) -> None:
        self._pool, self._wish = pool, wish
        said = [[of_file[one.id] for of_file in predictions] for one in pool]
        self._strings = [strings_of(one, of) for one, of in zip(pool, said, strict=True)]
        self._grams = [grams_of(one.text) for one in pool]
        self._seen = Seen(known.strings, known.texts)
        self._near = NearIndex()
        for text in dict.fromkeys(map(bare, known.texts)):
            self._near.add(text)
        self._lots = [sha256_of_text(f"{wish.seed} {one.key}") for one in pool]
        self._of_document: Counter[str] = Counter()
        self._taken: set[int] = set()
        self.near_duplicates = 0
        documents = len({one.doc for one in pool})
        even = 2 * math.ceil(wish.count / documents) if documents else 1
        self.per_document = wish.per_document or even
        values: dict[Criterion, Floats] = {
            "disagreement": np.array([disagreement(of, wish.measure) for of in said]),
            "doubt": np.array([doubt(of, wish.confidence) for of in said]),
            "strings": np.array([self._seen.strings(strings) for strings in self._strings]),
            "novelty": np.array([self._seen.novelty(grams) for grams in self._grams]),
        }
        self.weights = _weights(wish, len(predictions), said)
        self.means = {
            name: float(values[name].mean()) if len(pool) else 0.0 for name in self.weights
        }
        self._values = {name: values[name] for name in self.weights}
        self._scale = {name: np.sort(values[name]) for name in self.weights}

    def draw(self) -> list[Chosen]:
        """The share that is drawn by lot."""
        count = round(min(self._wish.count, len(self._pool)) * self._wish.random)
        drawn = heapq.nsmallest(count, range(len(self._pool)), key=self._lots.__getitem__)
        chosen = []
        for place in drawn:
            reasons = self._reasons(place)
            chosen.append(self._take(place, "lot", None, reasons))
        return chosen

    def pick(self, count: int) -> list[Chosen]:
        """So many by score, or as many as there are."""
        chosen: list[Chosen] = []
        left = [place for place in range(len(self._pool)) if place not in self._taken]
        with progress("Choosing", total=count) as advance:
            while len(chosen) < count and left:
                left = self._round(left, count, chosen, advance)
                if self._wish.per_document is not None:
                    break
                if len(chosen) < count and left:
                    self.per_document *= 2
        return chosen

    def _round(
        self, places: Sequence[int], count: int, chosen: list[Chosen], advance: Advance
    ) -> list[int]:
        """Choose until all is chosen or every document has given its share.

        Returns:
            Those that wait because their document has given enough.
        """
        heap = [(-self._score(self._reasons(p)), self._lots[p], p) for p in places]
        heapq.heapify(heap)
        waiting: list[int] = []
        while heap and len(chosen) < count:
            _, lot, place = heapq.heappop(heap)
            if self._of_document[self._pool[place].doc] >= self.per_document:
                waiting.append(place)
                continue
            reasons = self._reasons(place)
            now = (-self._score(reasons), lot, place)
            if heap and now > heap[0]:
                heapq.heappush(heap, now)
                continue
            if self._near.near(bare(self._pool[place].text)):
                self.near_duplicates += 1
                continue
            chosen.append(self._take(place, "score", len(chosen) + 1, reasons))
            advance()
        return waiting

    def _reasons(self, place: int) -> dict[Criterion, Reason]:
        """What a sentence has of each criterion that counts, as things are now."""
        found: dict[Criterion, Reason] = {}
        for name in self.weights:
            value = float(self._values[name][place])
            if name == "strings":
                value = self._seen.strings(self._strings[place])
            elif name == "novelty":
                value = self._seen.novelty(self._grams[place])
            less = int(np.searchsorted(self._scale[name], value))
            found[name] = Reason(value, less / len(self._pool))
        return found

    def _score(self, reasons: Mapping[Criterion, Reason]) -> float:
        total = math.fsum(self.weights.values())
        weighted = (self.weights[name] * reason.above for name, reason in reasons.items())
        return math.fsum(weighted) / total if total else 0.0

    def _take(
        self,
        place: int,
        selected: Literal["score", "lot"],
        rank: int | None,
        reasons: dict[Criterion, Reason],
    ) -> Chosen:
        sentence = self._pool[place]
        new = self._seen.new(self._strings[place])
        self._seen.add(self._strings[place], self._grams[place])
        self._near.add(bare(sentence.text))
        self._of_document[sentence.doc] += 1
        self._taken.add(place)
        score = self._score(reasons)
        why = {"rank": rank, "score": round(score, 4), "new_strings": new}
        why |= {name: round(reason.value, 4) for name, reason in reasons.items()}
        meta = {**sentence.meta, SELECTED: selected, SELECTION: why}
        marked = msgspec.structs.replace(sentence, meta=meta)
        return Chosen(marked, selected, rank, score, reasons, new)


def _weights(
    wish: Wish, files: int, said: Sequence[Sequence[Prediction]]
) -> dict[Criterion, float]:
    """The weights that count, in the order of the criteria.

    Raises:
        InputError: one is given to a criterion that can't be computed.
    """
    has_scores = any(s.score is not None for of in said for p in of for s in p.spans)
    lacking: dict[Criterion, str] = {}
    if files < 2:
        lacking["disagreement"] = "it takes two extractors: give --predictions twice"
    if not has_scores:
        lacking["doubt"] = "no span among the predictions has a score"
    if not files:
        lacking["strings"] = "it takes an extractor that says what may be a mention: --predictions"
    for name, weight in wish.weights.items():
        if weight and name in lacking:
            raise InputError(f"--weight {name}={weight:g} can't be kept: {lacking[name]}.")
    if wish.weights:
        return {name: wish.weights[name] for name in CRITERIA if wish.weights.get(name)}
    return {name: 1.0 for name in CRITERIA if name not in lacking}


def _spread(by_score: Sequence[Chosen], by_lot: Sequence[Chosen]) -> list[Chosen]:
    """Those drawn by lot spread evenly among the others, so that work may stop at any place."""
    places = [
        *(((place + 1) / (len(by_score) + 1), 0, one) for place, one in enumerate(by_score)),
        *(((place + 0.5) / max(len(by_lot), 1), 1, one) for place, one in enumerate(by_lot)),
    ]
    return [one for _, _, one in sorted(places, key=lambda item: item[:2])]
