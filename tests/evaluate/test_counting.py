"""Spans are counted by document and group as one would count them on one's fingers."""

from collections import defaultdict

import numpy as np
import pytest

from goldspan.evaluate.arrays import column
from goldspan.evaluate.counting import Counter, summed

from .generated import LABELS, case_of, sentences

MANY = 7_000_001
"""So many documents apart that not every document and group can have a place of its own."""


def counted(case, documents, gold_group, predicted_group):
    """Matched, predicted and gold spans of each document and group, those that have any."""
    found = defaultdict(lambda: [0, 0, 0])
    matching = case.matching
    for row, sentence in enumerate(matching.gold.sentence.tolist()):
        cell = found[documents[sentence], gold_group[row]]
        cell[0] += row in matching.gold_of
        cell[2] += 1
    for row, sentence in enumerate(matching.predicted.sentence.tolist()):
        found[documents[sentence], predicted_group[row]][1] += 1
    return {key: counts for key, counts in found.items() if key[1] >= 0}


def said(cells):
    return dict(
        zip(
            zip(cells.document.tolist(), cells.column.tolist(), strict=True),
            cells.counts.tolist(),
            strict=True,
        )
    )


def groups_of(case, seed):
    """Of each gold span and each prediction, -1 for some; of one that matches, its gold span's."""
    r = np.random.default_rng(seed)
    gold = r.integers(-1, len(LABELS), len(case.matching.gold))
    predicted = r.integers(-1, len(LABELS), len(case.matching.predicted))
    hits = case.matching.is_matched
    predicted[hits] = gold[case.matching.gold_of[hits]]
    return gold, predicted


@pytest.mark.parametrize("apart", [1, MANY])
@pytest.mark.parametrize("seed", range(20))
def test_spans_are_counted_by_document_and_group(seed, apart):
    case = case_of(sentences(seed, size=12), [(0, "A")] * (seed % 3))
    documents = case.corpus.document.codes * apart
    last = int(documents.max()) + 1
    gold, predicted = groups_of(case, seed)
    counter = Counter(case.matching, column(documents), last)
    cells = counter.count(gold, predicted[case.matching.unmatched], len(LABELS))
    assert said(cells) == counted(case, documents.tolist(), gold.tolist(), predicted.tolist())
    alone = counter.count()
    one = ([0] * len(gold), [0] * len(predicted))
    assert said(alone) == counted(case, documents.tolist(), *one)
    assert alone.columns == 1


def test_parts_without_spans_add_nothing():
    case = case_of(sentences(3, size=12))
    gold, predicted = groups_of(case, 3)
    whole = case.counter.count(gold, predicted[case.matching.unmatched], len(LABELS))
    nothing = case_of(sentences(3, size=12)._replace(gold=[], predicted=[]))
    none = nothing.counter.count(*groups_of(nothing, 3), len(LABELS))
    assert said(none) == {}
    twice = summed([whole, none, whole])
    assert said(twice) == {key: [2 * n for n in counts] for key, counts in said(whole).items()}
    assert twice.columns == len(LABELS)
    assert twice.totals.tolist() == (2 * whole.totals).tolist()
