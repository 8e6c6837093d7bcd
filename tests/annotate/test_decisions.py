"""What an adjudicator's annotation says, read from Label Studio's own records."""

import pytest

from goldspan.annotate.decisions import read_decision
from goldspan.annotate.tasks import marks, of_sentence
from goldspan.spans import Span

TEXT = "PresidentPutin met Biden."
GLUED = Span(start=0, end=14, label="LEADER")
PUTIN = Span(start=9, end=14, label="LEADER")
TRUNCATED = Span(start=9, end=14, label="LEADER", attributes={"noise": "truncated"})
BIDEN = Span(start=19, end=24, label="LEADER")


def read(guidelines, *parts, is_submitted=True):
    data = {"text": TEXT, "dispute": "unanimous:1"}
    result = [one for part in parts for one in part]
    return read_decision(result, data, guidelines, is_submitted=is_submitted)


def test_kept_spans_are_gold_and_every_verdict_is_told(guidelines):
    reading, decided = read(
        guidelines,
        marks(GLUED, TEXT, "boundary"),
        marks(PUTIN, TEXT, "right"),
        marks(BIDEN, TEXT, "missed"),
    )
    assert reading.faults == []
    assert [span.text for span in reading.spans] == ["Putin", "Biden"]
    assert [(d.span.text, d.verdict) for d in decided.decisions] == [
        ("PresidentPutin", "boundary"),
        ("Putin", "right"),
        ("Biden", "missed"),
    ]
    assert (decided.dispute, decided.is_unclear) == ("unanimous:1", False)


def test_spans_that_differ_in_attributes_alone_are_told_apart(guidelines):
    reading, decided = read(
        guidelines, marks(PUTIN, TEXT, "attribute"), marks(TRUNCATED, TEXT, "right")
    )
    assert [span.attributes for span in reading.spans] == [{"noise": "truncated"}]
    assert {d.verdict: d.span.attributes for d in decided.decisions} == {
        "attribute": {},
        "right": {"noise": "truncated"},
    }
    assert reading.faults == []


def test_different_spans_may_have_different_attributes(guidelines):
    reading, _ = read(guidelines, marks(TRUNCATED, TEXT, "right"), marks(BIDEN, TEXT, "right"))
    assert reading.faults == []


def test_decisions_are_told_in_the_order_of_the_text(guidelines):
    _, decided = read(guidelines, marks(BIDEN, TEXT, "right"), marks(PUTIN, TEXT, "spurious"))
    assert [d.span.text for d in decided.decisions] == ["Putin", "Biden"]


def test_a_span_kept_twice_with_different_attributes_is_a_fault(guidelines):
    reading, _ = read(guidelines, marks(PUTIN, TEXT, "right"), marks(TRUNCATED, TEXT, "right"))
    assert reading.faults == ["the span 9..14 LEADER is kept twice, with different attributes"]


def test_a_typed_span_is_one_that_all_had_missed(guidelines):
    typed = [of_sentence("typed", "textarea", {"text": ["1 Biden"]})]
    reading, decided = read(guidelines, marks(GLUED, TEXT, "boundary"), typed)
    assert [span.text for span in reading.spans] == ["Biden"]
    assert [(d.span.text, d.verdict) for d in decided.decisions] == [
        ("PresidentPutin", "boundary"),
        ("Biden", "missed"),
    ]


def test_a_rejected_span_that_is_typed_again_is_told_both_ways(guidelines):
    typed = [of_sentence("typed", "textarea", {"text": ["1 Biden"]})]
    reading, decided = read(guidelines, marks(BIDEN, TEXT, "spurious"), typed)
    assert [span.text for span in reading.spans] == ["Biden"]
    assert {d.verdict for d in decided.decisions} == {"spurious", "missed"}


@pytest.mark.parametrize("value", [None, {}, {"choices": None}])
def test_a_verdict_that_says_nothing_is_none(guidelines, value):
    [region] = marks(PUTIN, TEXT)
    reading, _ = read(guidelines, [region, {**region, "from_name": "verdict", "value": value}])
    assert reading.faults == ["the span 9..14 LEADER has no verdict"]


def test_a_span_without_verdict_is_a_fault_once_submitted(guidelines):
    reading, _ = read(guidelines, marks(PUTIN, TEXT))
    assert reading.faults == ["the span 9..14 LEADER has no verdict"]
    reading, decided = read(guidelines, marks(PUTIN, TEXT), is_submitted=False)
    assert reading.faults == []
    assert [d.verdict for d in decided.decisions] == [None]


def test_flags_note_and_what_guidelines_leave_open_are_read(guidelines):
    reading, decided = read(
        guidelines,
        [
            of_sentence("flag", "choices", {"choices": ["garbled"]}),
            of_sentence("note", "textarea", {"text": ["rule 3"]}),
            of_sentence("unclear", "choices", {"choices": ["unclear"]}),
        ],
    )
    assert (reading.flags, reading.note, decided.is_unclear) == (["garbled"], "rule 3", True)
    assert (reading.spans, reading.faults) == ([], [])


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (marks(PUTIN, TEXT, "nonsense"), "'nonsense' isn't a verdict"),
        (marks(Span(start=5, end=99, label="LEADER"), TEXT, "spurious"), "don't lie inside"),
        (marks(Span(start=5, end=99, label="LEADER"), TEXT, "right"), "don't lie inside"),
        (marks(Span(start=5, end=99, label="LEADER"), TEXT), "don't lie inside"),
        ([{"from_name": "rating"}], "which the page doesn't have"),
        (["damaged"], "isn't an object"),
    ],
)
def test_damage_is_a_fault_told_once(guidelines, parts, fault):
    reading, _ = read(guidelines, parts, marks(BIDEN, TEXT, "right"))
    assert sum(fault in found for found in reading.faults) == 1, reading.faults
    assert reading.spans[-1].text == "Biden"


def test_all_damage_of_an_annotation_is_told(guidelines):
    outside = Span(start=5, end=99, label="LEADER")
    reading, _ = read(guidelines, marks(PUTIN, TEXT, "nonsense"), marks(outside, TEXT, "spurious"))
    assert ["'nonsense' isn't" in fault for fault in reading.faults].count(True) == 1
    assert ["don't lie inside" in fault for fault in reading.faults].count(True) == 1


def test_a_result_that_is_no_list_is_a_fault(guidelines):
    data = {"text": TEXT, "dispute": "unanimous:1"}
    reading, decided = read_decision(None, data, guidelines, is_submitted=True)
    assert reading.faults == ["its result is NoneType, not a list"]
    assert (decided.dispute, decided.decisions) == ("unanimous:1", [])
