"""Figures worked out by hand, each with its arithmetic: f1 = 2 * matches / (first + second)."""

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.gold.agreement import agreement
from goldspan.spans import Span

from ...strategies import LABELS, spans_on
from ..test_merge import TEXT, said

SHORT = {"L": "LEADER", "C": "COUNTRY", "A": "AGREEMENT"}


class Case(NamedTuple):
    first: str
    second: str
    strict: float | None
    overlapping: float | None
    boundaries: float | None
    accuracy: float | None


def f1(matches, first, second):
    return 2 * matches / (first + second)


CASES = {
    "the same in another order": Case("10-15L 24-31C", "24-31C 10-15L", f1(2, 2, 2), 1, 1, 2 / 2),
    "one missed": Case("10-15L", "10-15L 24-31C", f1(1, 1, 2), f1(1, 1, 2), f1(1, 1, 2), 1 / 1),
    "nothing in common": Case("10-15L", "24-31C", f1(0, 1, 1), 0, 0, None),
    "one marks nothing": Case("10-15L", "", f1(0, 1, 0), 0, 0, None),
    "neither marks anything": Case("", "", None, None, None, None),
    "another label": Case("10-15L", "10-15C", f1(0, 1, 1), 0, f1(1, 1, 1), 0 / 1),
    "a boundary one off": Case("10-15L", "9-15L", f1(0, 1, 1), f1(1, 1, 1), f1(0, 1, 1), None),
    "boundary and label": Case("10-15L", "9-15C", 0, f1(0, 1, 1), 0, None),
    "touching isn't overlapping": Case("0-5L", "5-9L", 0, f1(0, 1, 1), 0, None),
    "one nested span missed": Case(
        "0-15A 10-15L", "0-15A", f1(1, 2, 1), f1(1, 2, 1), f1(1, 2, 1), 1
    ),
    "two halves against the whole have one partner": Case(
        "0-9L 10-15L", "0-15L", f1(0, 2, 1), f1(1, 2, 1), f1(0, 2, 1), None
    ),
    # 0-6 overlaps both, 7-12 only 4-8: the first come must leave 4-8, then both match.
    "as many partners as can be": Case(
        "0-6L 7-12L", "0-3L 4-8L", f1(0, 2, 2), f1(2, 2, 2), f1(0, 2, 2), None
    ),
    # 10-15 twice in first, once in second: one pair with these boundaries, and its label is equal.
    "two labels on one place": Case(
        "10-15L 10-15C", "10-15C", f1(1, 2, 1), f1(1, 2, 1), f1(1, 2, 1), 1
    ),
    # boundaries: 0-9 and 10-15 both pairs; labels: one of the two is equal.
    "one label of two": Case(
        "0-9L 10-15L", "0-9L 10-15C", f1(1, 2, 2), f1(1, 2, 2), f1(2, 2, 2), 1 / 2
    ),
    "crossing spans": Case(
        "0-10A 5-15A", "0-10A 5-15L", f1(1, 2, 2), f1(1, 2, 2), f1(2, 2, 2), 1 / 2
    ),
}


def spans(notation):
    found = []
    for word in notation.split():
        start, end = word[:-1].split("-")
        found.append(Span(start=int(start), end=int(end), label=SHORT[word[-1]]))
    return found


def figures(agreed):
    return (
        agreed.f1,
        agreed.overlapping.f1,
        agreed.boundaries.f1,
        agreed.label_accuracy.accuracy,
    )


@pytest.mark.parametrize("name", CASES)
def test_by_hand_whichever_annotator_comes_first(name):
    first, second, *expected = CASES[name]
    for one, other in ((first, second), (second, first)):
        result = agreement([said("a", *spans(one)), said("b", *spans(other))], LABELS)
        assert figures(result.overall) == tuple(expected)
        assert (result.overall.first, result.overall.second) == (
            len(spans(one)),
            len(spans(other)),
        )


def test_several_sentences_are_added_up_by_hand():
    """A sentence they agree on, an empty one, a nested one, one of a single annotator, one skipped.

    Strict: 2 + 0 + 1 matches; first 2 + 0 + 2, second 2 + 1 + 1. LEADER: 1 + 0 + 0 matches of
    1 + 0 + 1 and 1 + 0 + 0 spans.
    """
    result = agreement(
        [
            said("a", *spans("10-15L 24-31C")),
            said("b", *spans("10-15L 24-31C")),
            said("a", index=1),
            said("b", *spans("24-31C"), index=1),
            said("a", *spans("0-15A 10-15L"), index=2),
            said("b", *spans("0-15A"), index=2),
            said("a", *spans("10-15L"), index=3),
            said("a", *spans("10-15L"), index=4),
            said("b", status="skipped", index=4),
        ],
        LABELS,
    )
    assert result.overall.f1 == f1(3, 4, 4)
    assert result.labels["LEADER"].f1 == f1(1, 2, 1)
    assert result.labels["COUNTRY"].f1 == f1(1, 1, 2)
    assert result.labels["AGREEMENT"].f1 == f1(1, 1, 1)
    assert result.overall.sentences == 3


def test_three_annotators_by_hand():
    """a & b: 1 of 1 and 2; a & c: 0 of 1 and 1; b & c: 1 of 2 and 1. Together 2 of 4 and 4."""
    result = agreement(
        [
            said("a", *spans("10-15L")),
            said("b", *spans("10-15L 24-31C")),
            said("c", *spans("24-31C")),
        ],
        LABELS,
    )
    assert {name: pair.f1 for name, pair in result.pairs.items()} == {
        "a & b": f1(1, 1, 2),
        "a & c": 0.0,
        "b & c": f1(1, 2, 1),
    }
    assert result.overall.f1 == f1(2, 4, 4)


def test_by_label_the_two_sides_of_a_boundary_match_may_differ():
    """L against C on one place: for LEADER, 1 span of the first matches and none of the second."""
    result = agreement([said("a", *spans("10-15L")), said("b", *spans("10-15C"))], LABELS)
    leader = result.labels["LEADER"]
    assert (leader.boundaries.first_matched, leader.boundaries.second_matched) == (1, 0)
    assert leader.boundaries.f1 == 1.0
    assert leader.label_accuracy.accuracy == 0.0


@settings(deadline=None)
@given(st.data())
def test_every_figure_is_symmetric_and_looser_ones_are_never_lower(data):
    one, other = data.draw(spans_on(TEXT)), data.draw(spans_on(TEXT))
    there = agreement([said("a", *one), said("b", *other)], LABELS)
    back = agreement([said("a", *other), said("b", *one)], LABELS)
    assert figures(there.overall) == figures(back.overall)
    for label in LABELS:
        assert figures(there.labels[label]) == figures(back.labels[label])
    if one or other:
        assert there.overall.f1 <= there.overall.overlapping.f1
        assert there.overall.f1 <= there.overall.boundaries.f1


@settings(deadline=None)
@given(st.data())
def test_equals_give_one_and_every_figure_falls_with_every_lost_span(data):
    spans = data.draw(spans_on(TEXT))
    last = None
    for kept in range(len(spans), -1, -1):
        now = agreement([said("a", *spans), said("b", *spans[:kept])], LABELS).overall
        if not spans:
            assert now.f1 is None
        elif kept == len(spans):
            assert figures(now) == (1.0, 1.0, 1.0, 1.0)
        else:
            assert now.f1 < last.f1
            assert now.overlapping.f1 < last.overlapping.f1
            assert now.boundaries.f1 < last.boundaries.f1
        last = now


def test_matches_counted_from_both_sides_are_not_taken_for_twice_as_many():
    """Where all boundaries match, the interval rests on how many spans there are."""
    records = [
        msgspec.structs.replace(said(name, *spans("10-15L"), index=i), doc=str(i))
        for name in "ab"
        for i in range(6)
    ]
    even = agreement(records, LABELS).labels["LEADER"]
    assert even.boundaries.f1_interval == even.f1_interval
    other = msgspec.structs.replace(records[-1], spans=spans("10-15C"))
    leader = agreement([*records[:-1], other], LABELS).labels["LEADER"]
    assert leader.boundaries.f1 == 1.0
    assert leader.boundaries.f1_interval[0] <= even.f1_interval[0]
