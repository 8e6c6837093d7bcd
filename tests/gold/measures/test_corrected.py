import numpy as np
import pytest

from goldspan.gold.measures.corrected import corrected_interval, corrected_intervals
from goldspan.intervals import FEW_DOCUMENTS
from goldspan.resampling import percentiles, resampled


def ratio(sums):
    with np.errstate(invalid="ignore"):
        return sums[:, 0] / sums[:, 1]


def documents(count, seed=0):
    """Observed and expected disorder, whose ratio is 0.2 in the long run."""
    random = np.random.default_rng(seed)
    expected = random.gamma(4, 5, size=count)
    return np.column_stack([expected * random.gamma(1.5, 0.2 / 1.5, size=count), expected])


def test_it_holds_the_truth_as_often_as_it_says_with_few_documents():
    """Percentiles of resamples hold it in about 88 of 100 here."""
    found = [corrected_interval(documents(12, seed), ratio) for seed in range(400)]
    held = np.mean([low <= 0.8 <= high for low, high in found])
    assert 0.91 <= held <= 0.99


def test_both_methods_come_to_the_same_with_many_documents():
    sums = documents(FEW_DOCUMENTS - 1)
    low, high = corrected_interval(sums, ratio)
    by_resampling = percentiles(1 - ratio(resampled(sums)))
    assert (low, high) == pytest.approx(by_resampling, abs=0.02)
    more = documents(FEW_DOCUMENTS)
    assert corrected_interval(more, ratio) == percentiles(1 - ratio(resampled(more)))


@pytest.mark.parametrize(
    "sums", [documents(1), [[0.0, 3.0], [0.0, 5.0]], [[1.0, 2.0]] * 5, [[0.0, 0.0]] * 3]
)
def test_where_documents_do_not_differ_there_is_none(sums):
    assert corrected_interval(np.array(sums), ratio) is None


@pytest.mark.parametrize("count", [8, FEW_DOCUMENTS])
def test_several_figures_have_the_intervals_that_each_has_alone(count):
    figures = [documents(count, seed) for seed in range(3)]
    alone = [corrected_interval(sums, ratio) for sums in figures]
    for one, other in zip(corrected_intervals(figures, ratio), alone, strict=True):
        assert one == pytest.approx(other, abs=1e-12)
    figures[1][0] = 0
    alone[1] = corrected_interval(figures[1], ratio)
    assert corrected_intervals(figures, ratio) == alone


def test_documents_without_anything_take_no_part():
    sums = documents(8)
    assert corrected_interval(np.vstack([sums, np.zeros((60, 2))]), ratio) == corrected_interval(
        sums, ratio
    )
