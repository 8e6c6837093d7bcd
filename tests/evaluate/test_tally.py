"""The tallies of the parts of a corpus add up to the tally of the whole, to the last digit."""

import random

import numpy as np
import pytest
from msgspec.structs import replace

from goldspan.evaluate.arrays import column
from goldspan.evaluate.case import Case
from goldspan.evaluate.corpus import Category
from goldspan.evaluate.inputs import strings
from goldspan.evaluate.referee import referee
from goldspan.evaluate.scoring import Scored, score_tally
from goldspan.evaluate.tally import tally, total
from goldspan.evaluate.texts import HeldTexts

from .generated import case_of, sentences

LONG = pytest.mark.long


def whole_case(seed):
    """A case with something of all that a tally counts."""
    r = np.random.default_rng(seed)
    made = sentences(seed, size=40)
    case = case_of(made, [(0, "A")] * (seed % 3))
    size, spans = len(case.corpus), len(case.corpus.spans)
    corpus = replace(
        case.corpus,
        categories={
            "language": Category(r.integers(0, 3, size).astype(np.int32), ["en", "vi", "zh"])
        },
        flags={"garbled": r.random(size) < 0.2},
        attributes={"form=demonym": r.random(spans) < 0.3},
        suggested_by={"baseline": r.random(size) < 0.3, "other": r.random(size) < 0.3},
    )
    scores = r.choice([0.1, 0.2, 0.5, 0.9, np.nan], len(case.predicted.spans))
    predicted = replace(
        case.predicted,
        scores=scores if seed % 4 else None,
        extractors=["baseline"],
        failed=seed % 5,
    )
    return Case(corpus, predicted), made


def part_of(case, made, rows, *, first):
    """Some of the sentences, under the names of the whole."""
    number = np.full(len(case.corpus), -1)
    number[rows] = np.arange(len(rows))

    def taken(spans):
        kept = np.flatnonzero(number[spans.sentence] >= 0)
        part = spans.take(kept)
        return kept, replace(part, sentence=column(number[part.sentence]))

    corpus, predicted = case.corpus, case.predicted
    of_gold, gold = taken(corpus.spans)
    of_predicted, found = taken(predicted.spans)
    return Case(
        replace(
            corpus,
            ids=strings(corpus.ids[int(row)].as_py() for row in rows),
            texts=HeldTexts([made.texts[row] for row in rows]),
            document=Category(corpus.document.codes[rows], corpus.document.names),
            spans=gold,
            categories={n: Category(c.codes[rows], c.names) for n, c in corpus.categories.items()},
            flags={name: marks[rows] for name, marks in corpus.flags.items()},
            attributes={name: marks[of_gold] for name, marks in corpus.attributes.items()},
            suggested_by={name: marks[rows] for name, marks in corpus.suggested_by.items()},
        ),
        replace(
            predicted,
            spans=found,
            scores=None if predicted.scores is None else predicted.scores[of_predicted],
            failed=predicted.failed if first else 0,
        ),
    )


@pytest.mark.parametrize("seeds", [range(100), pytest.param(range(100, 1000), marks=LONG)])
def test_parts_add_up_to_the_whole_to_the_last_digit(seeds):
    for seed in seeds:
        case, made = whole_case(seed)
        r = random.Random(seed)
        parts = [[] for _ in range(r.randint(1, 5))]
        for row in range(len(case.corpus)):
            r.choice(parts).append(row)
        r.shuffle(parts)
        tallies = [
            tally(part_of(case, made, np.array(rows, dtype=int), first=n == 0), rows)
            for n, rows in enumerate(parts)
        ]
        names = case.corpus.document.names
        scored = Scored(case.corpus.labels, names, "document", "", None, None, "", {})
        judged = referee(case, "off")
        assert score_tally(total(tallies), scored, judged) == score_tally(
            tally(case), scored, judged
        ), seed
