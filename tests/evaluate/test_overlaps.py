import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from goldspan.evaluate import overlaps
from goldspan.evaluate.arrays import Spans, column, combined, distinct_in_order, in_order, of_rows
from goldspan.evaluate.matching import match
from goldspan.evaluate.overlaps import best_pairs, nested, overlapping, small_assignment


def spans(r, size, length=20):
    rows = []
    for _ in range(size):
        start = r.randrange(length)
        rows.append((r.randrange(3), start, start + r.randint(1, 6), r.randrange(2)))
    return in_order(of_rows(rows))[0]


def touches(one, other):
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def rows(side):
    return list(zip(*(c.tolist() for c in (side.sentence, side.start, side.end)), strict=True))


@pytest.mark.parametrize("seed", range(80))
def test_all_pairs_that_share_a_character_are_found(seed):
    r = random.Random(seed)
    first, second = spans(r, r.randint(0, 12)), spans(r, r.randint(0, 12))
    found = overlapping(first, second)
    expected = [
        (i, j)
        for i, one in enumerate(rows(first))
        for j, other in enumerate(rows(second))
        if touches(one, other)
    ]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == expected
    assert nested(first).tolist() == [
        any(touches(one, other) for j, other in enumerate(rows(first)) if i != j)
        for i, one in enumerate(rows(first))
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(0, 2, 8, 0), (0, 3, 5, 1)], [True, True]),
        ([(0, -1, -1, 0), (0, 2, 8, 0), (0, 3, 5, 1), (1, -1, -1, 0)], [False, True, True, False]),
        ([(0, -1, -1, 0), (0, -1, -1, 1), (0, 0, 5, 1)], [False, False, False]),
    ],
)
def test_claims_that_arent_in_the_text_share_no_character_with_anything(given, expected):
    assert nested(of_rows(given)).tolist() == expected


@pytest.mark.parametrize("seed", range(100))
def test_the_small_assignment_is_as_good_as_scipys(seed):
    r = np.random.default_rng(seed)
    worth = r.random((r.integers(1, 7), r.integers(1, 9))) * (r.random() < 0.9)
    worth[r.random(worth.shape) < 0.4] = 0
    best = worth[linear_sum_assignment(worth, maximize=True)].sum()
    cells = small_assignment(worth.tolist())
    assert sum(worth[cell] for cell in cells) == pytest.approx(best)
    assert len({row for row, _ in cells}) == len({column for _, column in cells}) == len(cells)


def worth(one, other):
    """What a pair is worth: the same place, the same label, the share of their characters."""
    if not touches(one, other):
        return 0.0
    mine, theirs = set(range(*one[1:3])), set(range(*other[1:3]))
    same = (mine == theirs) + (one[3] == other[3])
    return same + len(mine & theirs) / len(mine | theirs)


@pytest.mark.parametrize("few", [overlaps._FEW, 0])
@pytest.mark.parametrize("seed", range(30))
def test_pairs_are_the_best_in_all_and_each_span_is_in_one(seed, few, monkeypatch):
    monkeypatch.setattr(overlaps, "_FEW", few)
    r = random.Random(seed)
    first, second = (spans(r, size) for size in (r.randint(1, 14), r.randint(1, 14)))
    found = best_pairs(first, second, overlapping(first, second))
    left, right = ([*zip(rows(s), s.label.tolist(), strict=True)] for s in (first, second))
    matrix = np.array([[worth((*a, b), (*c, d)) for c, d in right] for a, b in left])
    best = matrix[linear_sum_assignment(matrix, maximize=True)].sum()
    assert matrix[found.first, found.second].sum() == pytest.approx(best)
    assert len(set(found.first.tolist())) == len(set(found.second.tolist())) == len(found.first)


TOP = (1 << 31) - 1


@pytest.mark.parametrize(
    "highs",
    [
        (5, 3, 2),
        (TOP, TOP - 1, 1),
        (TOP, TOP, 3, TOP),
        (2, TOP, TOP, TOP),
        (TOP, TOP, TOP, 1 << 20),
    ],
)
def test_keys_are_equal_and_in_order_as_rows_are_however_many_bits_they_need(highs):
    r = np.random.default_rng(1)
    columns = [column(r.choice([-1, 0, 1, high - 1, high], 500)) for high in highs]
    keys = combined(*columns)
    _, expected = np.unique(np.stack(columns), axis=1, return_inverse=True)
    assert np.unique(keys, return_inverse=True)[1].tolist() == expected.ravel().tolist()


def test_equal_spans_stay_in_the_order_they_were_given_in():
    given = of_rows((n % 7, n % 3, n % 3 + 1, 0) for n in range(1000))
    found, order = in_order(given)
    assert rows(found) == [rows(given)[place] for place in order]
    assert list(zip(rows(found), order, strict=True)) == sorted(
        zip(rows(found), order, strict=True)
    )
    once, first = distinct_in_order(given)
    assert rows(once) == sorted(set(rows(given)))
    assert first.tolist() == [rows(given).index(row) for row in rows(once)]


def test_each_gold_span_is_matched_once():
    gold = of_rows([(0, 1, 5, 0), (0, 1, 5, 1), (2, 0, 9, 0)])
    predicted = of_rows([(0, 1, 5, 0), (0, 1, 5, 0), (1, 0, 9, 0), (2, -1, -1, 0), (2, 0, 9, 0)])
    found = match(gold, in_order(predicted)[0])
    assert found.gold_of.tolist() == [0, -1, -1, -1, 2]
    assert found.is_found.tolist() == [True, False, True]


def test_nothing_matches_nothing():
    nothing = of_rows([])
    assert isinstance(nothing, Spans)
    assert match(nothing, nothing).gold_of.tolist() == []
    assert match(of_rows([(0, 0, 1, 0)]), nothing).is_found.tolist() == [False]
