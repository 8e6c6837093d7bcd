"""Offsets in any unit and normal form come out as places in our text, or as no place at all."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldspan.extractors import Offsets
from goldspan.extractors.offsets import ALL_OFFSETS, normalised, places_of

from ..strategies import texts
from .counting import counted, offset_of

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
HARD = st.lists(
    st.sampled_from(
        [
            *"aAe ﬁ가각ㅏ한Åé½㎏ｶﾞ",
            "Tổng thống Trần Đại Quang",
            unicodedata.normalize("NFD", "Việt Nam"),
            "中美貿易協定",
            "🇻🇳🤝",
            "👨\u200d👩\u200d👧",
            "\u1100",  # jamo that compose
            "\u1161",
            "\u11a8",
            "\u0301",
            "\u0323",
            "\u0302",
            "\u09c7",  # Bengali vowels that compose though they are starters
            "\u09be",
            "\u0f73",  # a starter that decomposes into marks
            "\uff9e",  # a starter whose compatible form is a mark
            "\u0344",
            "\u2126",
            "\ufdfa",  # eighteen letters in one
            "\u1e9b\u0323",
        ]
    ),
    max_size=8,
).map("".join)


def cuts(text, place, form):
    """Whether both sides of a place are normalised independently."""
    if form is None:
        return True
    whole = normalised(text, form)
    return normalised(text[:place], form) + normalised(text[place:], form) == whole


@settings(deadline=None, max_examples=400)
@given(st.one_of(texts, HARD), st.sampled_from(ALL_OFFSETS))
@example("ｶ\u0f73\uff9e", Offsets(form="NFKC"))
@example("\u0f73", Offsets(form="NFD"))
def test_every_place_is_one_in_the_text_and_none_is_wrong(text, offsets):
    places = places_of(text, offsets)
    for offset, place in places.items():
        assert cuts(text, place, offsets.form)
        assert offset == offset_of(text, place, offsets)
    whole = counted(normalised(text, offsets.form), offsets.unit)
    assert places[0] == 0
    assert places[whole] == len(text)


@settings(deadline=None, max_examples=400)
@given(st.one_of(texts, HARD), st.sampled_from(ALL_OFFSETS))
def test_every_boundary_between_letters_is_a_place(text, offsets):
    """A letter with its marks, which no normal form joins with what stands beside it."""
    found = set(places_of(text, offsets).values())
    for place in range(1, len(text)):
        after = unicodedata.normalize("NFKD", text[place])
        plain = after[0].isascii() or "\u3400" <= after[0] <= "\u9fff" or after[0] > "\U0001f000"
        if plain and unicodedata.normalize("NFKC", text[place]) == text[place]:
            assert place in found or not cuts(text, place, offsets.form)


@pytest.mark.parametrize("unit", ["code point", "utf-16", "utf-8"])
def test_code_points_count_as_python_encodes_them_at_every_length(unit):
    for text in ("\x7f\x80\u07ff\u0800", "\uffff", "\uffff\U00010000", "\U0010ffff"):
        expected = {counted(text[:place], unit): place for place in range(len(text) + 1)}
        assert places_of(text, Offsets(unit=unit)) == expected


@settings(deadline=None)
@given(st.one_of(texts, HARD), st.one_of(texts, HARD), st.sampled_from(ALL_OFFSETS))
@example("Tra\u0302\u0300n", "\u00e9", Offsets(form="NFD", unit="utf-8"))
def test_what_is_normal_keeps_its_places_whatever_stands_behind_it(text, further, offsets):
    text = normalised(text, offsets.form)
    places = places_of(f"{text} {further}", offsets)
    for place in range(len(text) + 1):
        assert places[counted(text[:place], offsets.unit)] == place


@pytest.mark.parametrize(
    ("text", "form", "places"),
    [
        ("\u1100\u1161\u11a8", "NFC", [0, 3]),  # three jamo make one syllable
        ("a\uff9e\uff9e\u0301", "NFKC", [0, 4]),  # the accent goes before both voice marks
        ("\uff76\uff9e\u0344", "NFC", [0, 1, 3]),  # only a compatible form would join these
    ],
)
def test_what_normalisation_joins_has_no_places_inside(text, form, places):
    assert sorted(places_of(text, Offsets(form=form)).values()) == places


def test_long_texts_take_no_time():
    text = unicodedata.normalize("NFD", "🤝 Tổng thống Putin thăm Việt Nam") * 2000
    for offsets in ALL_OFFSETS:
        assert places_of(text, offsets)[0] == 0
