"""What an extractor claims comes back as spans where it meant them, or as nowhere."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.errors import InputError
from goldspan.extractors import Answer, Claim, Offsets, predictions_of
from goldspan.extractors.offsets import ALL_OFFSETS, normalised, places_of
from goldspan.predictions import Located
from goldspan.sentences import Sentence, sha256_of_text

from ..strategies import LABELS, spans_on
from .counting import offset_of


class Counting:
    """An extractor that finds given spans and counts as it likes."""

    name = "counting 1"
    labels = None
    configuration = {}

    def __init__(self, offsets, claims):
        self.offsets = offsets
        self.claims = claims

    def extract(self, sentences):
        return [Answer(claims=self.claims) for _ in sentences]


def predicted(text, offsets, claims):
    extractor = Counting(offsets, claims)
    [found] = predictions_of(extractor, [Sentence(doc="d", index=3, text=text)], LABELS)
    return found


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Tổng thống Putin",
            unicodedata.normalize("NFD", "Chủ tịch Trần Đại Quang"),
            "中美貿易協定",
            "莱苏丹哈吉",
            "🇻🇳🤝🇫🇷",
            "👨\u200d👩\u200d👧",
            "PresidentPutin",
            "ﬁrst ½",
            ", ",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(st.data(), SENTENCES, st.sampled_from(ALL_OFFSETS), st.booleans())
def test_spans_of_any_extractor_come_back_as_they_were(data, text, offsets, quoting):
    spans = [
        span
        for span in data.draw(spans_on(text))
        if {span.start, span.end} <= {*places_of(text, offsets).values()}
    ]
    claims = [
        Claim(
            label=span.label,
            start=offset_of(text, span.start, offsets),
            end=offset_of(text, span.end, offsets),
            text=normalised(text[span.start : span.end], offsets.form) if quoting else None,
        )
        for span in spans
    ]
    prediction = predicted(text, offsets, claims)
    assert [span.key for span in prediction.spans] == [span.key for span in spans]
    assert all(span.text == text[span.start : span.end] for span in prediction.spans)
    assert prediction.unlocated == []


@pytest.mark.parametrize(
    ("text", "offsets", "start", "end"),
    [
        ("🤝 Putin", Offsets(unit="utf-16"), 1, 8),
        ("Việt", Offsets(unit="utf-8"), 3, 6),
        ("Việt", Offsets(form="NFD"), 0, 3),
        ("Viê\u0323t", Offsets(form="NFC"), 0, 5),
        ("ﬁrst", Offsets(form="NFKC"), 1, 5),
        ("Putin", Offsets(), 3, 3),
        ("Putin", Offsets(), -2, 3),
        ("Putin", Offsets(), 0, 6),
    ],
)
def test_what_is_no_place_is_unlocated_and_never_moved(text, offsets, start, end):
    prediction = predicted(text, offsets, [Claim(label="LEADER", start=start, end=end)])
    assert prediction.spans == []
    assert [claim.label for claim in prediction.unlocated] == ["LEADER"]


TEXT = "🤝 Tổng thống Putin thăm Việt Nam"


@pytest.mark.parametrize(
    ("declared", "counts_in", "mention", "selected", "fit"),
    [
        (
            Offsets(),
            Offsets(unit="utf-16"),
            "Putin",
            "'utin '",
            "UTF-16 units: declare that (unit 'utf-16').",
        ),
        (
            Offsets(),
            Offsets(unit="utf-8"),
            "Putin",
            "'hăm V'",
            "UTF-8 bytes: declare that (unit 'utf-8').",
        ),
        (
            Offsets(unit="utf-16"),
            Offsets(form="NFD"),
            "Putin",
            "'in th'",
            "code points of the NFD form: declare that (unit 'code point', form NFD).",
        ),
        (
            Offsets(unit="utf-8"),
            Offsets(),
            "Putin",
            "'hốn'",
            "code points: declare that (unit 'code point').",
        ),
        (
            Offsets(unit="utf-8"),
            Offsets(form="NFD"),
            "Việt Nam",
            "nothing (they are no places in the text)",
            "code points of the NFD form: declare that (unit 'code point', form NFD).",
        ),
        (
            Offsets(form="NFD"),
            Offsets(),
            "🤝 Tổng",
            "'🤝 Tổ'",
            "code points: declare that (unit 'code point').",
        ),
    ],
)
def test_an_extractor_that_lies_about_its_unit_is_told_which_fits(
    declared, counts_in, mention, selected, fit
):
    start = TEXT.index(mention)
    claim = Claim(
        label="LEADER",
        start=offset_of(TEXT, start, counts_in),
        end=offset_of(TEXT, start + len(mention), counts_in),
        text=normalised(mention, counts_in.form),
    )
    with pytest.raises(InputError) as caught:
        predicted(TEXT, declared, [claim])
    said = str(caught.value)
    assert said.startswith(f"extractor counting 1, sentence d#3: offsets {claim.start}..")
    assert f"select {selected}, but it quotes {claim.text!r}. They fit as {fit}" in said


def test_offsets_and_quotes_may_stand_side_by_side():
    """A claim with half of its offsets is a quote; one with neither is nowhere."""
    here = TEXT.index("Putin")
    claims = [
        Claim(label="LEADER", start=here, end=here + 5, score=0.5, attributes={"form": "title"}),
        Claim(label="COUNTRY", text="việt nam"),
        Claim(label="LEADER", start=3, text="thăm"),
        Claim(label="COUNTRY"),
        Claim(label="AGREEMENT", text="Putin"),
        Claim(label="COUNTRY", end=5, text="Putin"),
    ]
    made = predicted(TEXT, Offsets(), claims)
    assert [(span.text, span.label, span.start) for span in made.spans] == [
        ("Putin", "LEADER", here),
        ("Việt Nam", "COUNTRY", TEXT.index("Việt")),
        ("thăm", "LEADER", TEXT.index("thăm")),
        ("Putin", "AGREEMENT", here),
        ("Putin", "COUNTRY", here),
    ]
    assert (made.spans[0].score, made.spans[0].attributes) == (0.5, {"form": "title"})
    assert [(claim.label, claim.text) for claim in made.unlocated] == [("COUNTRY", "")]
    assert made.located == Located(exact=3, normalised=1)
    assert (made.sentence, made.text_sha256) == ("d#3", sha256_of_text(TEXT))
    assert predicted(TEXT, Offsets(), claims[:1]).located is None


def test_offsets_of_an_extractor_that_only_quotes_are_ignored():
    claim = Claim(label="LEADER", start=0, end=3, text="Putin")
    [span] = predicted(TEXT, Offsets(unit="quote"), [claim]).spans
    assert span.start == TEXT.index("Putin")


def test_a_quote_that_fits_nowhere_is_unlocated():
    claim = Claim(label="LEADER", start=0, end=5, text="Obama")
    prediction = predicted(TEXT, Offsets(), [claim])
    assert prediction.spans == []
    assert [(claim.label, claim.text) for claim in prediction.unlocated] == [("LEADER", "Obama")]
