"""Unitised alpha equals its reference, published figures and its own definition counted out."""

import json
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.gold.measures.alpha import unitised_alpha
from goldspan.gold.measures.shared import by_sentence, shared
from goldspan.spans import Span

from ...strategies import LABELS, spans_on
from ..test_merge import PUTIN, TEXT, VIETNAM, said

REFERENCE = json.loads(Path(__file__).with_name("unitised-alpha.json").read_text())


def alpha(*annotations, labels=LABELS):
    return unitised_alpha(shared(by_sentence(annotations)), labels)


def on(text, annotator, *spans, **fields):
    found = [Span(start=start, end=end, label=label) for start, end, label in spans]
    return msgspec.structs.replace(said(annotator, *found, **fields), text=text)


@pytest.mark.parametrize("case", REFERENCE["cases"])
def test_it_equals_the_reference_package(case):
    """Values recorded from krippendorff-unitized-alpha 0.1.0: 2 to 5 annotators, 3 labels.

    The package needs NumPy 1 and pytest 7, so it can't be installed beside the tests.
    """
    text = "x" * case["length"]
    found = alpha(*(on(text, name, *spans) for name, spans in case["spans"].items()))
    assert found.overall.alpha == pytest.approx(case["alpha"], abs=1e-12)
    for label, value in case["labels"].items():
        assert found.labels[label].alpha == pytest.approx(value, abs=1e-12)


def test_units_of_one_code_point_give_krippendorffs_alpha_with_missing_data():
    """The example with three coders in Krippendorff (2011), "Computing alpha": 0.691."""
    coders = {
        "a": "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "b": "1 * 2 1 3 3 4 3 * * * * * * *",
        "c": "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    }
    records = [
        on("x", coder, (0, 1, value), index=item)
        for coder, values in coders.items()
        for item, value in enumerate(values.split())
        if value != "*"
    ]
    assert alpha(*records, labels=["1", "2", "3", "4"]).overall.alpha == pytest.approx(56 / 81)


def test_by_hand():
    """Ten code points; a marks 0-4, b marks 0-2: L = 20, q = 16 + 6 + 4 + 8 = 34.

    Agreeing: 8 of 10 places, 16 of 20. Marked 6, gaps 14: 400 - 36 - 196 = 168.
    alpha = 1 - (1 - 16/20) * (400 - 34) / 168 = 1 - 0.2 * 366 / 168.
    """
    found = alpha(on("x" * 10, "a", (0, 4, "LEADER")), on("x" * 10, "b", (0, 2, "LEADER")))
    assert found.overall.alpha == pytest.approx(1 - 0.2 * 366 / 168)
    assert found.labels["LEADER"] == found.overall
    assert found.labels["COUNTRY"].alpha is None
    assert (found.overall.spans, found.overall.code_points) == (2, 20)


def test_overlapping_spans_of_one_annotator_by_hand():
    """Six code points; a marks 0-4 LEADER and 2-4 COUNTRY inside it, b only the former.

    a's pieces: 0-2 {LEADER}, 2-4 {LEADER, COUNTRY}, gap 4-6; b's: 0-4 {LEADER}, gap 4-6.
    L = 12, agreeing 2 + 2 places = 8; q = 4 + 4 + 2 + 16 + 2 = 28.
    By value: {LEADER} 2 + 4, both labels 2, gaps 4: 144 - 36 - 4 - 16 = 88.
    alpha = 1 - (4/12) * (144 - 28) / 88. LEADER alone is the same for both: 1.
    """
    first = on("x" * 6, "a", (0, 4, "LEADER"), (2, 4, "COUNTRY"))
    found = alpha(first, on("x" * 6, "b", (0, 4, "LEADER")))
    assert found.overall.alpha == pytest.approx(1 - 4 / 12 * 116 / 88)
    assert found.labels["LEADER"].alpha == 1.0
    assert found.labels["COUNTRY"].alpha < 0


def counted_out(annotations):
    """The definition, pair of code points by pair of code points, on one sentence for all."""
    size, places = len(annotations[0].text), []
    for annotation in annotations:
        cuts = sorted({place for span in annotation.spans for place in (span.start, span.end)})
        for place in range(size):
            value = frozenset(s.label for s in annotation.spans if s.start <= place < s.end)
            unit = sum(cut <= place for cut in cuts) if value else ("gap", place)
            places.append((annotation.annotator, place, unit, value))
    met, differ, by_chance, differ_by_chance = 0, 0, 0, 0
    for one, other in permutations(places, 2):
        if one[0] != other[0] and one[1] == other[1]:
            met += 1
            differ += one[3] != other[3]
        if (one[0], one[2]) != (other[0], other[2]):
            by_chance += 1
            differ_by_chance += one[3] != other[3]
    if not differ_by_chance:
        return None
    return 1 - (differ / met) / (differ_by_chance / by_chance)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_it_is_its_definition_for_any_spans(data):
    annotations = [said(name, *data.draw(spans_on(TEXT))) for name in "abc"]
    expected = counted_out(annotations)
    found = alpha(*annotations).overall.alpha
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@settings(deadline=None)
@given(st.data())
def test_it_is_symmetric_and_one_for_equals(data):
    spans = [data.draw(spans_on(TEXT)) for _ in range(3)]
    whole = alpha(
        *(said(name, *spans[place]) for name, place in zip("abc", (0, 1, 2), strict=True))
    )
    turned = alpha(
        *(said(name, *spans[place]) for name, place in zip("abc", (2, 0, 1), strict=True))
    )
    assert turned.overall.alpha == pytest.approx(whole.overall.alpha)
    equal = alpha(*(said(name, *spans[0]) for name in "ab")).overall.alpha
    assert equal in (1.0, None)


@settings(deadline=None)
@given(st.data())
def test_it_is_less_than_one_once_a_span_is_lost(data):
    """Of spans of which none lies over another of its label, where none could be seen alone."""
    spans = data.draw(spans_on(TEXT).filter(bool))
    places = [(span.label, place) for span in spans for place in range(span.start, span.end)]
    if len(set(places)) < len(places):
        return
    for lost in range(len(spans)):
        left = [span for place, span in enumerate(spans) if place != lost]
        assert alpha(said("a", *spans), said("b", *left)).overall.alpha < 1


def test_the_order_and_the_length_of_other_sentences_do_not_join_units():
    """Two marked sentences beside each other are two units, in one document or in two."""
    whole = [
        said(name, Span(start=0, end=31, label="LEADER"), index=i) for name in "ab" for i in (0, 1)
    ]
    other = [said(name, index=2) for name in "ab"]
    apart = [msgspec.structs.replace(record, doc=f"e{record.index}") for record in [*whole, *other]]
    assert alpha(*whole, *other).overall.alpha == alpha(*apart).overall.alpha == 1.0


def test_intervals_need_documents_that_differ():
    one = [said(name, PUTIN) for name in "ab"]
    assert alpha(*one).overall.alpha_interval is None
    others = [
        msgspec.structs.replace(said(name, *spans, index=1), doc="e")
        for name, spans in (("a", [VIETNAM]), ("b", [VIETNAM, PUTIN]))
    ]
    found = alpha(*one, *others).overall
    low, high = found.alpha_interval
    assert low < found.alpha < high < 1
