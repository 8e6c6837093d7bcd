"""What holds for quotes from any text."""

import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldspan.extractors.plain import occurrences
from goldspan.extractors.quotes import LEAST_SIMILARITY, Quote, locate

from ..strategies import LABELS, spans_on, texts


@settings(deadline=None)
@given(st.data())
def test_places_lie_in_the_text_and_are_given_once(data):
    text = data.draw(texts)
    wild = st.text(max_size=12) | st.sampled_from(["", " ", "\u00ad", "Putim", "vietnam"])
    pieces = st.sampled_from([text[s.start : s.end] for s in data.draw(spans_on(text))] or ["x"])
    quotes = [
        Quote(*quote)
        for quote in data.draw(
            st.lists(st.tuples(wild | pieces, st.sampled_from(LABELS)), max_size=8)
        )
    ]
    places = locate(text, quotes)
    assert len(places) == len(quotes)
    for place, quote in zip(places, quotes, strict=True):
        if place is None:
            continue
        assert 0 <= place.start < place.end <= len(text)
        there = text[place.start : place.end]
        assert (place.tier == "exact") <= (there == quote.text)
        assert there == there.strip()
    taken = [
        (place.start, place.end, quote.label)
        for place, quote in zip(places, quotes, strict=True)
        if place
    ]
    assert len(set(taken)) == len(taken)


@settings(deadline=None)
@given(st.data())
def test_a_quote_that_stands_in_the_text_is_found_exactly(data):
    text = data.draw(texts)
    spans = [
        span
        for span in data.draw(spans_on(text))
        if text[span.start : span.end] == text[span.start : span.end].strip()
    ]
    places = locate(text, [Quote(text[span.start : span.end], span.label) for span in spans])
    assert all(place and place.tier == "exact" for place in places)
    for span, place in zip(spans, places, strict=True):
        if len([*occurrences(text, text[span.start : span.end])]) == 1:
            assert (place.start, place.end) == (span.start, span.end)


@settings(deadline=None)
@given(st.data())
def test_all_mentions_quoted_from_left_to_right_are_found_where_they_stand(data):
    """Whatever is between them, and however often each is repeated."""
    names = st.sampled_from(["Putin", "Việt Nam", "習近平", "🇻🇳", "O'Neill", "Nga"])
    fill = st.sampled_from([" met ", ", ", "\u00a0and ", " — ", "; "])
    text, spans = "", []
    for name, between in data.draw(st.lists(st.tuples(names, fill), min_size=1, max_size=10)):
        spans.append((len(text), len(text) + len(name)))
        text += name + between
    quotes = [Quote(text[start:end], "LEADER") for start, end in spans]
    assert [place[:2] for place in locate(text, quotes)] == spans
    changed = st.sampled_from(["NFC", "NFD"])
    form = data.draw(changed)
    bent = [Quote(unicodedata.normalize(form, quote.text.upper()), "LEADER") for quote in quotes]
    assert [place[:2] for place in locate(text, bent)] == spans


@settings(deadline=None)
@given(st.text(st.sampled_from("abcdefgh "), min_size=12, max_size=30), st.data())
def test_one_letter_changed_in_a_long_quote_is_still_found(text, data):
    text = text.strip()
    assume(len(text) >= 1 / (1 - LEAST_SIMILARITY))
    place = data.draw(st.integers(0, len(text) - 1))
    assume(text[place] != " ")
    [there] = locate(f"zzz {text} zzz", [Quote(f"{text[:place]}x{text[place + 1 :]}", "LEADER")])
    assert there is not None and there.tier == "fuzzy"
