from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.gold.measures.disagreements import find_disagreements, group_disagreements
from goldspan.gold.measures.shared import by_sentence, pairs_of, shared

from ...strategies import spans_on
from ..test_merge import PUTIN, TEXT, VIETNAM, said
from .test_matching import spans


def found(*annotations):
    return find_disagreements(pairs_of(shared(by_sentence(annotations))))


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ("10-15L", "10-15L", []),
        ("10-15L", "", ["missed"]),
        ("10-15L", "24-31L", ["missed", "missed"]),
        ("10-15L", "10-15C", ["label"]),
        ("10-15L", "0-15L", ["boundary"]),
        ("10-15L", "0-15C", ["boundary and label"]),
        ("10-15L", "15-16L", ["missed", "missed"]),
        # 0-15 has one partner only: 10-15 has more in common with it than 0-4.
        ("0-4L 10-15L", "0-15L", ["missed", "boundary"]),
        # With the same label 0-4 is more alike (4/15 + 1) than 5-15 with another (10/15).
        ("0-4L 5-15C", "0-15L", ["boundary", "missed"]),
        # What both have is no partner for the rest.
        ("0-15A 10-15L", "0-15A", ["missed"]),
        # One by one 0-9 would go to 0-8; in sum 0-9 with 4-15 and 0-3 with 0-8 are less alike.
        ("0-3L 0-9L", "0-8L 4-15L", ["boundary", "boundary"]),
    ],
)
def test_kinds_whoever_comes_first(first, second, kinds):
    there = found(said("a", *spans(first)), said("b", *spans(second)))
    assert [disagreement.kind for disagreement in there] == kinds
    back = found(said("a", *spans(second)), said("b", *spans(first)))
    assert [(d.kind, d.second_span, d.first_span) for d in back] == [
        (d.kind, d.first_span, d.second_span) for d in there
    ]


def test_the_most_frequent_come_first_with_their_sentences():
    records = []
    for index in range(7):
        records += [said("a", PUTIN, index=index), said("b", index=index)]
    records += [said("a", *spans("24-31C"), index=7), said("b", *spans("16-31C"), index=7)]
    result = group_disagreements(found(*records))
    assert result.kinds == {"boundary": 1, "missed": 7}
    first, second = result.groups
    assert (first.kind, first.count, first.sentences) == (
        "missed",
        7,
        ["d#0", "d#1", "d#2", "d#3", "d#4"],
    )
    assert [(marked.text, marked.label) for marked in first.marked] == [("Putin", "LEADER")]
    assert [marked.text for marked in second.marked] == ["Vietnam", "visited Vietnam"]


def test_they_come_in_the_order_of_the_text():
    records = [
        said(name, *([PUTIN] if name == "a" else []), index=i) for i in (10, 2) for name in "ab"
    ]
    assert [disagreement.sentence for disagreement in found(*records)] == ["d#2", "d#10"]


def test_a_disagreement_says_who_marked_what():
    [one] = found(said("a", PUTIN), said("b", *spans("0-15L")))
    assert (one.sentence, one.first, one.second) == ("d#0", "a", "b")
    assert (one.first_span.text, one.second_span.text) == ("Putin", "President Putin")


def test_other_attributes_are_a_disagreement_of_their_own():
    demonym = msgspec.structs.replace(VIETNAM, attributes={"form": "demonym"})
    result = found(said("a", PUTIN, demonym), said("b", PUTIN, VIETNAM))
    assert [(d.kind, d.first_span.attributes) for d in result] == [
        ("attribute", {"form": "demonym"})
    ]
    [group] = group_disagreements(result).groups
    assert [marked.attributes for marked in group.marked] == [(), ("form=demonym",)]


@settings(deadline=None)
@given(st.data())
def test_every_span_that_is_not_shared_is_in_exactly_one_disagreement(data):
    one, other = data.draw(spans_on(TEXT)), data.draw(spans_on(TEXT))
    result = found(said("a", *one, VIETNAM), said("b", *other, VIETNAM))
    mine = Counter(d.first_span.key for d in result if d.first_span)
    yours = Counter(d.second_span.key for d in result if d.second_span)
    ours, theirs = {s.key for s in [*one, VIETNAM]}, {s.key for s in [*other, VIETNAM]}
    assert mine == Counter(ours - theirs)
    assert yours == Counter(theirs - ours)
    back = found(said("a", *other, VIETNAM), said("b", *one, VIETNAM))
    assert Counter(d.kind for d in back) == Counter(d.kind for d in result)
