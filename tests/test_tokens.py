import inspect
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.errors import InputError
from goldspan.iob2 import OUTSIDE, decode, encode
from goldspan.schemes import SCHEMES
from goldspan.spans import Span
from goldspan.tagging import CUTS_A_TOKEN, OVERLAPS, TOUCHES, Misfit, spans_of, tag_spans
from goldspan.tokens import TOKENISER, TOKENISERS, _is_plain, find_tokeniser, tokenise

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
        ("🇻🇳🤝🇫🇷!", ["🇻🇳", "🤝", "🇫🇷", "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("🏴\U000e0067\U000e0062\U000e007f won", ["🏴\U000e0067\U000e0062\U000e007f", "won"]),
        ("1\ufe0f\u20e3 2", ["1\ufe0f\u20e3", "2"]),
        ("می\u200cخواهم رفت", ["می\u200cخواهم", "رفت"]),
        ("inter\u00adnational", ["inter\u00adnational"]),
        ("a \u0301b", ["a", "\u0301", "b"]),
        ("ĐạiQuang", ["Đại", "Quang"]),
        ("tướng Phạm Minh Chính.", ["tướng", "Phạm", "Minh", "Chính", "."]),
        ("2\u202f000\u2028x", ["2", "000", "x"]),
    ],
)
def test_tokens(text, tokens):
    assert [text[start:end] for start, end in tokenise(text)] == tokens


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("goldspan-1", ["President", "Putin", "’", "s", "🇻🇳"]),
        ("whitespace", ["PresidentPutin’s", "🇻🇳"]),
        ("characters", [*"PresidentPutin’s", "🇻🇳"]),
    ],
)
def test_each_tokeniser_has_a_name(name, tokens):
    text = "PresidentPutin’s\u00a0🇻🇳"
    assert [text[start:end] for start, end in find_tokeniser(name).tokenise(text)] == tokens


def test_an_unknown_tokeniser_is_refused_and_the_known_ones_named():
    with pytest.raises(InputError, match="no tokeniser 'spacy'; there are goldspan-1, whitespace,"):
        find_tokeniser("spacy")


def test_no_tokeniser_can_see_annotations():
    assert TOKENISER in TOKENISERS
    for tokeniser in TOKENISERS.values():
        assert list(inspect.signature(tokeniser.tokenise).parameters) == ["text"]


tokenisers = st.sampled_from(list(TOKENISERS.values()))
anything = st.one_of(
    texts,
    st.text(),
    st.text(st.sampled_from("aĐĐiẠ\u0323\u0302e \u00a0.\u200d🇻🇳👩🏽’1ㄱ\u1100\u1161각")),
)


@settings(deadline=None)
@given(tokenisers, anything)
def test_composed_and_decomposed_texts_have_the_same_tokens(tokeniser, text):
    cut = [
        [unicodedata.normalize("NFC", form[start:end]) for start, end in tokeniser.tokenise(form)]
        for form in (unicodedata.normalize(name, text) for name in ("NFC", "NFD"))
    ]
    assert cut[0] == cut[1]


@settings(deadline=None)
@given(tokenisers, anything)
def test_tokens_cover_all_but_white_space_in_order(tokeniser, text):
    tokens = tokeniser.tokenise(text)
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


def test_each_misfit_has_a_reason():
    text = "Vietnam Trade"
    whole, inner, cut = (
        Span(start=0, end=13, label="AGREEMENT"),
        Span(start=0, end=7, label="COUNTRY"),
        Span(start=1, end=7, label="COUNTRY"),
    )
    tags, misfits = tag_spans([cut, inner, whole], tokenise(text), SCHEMES["BIOES"])
    assert tags == ["B-AGREEMENT", "E-AGREEMENT"]
    assert misfits == [Misfit(inner, OVERLAPS), Misfit(cut, CUTS_A_TOKEN)]
    one, other = Span(start=0, end=7, label="A"), Span(start=8, end=13, label="A")
    _, misfits = tag_spans([one, other], tokenise(text), SCHEMES["IO"])
    assert misfits == [Misfit(other, TOUCHES)]


@settings(deadline=None)
@given(st.data(), tokenisers, st.sampled_from(list(SCHEMES.values())), texts)
def test_in_every_scheme_spans_are_shown_or_handed_back(data, tokeniser, scheme, text):
    spans = data.draw(spans_on(text))
    tokens = tokeniser.tokenise(text)
    tags, misfits = tag_spans(spans, tokens, scheme)
    shown = [span.key for span in spans_of(tags, tokens, scheme)]
    assert sorted([*shown, *(misfit.span.key for misfit in misfits)]) == sorted(
        span.key for span in spans
    )


def test_tags_and_tokens_of_different_number_are_refused():
    with pytest.raises(ValueError, match="2 tags for 1 tokens"):
        spans_of(["O", "O"], [(0, 1)], SCHEMES["IOB2"])


def test_tags_that_continue_nothing_are_refused():
    with pytest.raises(ValueError, match="continues no LEADER"):
        decode(["I-LEADER"], [(0, 1)])


@given(st.one_of(texts, st.text()))
def test_the_fast_way_gives_the_same_tokens(text):
    """A joiner at the end joins nothing, and makes the text take the slow way."""
    plain = "".join(filter(_is_plain, text))
    assert tokenise(plain) == tokenise(f"{plain} \u2060")[:-1]
