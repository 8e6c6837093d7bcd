import re

import pytest

from goldspan.annotate.results import read_result
from goldspan.annotate.tasks import marks, result_of
from goldspan.annotations import Annotation
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

TEXT = "🙂 PresidentPutin met  Nguyễn Phú Trọng of Vietnam"


def region(start, end, label="LEADER", **value):
    return {
        "id": f"{start}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": [label], **value},
    }


def choice(control, *choices, region_id="x"):
    return {
        "id": region_id,
        "from_name": control,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(choices)},
    }


def read(guidelines, *result, text=TEXT):
    return read_result(list(result), text, guidelines)


def test_spans_quote_the_text_itself(guidelines):
    reading = read(guidelines, region(11, 16, text="Putin"))
    assert [(s.start, s.end, s.label, s.text) for s in reading.spans] == [
        (11, 16, "LEADER", "Putin")
    ]
    assert reading.faults == []


def test_white_space_dragged_along_is_trimmed_and_counted(guidelines):
    reading = read(guidelines, region(10, 22, text="tPutin met  "), region(21, 39))
    assert [s.text for s in reading.spans] == ["tPutin met", "Nguyễn Phú Trọng"]
    assert reading.trimmed == 2


def test_an_exact_repeat_is_merged_and_counted(guidelines):
    reading = read(guidelines, region(11, 16), {**region(11, 16), "id": "other"})
    assert (len(reading.spans), reading.repeated) == (1, 1)


def test_label_studio_folds_white_space_in_its_quotes(guidelines):
    reading = read(guidelines, region(17, 30, text=TEXT[17:30].replace("  ", " ")))
    assert reading.faults == []
    reading = read(guidelines, region(0, 3, text="a\\nb"), text="a\nb")
    assert reading.faults == []


def test_attributes_flags_and_note_are_told_apart(guidelines):
    reading = read(
        guidelines,
        region(42, 49, "COUNTRY"),
        choice("COUNTRY.form", "demonym", region_id="42"),
        choice("flag", "unsure", "garbled"),
        {"id": "n", "from_name": "note", "type": "textarea", "value": {"text": ["Who?", "When?"]}},
    )
    assert reading.spans[0].attributes == {"form": "demonym"}
    assert reading.flags == ["garbled", "unsure"]
    assert reading.note == "Who?\nWhen?"
    assert reading.faults == []


def test_what_is_written_for_label_studio_is_read_back(guidelines):
    annotation = Annotation(
        sentence="s",
        doc="d",
        index=0,
        text=TEXT,
        text_sha256=sha256_of_text(TEXT),
        annotator="a",
        spans=[
            Span(start=11, end=16, label="LEADER", text="Putin"),
            Span(start=42, end=49, label="COUNTRY", text="Vietnam", attributes={"form": "demonym"}),
        ],
        flags=["unsure"],
        note="Who?",
    )
    reading = read_result(result_of(annotation), TEXT, guidelines)
    assert reading.faults == []
    assert (reading.spans, reading.flags, reading.note) == (
        annotation.spans,
        annotation.flags,
        annotation.note,
    )


def test_ids_that_are_written_are_names_of_css_classes_and_differ_as_spans_do():
    values = ("a b", "a.b", "a_b", "a-b", "a=b", "a_2e_b", "đã ký")
    spans = [Span(start=0, end=2, label="PACT", attributes={"kind": value}) for value in values]
    spans.append(Span(start=0, end=2, label="PACT", attributes={"kind": "a", "b": "c"}))
    ids = [marks(span, TEXT)[0]["id"] for span in spans]
    assert len(set(ids)) == len(spans)
    assert all(re.fullmatch(r"[\w-]+", one) for one in ids)


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        (region(0, 999), "offsets 0..999 don't lie inside the text"),
        (region(16, 11), "offsets 16..11 don't lie inside the text"),
        (region(-3, 2), "offsets -3..2 don't lie inside the text"),
        (region(1.5, 2), "offsets 1.5..2 aren't whole numbers"),
        (region("1", 2), "offsets '1'..2 aren't whole numbers"),
        (region(True, 2), "offsets True..2 aren't whole numbers"),
        (region(5, 5), "offsets 5..5 don't lie inside the text"),
        (region(20, 22), "holds nothing but white space"),
        (region(11, 16, text="Biden"), "the quote 'Biden' isn't what offsets 11..16 select"),
        (region(11, 16, text=7), "the quote 7 isn't"),
        (region(11, 16, "PERSON"), "label 'PERSON' isn't one of"),
        (region(11, 16, labels=[]), "has no label"),
        ({**region(11, 16), "value": None}, "a span has no value"),
        ({**region(11, 16), "to_name": "next"}, "lies on 'next', not on the text"),
        ({**region(11, 16), "from_name": "rating"}, "a result of 'rating', which the page"),
        (choice("COUNTRY.form", "plural"), "'plural' isn't a value of COUNTRY's form"),
        (choice("flag", "boring"), "unknown flag 'boring'"),
        ("nonsense", "isn't an object"),
    ],
)
def test_damage_is_named(guidelines, damaged, message):
    reading = read(guidelines, damaged, region(22, 38))
    assert any(message in fault for fault in reading.faults), reading.faults


def test_a_result_that_is_no_list_is_named(guidelines):
    assert "not a list" in read_result(None, TEXT, guidelines).faults[0]
