"""Generated cases: sentences with spans of every kind, for what must hold for all of them."""

import random
from typing import NamedTuple

from goldspan.evaluate import arrays
from goldspan.evaluate.arrays import distinct_in_order, in_order, of_rows
from goldspan.evaluate.case import Case
from goldspan.evaluate.corpus import Corpus, category
from goldspan.evaluate.inputs import strings
from goldspan.evaluate.predicted import Predicted
from goldspan.evaluate.texts import HeldTexts

LABELS = ["A", "B", "C"]
WORDS = ["Putin", "PresidentPutin", "Trần", "Đại", "Quang", "EU", "–", "莱苏丹", "🇻🇳", "of", "the"]


class Sentences(NamedTuple):
    """Sentences as rows: text, document, gold and predicted (start, end, label)."""

    texts: list[str]
    documents: list[str]
    gold: list[list[tuple[int, int, str]]]
    predicted: list[list[tuple[int, int, str]]]


def sentences(seed, size=6):
    """Predictions hit, miss, shift, relabel, split, merge, repeat, nest and invent."""
    r = random.Random(seed)
    made = Sentences([], [], [], [])
    for place in range(r.randint(1, size)):
        text = r.choice([" ", ""]).join(r.choices(WORDS, k=r.randint(1, 9)))
        gold = {span(r, text) for _ in range(r.randint(0, 5))}
        predicted = [span(r, text) for _ in range(r.randint(0, 2))]
        for start, end, label in sorted(gold):  # A set has another order in each process.
            predicted += changed(r, start, end, label, len(text))
        r.shuffle(predicted)
        made.texts.append(text)
        made.documents.append(f"d{place // 2}")
        made.gold.append(sorted(gold))
        made.predicted.append(predicted)
    return made


def span(r, text):
    start = r.randrange(len(text))
    return start, r.randint(start + 1, min(len(text), start + 12)), r.choice(LABELS)


def changed(r, start, end, label, size):
    kind = r.choice(["hit", "hit", "miss", "shift", "label", "split", "repeat", "wide"])
    if kind == "hit":
        return [(start, end, label)]
    if kind == "shift" and end - start > 1:
        return [(start + 1, end, label)]
    if kind == "label":
        return [(start, end, r.choice(LABELS))]
    if kind == "split" and end - start > 1:
        middle = r.randint(start + 1, end - 1)
        return [(start, middle, label), (middle, end, label)]
    if kind == "repeat":
        return [(start, end, label)] * 2
    if kind == "wide":
        return [(max(0, start - 3), min(size, end + 3), r.choice([label, r.choice(LABELS)]))]
    return []


def case_of(made, claims=()):
    """The case; `claims` are (sentence, label) of claims that are nowhere."""
    sides = [
        [
            (place, start, end, LABELS.index(label))
            for place, row in enumerate(side)
            for start, end, label in row
        ]
        for side in (made.gold, made.predicted)
    ]
    nowhere = [(place, -1, -1, LABELS.index(label)) for place, label in claims]
    corpus = Corpus(
        labels=list(LABELS),
        ids=strings(f"s{place}" for place in range(len(made.texts))),
        texts=HeldTexts(made.texts),
        document=category(made.documents),
        spans=distinct_in_order(of_rows(sides[0]))[0],
    )
    return Case(corpus, Predicted(in_order(of_rows(sides[1] + nowhere))[0]))


def rows_of(spans):
    """Spans as rows again."""
    assert isinstance(spans, arrays.Spans)
    return list(
        zip(
            spans.sentence.tolist(),
            spans.start.tolist(),
            spans.end.tolist(),
            spans.label.tolist(),
            strict=True,
        )
    )
