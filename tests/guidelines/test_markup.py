import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.guidelines.markup import (
    as_markup,
    markdown,
    marked_text,
    parse_markup,
    with_markup,
)
from goldspan.spans import Span

from ..strategies import LABELS, spans_on, texts


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


def test_annotators_see_an_examples_attributes():
    html = markdown().render("[Swedish](COUNTRY form=demonym) exports")
    assert "<mark>Swedish<sub> COUNTRY form=demonym</sub></mark>" in html


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


markdown_like = st.text(
    st.one_of(
        st.sampled_from("[]()!\\`*_<>&#;:/\n\t\u00a0 ~^|{}\"'$-=+.1aL"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    min_size=1,
)


@settings(deadline=None, max_examples=400)
@given(st.data(), st.one_of(texts, markdown_like))
def test_any_text_reads_back_and_what_crosses_is_handed_back(data, text):
    spans = data.draw(spans_on(text))
    marked = as_markup(text, spans)
    assert "\n" not in marked.markup
    read = parse_markup(marked.markup)
    assert read.text == text
    assert sorted(s.key for s in [*read.spans, *(s for s, _ in marked.left_over)]) == sorted(
        s.key for s in spans
    )
    assert marked.bare == []


@pytest.mark.parametrize(
    "text",
    [
        "![a](b)",
        "<http://a.b>",
        "&amp; &#10; &#x41;",
        "**a** `b`",
        "[x](LEADER)",
        "a\\",
        "a\r\nb",
        "[a][b]",
    ],
)
def test_markdown_in_the_text_stays_text(text):
    for spans in ([], [Span(start=0, end=len(text), label="LEADER")]):
        read = parse_markup(as_markup(text, spans).markup)
        assert (read.text, [s.key for s in read.spans]) == (text, [s.key for s in spans])


def test_plain_text_stays_as_it_is():
    text = "“Hello!” (Hà Nội, 12.11.2017) - AT&T & Co: 50 % & more; it's {1} ~ a|b #2 $3"
    assert as_markup(text, []).markup == text


def test_spans_nested_deeper_than_the_parser_goes_are_handed_back():
    text = "a" * 50
    spans = [Span(start=0, end=end, label="LEADER") for end in range(1, 51)]
    marked = as_markup(text, spans)
    read = parse_markup(marked.markup)
    assert read.text == text
    assert len(read.spans) == 19
    assert {s.key for s in [*read.spans, *(s for s, _ in marked.left_over)]} == {
        s.key for s in spans
    }


def test_attributes_are_written_where_they_can_be():
    spans = [
        Span(start=0, end=1, label="COUNTRY", attributes={"form": "demonym"}),
        Span(start=2, end=3, label="COUNTRY", attributes={"form": "not a word"}),
        Span(start=4, end=5, label="lower"),
    ]
    marked = as_markup("a b c", spans)
    assert marked.markup == "[a](COUNTRY form=demonym) [b](COUNTRY) c"
    assert marked.bare == [spans[1]]
    assert marked.left_over == [(spans[2], "its label can't be written")]
