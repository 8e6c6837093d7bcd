import numpy as np
import pytest
from scipy import stats

from goldspan import resampling as module
from goldspan.counts import F1, Cells, cells_of, figures
from goldspan.intervals import f1_intervals, intervals
from goldspan.linearised import linearised, t_quantile
from goldspan.resampling import RESAMPLES, resampled


def counts(rows):
    return np.array(rows, dtype=np.int64)[:, None, :]


def test_figures_are_those_of_each_row_however_many_there_are():
    rows = [[1, 2, 4], [0, 0, 0], [2, 2, 2], [0, 3, 0], [3, 4, 5], [0, 0, 7]]
    expected = [
        (0.5, 0.25, 1 / 3),
        (0, 0, 0),
        (1, 1, 1),
        (0, 0, 0),
        (0.75, 0.6, 2 / 3),
        (0, 0, 0),
    ]
    for shape in ((6, 3), (2, 3, 3), (1, 3, 2, 3)):
        found = figures(np.array(rows).reshape(shape))
        assert found.shape == shape
        assert found.reshape(6, 3) == pytest.approx(np.array(expected))


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


def test_the_quantiles_of_t_are_scipys():
    degrees = np.arange(1, 400)
    assert t_quantile(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=2e-4)


def test_the_weights_have_mean_and_variance_1():
    weights = module._weighted(np.random.Generator(np.random.SFC64(1)), 1000, 1003).astype(float)
    assert set(np.unique(weights)) == {0, 1, 2, 3}
    assert weights.mean() == pytest.approx(1, abs=0.005)
    assert weights.var() == pytest.approx(1, abs=0.01)
    drawn = module._drawn(np.random.Generator(np.random.SFC64(1)), 50, 30)
    assert drawn.shape == (50, 30) and (drawn.sum(axis=1) == 30).all()


def some_rows(documents, seed=5):
    random = np.random.default_rng(seed)
    support = random.integers(5, 15, size=documents)
    matched = random.binomial(support, 0.8)
    predicted = matched + random.binomial(3, 0.5, size=documents)
    return np.stack([matched, predicted, support], axis=1)[:, None]


@pytest.mark.parametrize("documents", [60, 199, 201, 1500])
def test_both_methods_agree_with_many_documents(documents):
    """Whether documents are drawn one by one or weighted."""
    cells = cells_of(np.arange(documents), some_rows(documents))
    width = np.diff(intervals(cells, documents)[0], axis=1)
    assert width == pytest.approx(np.diff(linearised(cells)[0], axis=1), rel=0.12)


def test_large_counts_stay_exact():
    rows = np.array([[1 << 40, 1 << 40, 1 << 40]] * 300)
    totals = resampled(rows)
    assert (totals[:, 0] == totals[:, 1]).all()
    assert (totals % (1 << 40) == 0).all()


def test_all_or_nothing_has_an_interval_that_leaves_doubt():
    for matched, expected in ((5, (0.9, 1.0)), (0, (0.0, 0.1))):
        rows = np.array([[matched, 5, 5]] * 10)[:, None]
        low, high = linearised(cells_of(np.arange(10), rows))[0, F1]
        assert (low, high) == pytest.approx(expected, abs=0.02)
        assert low == 0 or high == 1


def test_a_column_without_spans_has_no_interval():
    cells = Cells(np.array([0, 1]), np.array([0, 0]), np.array([[1, 2, 2], [1, 1, 3]]), 2)
    found = intervals(cells, 100)
    assert np.isnan(found[1]).all() and not np.isnan(found[0]).any()
    assert figures(cells.totals)[1].tolist() == [0, 0, 0]
