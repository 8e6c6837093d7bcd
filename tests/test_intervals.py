import numpy as np
import pytest

from goldspan.intervals import RESAMPLES, f1_intervals, resampled


def counts(rows):
    return np.array(rows, dtype=np.int64)[:, None, :]


def test_one_document_says_nothing_of_others():
    assert f1_intervals(counts([[1, 2, 3], [2, 2, 2]]), ["a", "a"]) == [None]


def test_without_spans_there_is_no_interval():
    assert f1_intervals(counts([[0, 0, 0], [0, 0, 0]]), ["a", "b"]) == [None]


def test_equal_documents_say_as_much_as_their_number():
    """Nothing varies, so it is Wilson's interval, two spans of a document worth 1.8 of others."""
    [few] = f1_intervals(counts([[1, 2, 2]] * 6), list("abcdef"))
    [many] = f1_intervals(counts([[1, 2, 2]] * 60), [str(i) for i in range(60)])
    assert few == pytest.approx((0.2448, 0.7552), abs=1e-4)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_it_is_the_same_every_time():
    rows = counts([[1, 2, 2], [0, 1, 3], [5, 5, 6], [2, 2, 2]])
    assert f1_intervals(rows, list("abcd")) == f1_intervals(rows, list("abcd"))


def test_documents_are_drawn_whole():
    """Copies of a sentence in its document make nothing surer; in new documents they do."""
    rows = [[1, 2, 2], [0, 1, 3], [5, 5, 6], [2, 2, 2]]
    [narrow] = f1_intervals(counts(rows * 9), [str(i) for i in range(36)])
    [wide] = f1_intervals(counts(rows * 9), list("abcd") * 9)
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])


def test_it_agrees_with_the_linearised_standard_error():
    """Cluster-robust delta-method error of F1 = 2M/(P+S), as in Cochran (1977), chapter 6."""
    random = np.random.default_rng(1)
    support = random.integers(5, 15, size=200)
    matched = random.binomial(support, 0.8)
    predicted = matched + random.binomial(3, 0.5, size=200)
    rows = np.stack([matched, predicted, support], axis=1)
    total = rows.sum(axis=0)
    f1 = 2 * total[0] / (total[1] + total[2])
    residual = 2 * rows[:, 0] - f1 * (rows[:, 1] + rows[:, 2])
    error = np.sqrt((residual**2).sum()) / (total[1] + total[2])
    [(low, high)] = f1_intervals(counts(rows), [str(i) for i in range(200)])
    assert (high - low) / 2 == pytest.approx(1.96 * error, rel=0.06)


def test_totals_are_drawn_for_all_columns_together():
    """Columns that add up in every document add up in every draw."""
    by_document = np.array([[1.0, 2.0, 3.0], [5.0, 0.0, 5.0], [2.0, 2.0, 4.0]])
    totals = resampled(by_document)
    assert totals.shape == (RESAMPLES, 3)
    assert (totals[:, 0] + totals[:, 1] == totals[:, 2]).all()
    assert resampled(by_document[:1]).shape == (0, 3)
