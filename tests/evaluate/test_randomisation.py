"""Differences of two systems, their intervals and p-values, from counts alone."""

import numpy as np
import pytest

from goldspan.evaluate.pairing import difference
from goldspan.evaluate.randomisation import ALPHA, fewest_documents, holm, p_values


def counts(rows):
    return np.array(rows, dtype=float)[:, None, :]


def systems(random, documents, better=0.0):
    """Two systems on the same documents; the first finds `better` more."""
    support = random.integers(5, 15, documents)
    found = []
    for share in (0.8 + better, 0.8):
        matched = random.binomial(support, share)
        found.append(counts(np.stack([matched, matched + 2, support], axis=1)))
    return found


def test_a_clear_difference_is_found_and_none_is_not():
    random = np.random.default_rng(1)
    first, second = systems(random, 100, better=0.1)
    assert p_values(first, second)[0] < 0.001
    low, high = difference(first, second).interval[0]
    assert 0 < low < 0.1 < high + 0.05
    assert p_values(first, first)[0] == 1.0
    assert difference(first, first).interval[0].tolist() == [0.0, 0.0]


def test_exchanges_are_exact_where_all_can_be_counted():
    """Of 2 ** 3 exchanges of three documents, 2 reach what was observed: p is about 1/4."""
    first = counts([[5, 5, 5], [5, 5, 5], [5, 5, 5]])
    second = counts([[4, 5, 5], [4, 5, 5], [4, 5, 5]])
    assert p_values(first, second)[0] == pytest.approx(0.25, abs=0.02)


def test_the_test_keeps_its_level():
    random = np.random.default_rng(2)
    alarms = sum(p_values(*systems(random, 40), 500)[0] < 0.05 for _ in range(400))
    assert 8 <= alarms <= 34


def test_few_documents_and_many_give_like_intervals():
    random = np.random.default_rng(3)
    first, second = systems(random, 49, better=0.05)
    few = difference(first, second).interval[0]
    many = difference(*(np.concatenate([side, side[:1] * 0]) for side in (first, second)))
    assert few == pytest.approx(many.interval[0], abs=0.01)


def test_the_error_of_the_difference_is_the_bootstraps():
    random = np.random.default_rng(4)
    first, second = systems(random, 300, better=0.02)
    found = difference(first, second)
    low, high = found.interval[0]
    assert (high - low) / 2 == pytest.approx(1.96 * found.error[0], rel=0.06)


def test_holm():
    adjusted = holm(np.array([0.01, 0.04, 0.03, 0.005]))
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])


@pytest.mark.parametrize("pairs", [1, 3, 6, 45])
def test_under_the_fewest_documents_no_difference_is_significant(pairs):
    """Two systems as far apart as can be, in every pair."""
    fewest = fewest_documents(pairs)
    everything, nothing = [4, 4, 4], [0, 0, 4]
    for documents, is_shown in ((fewest - 1, False), (fewest, True)):
        [p] = p_values(counts([everything] * documents), counts([nothing] * documents))
        assert p == pytest.approx(2 / 2**documents, rel=0.25)
        exact = np.full(pairs, 2 / 2**documents)
        assert (holm(exact)[0] < ALPHA) == is_shown
    assert [fewest_documents(pairs) for pairs in (1, 3)] == [6, 7]
