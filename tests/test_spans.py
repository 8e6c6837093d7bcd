import pytest

from goldspan.spans import Span, fault_of, in_order, quoted

TEXT = "🙂 PresidentPutin"
LABELS = ["LEADER", "COUNTRY"]


def test_offsets_count_code_points():
    assert quoted(Span(start=11, end=16, label="LEADER"), TEXT).text == "Putin"


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 2), (3, 3), (5, 2), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)]
)
def test_offsets_outside_the_text_are_a_fault(start, end):
    assert "don't lie inside the text" in fault_of(
        Span(start=start, end=end, label="LEADER"), TEXT, LABELS
    )


def test_an_unknown_label_is_a_fault():
    fault = fault_of(Span(start=0, end=1, label="PERSON"), TEXT, LABELS)
    assert fault == "label 'PERSON' isn't one of LEADER, COUNTRY"


@pytest.mark.parametrize("text", [None, "Putin"])
def test_a_sound_span_has_no_fault_with_its_quote_or_without(text):
    assert fault_of(Span(start=11, end=16, label="LEADER", text=text), TEXT, LABELS) is None


def test_a_wrong_quote_is_a_fault():
    fault = fault_of(Span(start=11, end=16, label="LEADER", text="Biden"), TEXT, LABELS)
    assert "'Biden'" in fault and "'Putin'" in fault


def test_the_outer_of_two_nested_spans_comes_first():
    inner, outer = Span(start=2, end=4, label="COUNTRY"), Span(start=2, end=9, label="LEADER")
    assert in_order([inner, outer]) == [outer, inner]
