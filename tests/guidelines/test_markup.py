from hypothesis import given
from hypothesis import strategies as st

from goldspan.guidelines.markup import markdown, marked_text, with_markup
from goldspan.spans import Span

from ..strategies import LABELS


def parsed(source):
    [inline] = [token for token in markdown().parse(source) if token.type == "inline"]
    return marked_text(inline)


def test_nested_spans():
    marked = parsed("The [[Vietnam](COUNTRY)–[Japan](COUNTRY) Pact](AGREEMENT) holds.")
    assert marked.text == "The Vietnam–Japan Pact holds."
    assert [(s.text, s.label) for s in marked.spans] == [
        ("Vietnam–Japan Pact", "AGREEMENT"),
        ("Vietnam", "COUNTRY"),
        ("Japan", "COUNTRY"),
    ]


def test_glued_words_and_attributes():
    marked = parsed("President[Putin](LEADER noise=mt form=x)gives")
    assert marked.text == "PresidentPutingives"
    assert marked.spans[0].attributes == {"noise": "mt", "form": "x"}


def test_an_ordinary_link_stays_one():
    html = markdown().render("See [here](https://example.org) and [Nga](COUNTRY).")
    assert '<a href="https://example.org">here</a>' in html
    assert "<mark>Nga<sub> COUNTRY</sub></mark>" in html


def test_text_is_escaped_for_html():
    assert "&lt;script&gt;" in markdown().render("[a <script>](COUNTRY) \\<b")


@st.composite
def nested(draw, start=0, end=24, depth=2):
    """Spans that don't cross, as a tree, on a text of 24 letters."""
    spans = []
    place = start
    while place < end:
        first = draw(st.integers(place, end))
        last = draw(st.integers(first, end))
        if last == first:
            break
        spans.append(Span(start=first, end=last, label=draw(st.sampled_from(LABELS))))
        if depth and last - first > 1:
            spans += draw(nested(first, last - 1, depth - 1))
        place = last
    return spans


@given(nested())
def test_what_is_written_is_read_back(spans):
    text = "abcdefghijkl mnopqrstuvw"
    spans = list({span.key: span for span in spans}.values())
    marked = parsed("x" + with_markup(text, spans) + "x")
    assert marked.text == f"x{text}x"
    assert {(s.start - 1, s.end - 1, s.label) for s in marked.spans} == {s.key for s in spans}
