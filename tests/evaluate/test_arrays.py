"""Columns of spans stand in order, whatever order they come in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldspan.evaluate.arrays import distinct_in_order, in_order, of_rows

few = st.integers(0, 3)
rows = st.lists(st.tuples(few, few, few, few), max_size=12)


def rows_of(spans):
    columns = (spans.sentence, spans.start, spans.end, spans.label)
    return [*zip(*(values.tolist() for values in columns), strict=True)]


@given(rows)
@pytest.mark.parametrize("arranged", [list, sorted, lambda rows: sorted(rows, reverse=True)])
def test_rows_come_in_order_and_say_where_they_were(arranged, rows):
    given_rows = arranged(rows)
    ordered, order = in_order(of_rows(given_rows))
    assert rows_of(ordered) == sorted(rows)
    assert [given_rows[place] for place in order] == sorted(rows)
    assert len(np.unique(order)) == len(rows)
    distinct, order = distinct_in_order(of_rows(given_rows))
    assert rows_of(distinct) == sorted(set(rows))
    assert [given_rows[place] for place in order] == sorted(set(rows))


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 5, 6, 0), (0, 1, 2, 0), (1, 0, 1, 0)],
        [(0, 1, 2, 0), (0, 1, 2, 0), (1, 0, 1, 0)],
        [(0, 1, 3, 0), (0, 1, 2, 0)],
        [(1, 0, 1, 0), (0, 5, 6, 0)],
    ],
    ids=["start", "equal", "end", "sentence"],
)
def test_one_row_out_of_place_is_seen(rows):
    assert rows_of(in_order(of_rows(rows))[0]) == sorted(rows)
    assert rows_of(distinct_in_order(of_rows(rows))[0]) == sorted(set(rows))
