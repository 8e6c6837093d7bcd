import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldspan.iob2 import OUTSIDE, decode, encode
from goldspan.spans import Span
from goldspan.tokens import tokenise

from .strategies import spans_on, texts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("PresidentPutin spoke.", ["President", "Putin", "spoke", "."]),
        ("Vietnamgives priorities", ["Vietnamgives", "priorities"]),
        ("Vietnam’s high-level", ["Vietnam", "’", "s", "high", "-", "level"]),
        ("Tra\u0302\u0300n Đại Quang", ["Tra\u0302\u0300n", "Đại", "Quang"]),
        ("VN-EAEU FTA", ["VN", "-", "EAEU", "FTA"]),
        ("👨\u200d👩\u200d👧 ok", ["👨\u200d👩\u200d👧", "ok"]),
        ("a\u00a0b", ["a", "b"]),
        ("莱苏丹 met", ["莱苏丹", "met"]),
        ("APEC2017", ["APEC2017"]),
    ],
)
def test_tokens(text, tokens):
    assert [text[start:end] for start, end in tokenise(text)] == tokens


@given(texts)
def test_tokens_cover_all_but_white_space_in_order(text):
    tokens = tokenise(text)
    assert all(start < end for start, end in tokens)
    assert all(one[1] <= other[0] for one, other in zip(tokens, tokens[1:], strict=False))
    covered = {place for start, end in tokens for place in range(start, end)}
    assert all(place in covered or text[place].isspace() for place in range(len(text)))


@given(st.data(), texts)
def test_spans_become_tags_and_spans_again_and_none_disappears(data, text):
    spans = data.draw(spans_on(text))
    tokens = tokenise(text)
    tags, left_over = encode(spans, tokens)
    shown = {span.key for span in decode(tags, tokens)}
    assert shown | {span.key for span in left_over} == {span.key for span in spans}
    assert not shown & {span.key for span in left_over}


@given(st.data(), texts)
def test_flat_spans_of_whole_tokens_are_never_left_over(data, text):
    tokens = tokenise(text)
    spans, place = [], 0
    while place < len(tokens):
        length = data.draw(st.integers(1, 3))
        if data.draw(st.booleans()):
            last = min(place + length, len(tokens)) - 1
            spans.append(Span(start=tokens[place][0], end=tokens[last][1], label="LEADER"))
        place += length
    tags, left_over = encode(spans, tokens)
    assert left_over == []
    assert decode(tags, tokens) == spans


def test_of_nested_spans_the_outermost_is_tagged():
    text = "Vietnam Trade Agreement"
    inner, outer = Span(start=0, end=7, label="COUNTRY"), Span(start=0, end=23, label="AGREEMENT")
    tags, left_over = encode([inner, outer], tokenise(text))
    assert tags == ["B-AGREEMENT", "I-AGREEMENT", "I-AGREEMENT"]
    assert left_over == [inner]


def test_a_span_inside_a_token_is_handed_back():
    span = Span(start=0, end=7, label="COUNTRY")
    assert encode([span], tokenise("Vietnamgives")) == ([OUTSIDE], [span])


def test_tags_that_continue_nothing_are_refused():
    with pytest.raises(ValueError, match="continues no LEADER"):
        decode(["I-LEADER"], [(0, 1)])
