"""Spans that were written instead of dragged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.annotate.results import read_result
from goldspan.annotate.typed import typed_spans
from goldspan.guidelines.read import find_guidelines

from ..strategies import spans_on, texts

TEXT = "PresidentPutin met Putin; Vietnamgives #2 thanks."


@pytest.mark.parametrize(
    ("line", "start", "end", "label"),
    [
        ("1 Putin #2", 19, 24, "LEADER"),
        ("LEADER Putin #1", 9, 14, "LEADER"),
        ("  2   Vietnam ", 26, 33, "COUNTRY"),
        ("3 Vietnamgives #2", 26, 41, "AGREEMENT"),
        ("3 thanks", 42, 48, "AGREEMENT"),
    ],
)
def test_a_line_names_exactly_one_span(line, start, end, label, guidelines):
    [span], faults = typed_spans([line], TEXT, guidelines)
    assert (span.start, span.end, span.label, faults) == (start, end, label, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1 Putin", "2 times; say which with #1, #2"),
        ("1 Macron", "aren't in the text"),
        ("1 Putin #3", "asks for place 3, but the words are in the text 2 times"),
        ("9 Putin", "doesn't begin with one of 1, 2, 3, LEADER"),
        ("1", "doesn't begin with one of"),
        ("", "doesn't begin with one of"),
    ],
)
def test_what_cannot_be_placed_is_a_fault(line, fault, guidelines):
    spans, [said] = typed_spans([line], TEXT, guidelines)
    assert spans == [] and fault in said and repr(line) in said


def test_a_typed_and_a_dragged_span_are_one(guidelines):
    dragged = {
        "id": "x", "from_name": "label", "to_name": "text", "type": "labels",
        "value": {"start": 26, "end": 33, "labels": ["COUNTRY"]},
    }  # fmt: skip
    typed = {
        "id": "y", "from_name": "typed", "to_name": "text", "type": "textarea",
        "value": {"text": ["2 Vietnam", "1 Putin #2"]},
    }  # fmt: skip
    reading = read_result([dragged, typed], TEXT, guidelines)
    assert reading.faults == []
    assert [(s.start, s.text) for s in reading.spans] == [(19, "Putin"), (26, "Vietnam")]
    assert reading.repeated == 1


GUIDELINES = find_guidelines()


@settings(deadline=None)
@given(st.data())
def test_any_span_can_be_typed(data):
    text = data.draw(texts.filter(lambda text: "#" not in text and "\n" not in text))
    for span in data.draw(spans_on(text)):
        words = text[span.start : span.end]
        if words != words.strip():
            continue
        place = sum(text.startswith(words, at) for at in range(span.start)) + 1
        [found], faults = typed_spans([f"{span.label} {words} #{place}"], text, GUIDELINES)
        assert faults == []
        assert (found.start, found.end, found.label) == span.key
