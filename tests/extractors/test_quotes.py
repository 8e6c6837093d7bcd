"""Mentions that an extractor only quotes, found in the text."""

import pytest

from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.edge import prediction_of
from goldspan.extractors.quotes import Quote, locate
from goldspan.predictions import Located, Unlocated
from goldspan.sentences import Sentence

from ..strategies import LABELS


def found(text, *quotes, label="LEADER"):
    """What was found where, by which means."""
    quotes = [
        Quote(*quote) if isinstance(quote, tuple) else Quote(quote, label) for quote in quotes
    ]
    return [
        place and (text[place.start : place.end], place.start, place.tier)
        for place in locate(text, quotes)
    ]


def test_a_name_inside_another_mention_is_looked_for_outside_it():
    assert found("Vladimir Putin met Putin.", "Vladimir Putin", "Putin") == [
        ("Vladimir Putin", 0, "exact"),
        ("Putin", 19, "exact"),
    ]


def test_whole_words_come_before_parts_of_words_and_glued_words_are_found():
    assert found("Iranian officials met in Iran", "Iran") == [("Iran", 25, "exact")]
    assert found("PresidentPutin spoke", "Putin") == [("Putin", 9, "exact")]


def test_a_mention_may_be_nested_with_one_of_another_label():
    text = "Vietnam signed the Vietnam-EU FTA"
    assert found(text, ("Vietnam-EU FTA", "AGREEMENT"), ("Vietnam", "COUNTRY")) == [
        ("Vietnam-EU FTA", 19, "exact"),
        ("Vietnam", 19, "exact"),
    ]
    both = [("Vietnam", "COUNTRY"), ("Vietnam-EU FTA", "AGREEMENT"), ("Vietnam", "COUNTRY")]
    assert [place[1] for place in found(text, *both)] == [0, 19, 19]


FORUM = [("Asia Pacific", "COUNTRY"), ("Forum", "COUNTRY"), ("Pacific Forum Treaty", "AGREEMENT")]


@pytest.mark.parametrize(
    ("text", "before", "quote", "start"),
    [
        # Whole words come first, whatever is wrong with a place otherwise.
        ("PresidentPutin met Putin", [], ("Putin", "LEADER"), 19),
        ("Putin met Xi and PresidentPutin", [("Xi", "LEADER")], ("Putin", "LEADER"), 0),
        # Then what no mention covers, before what is nested.
        (
            "Vietnam-EU FTA and Vietnam",
            [("Vietnam-EU FTA", "AGREEMENT")],
            ("Vietnam", "COUNTRY"),
            19,
        ),
        # Both further left than the mention named before: the same.
        (
            "Vietnam-EU FTA and Vietnam: Putin",
            [("Vietnam-EU FTA", "AGREEMENT"), ("Putin", "LEADER")],
            ("Vietnam", "COUNTRY"),
            19,
        ),
        # What is nested further left comes before what crosses a mention, whichever end it crosses,
        # also if that place holds another mention.
        (
            "Asia Pacific Forum, the Pacific Forum Treaty, Putin",
            [*FORUM, ("Putin", "LEADER")],
            ("Pacific Forum", "LEADER"),
            24,
        ),
        (
            "Vietnam Treaty Office, the Vietnam Treaty",
            [("Treaty Office", "LEADER"), ("Treaty", "COUNTRY"), ("Treaty", "COUNTRY")],
            ("Vietnam Treaty", "AGREEMENT"),
            27,
        ),
        (
            "Vietnam Treaty Office, the Vietnam Treaty, Putin",
            [("Treaty Office", "LEADER"), ("Treaty", "COUNTRY"), ("Putin", "LEADER")],
            ("Vietnam Treaty", "AGREEMENT"),
            27,
        ),
        # Around a mention, as inside one, is nested: with the same end, with the same beginning.
        (
            "Great Vietnam Treaty, the Vietnam Treaty",
            [("Great Vietnam", "COUNTRY"), ("Treaty", "LEADER"), ("Treaty", "LEADER")],
            ("Vietnam Treaty", "AGREEMENT"),
            26,
        ),
        (
            "Great Vietnam Treaty, the Vietnam Treaty",
            [("Great Vietnam", "COUNTRY"), ("Vietnam", "LEADER"), ("Vietnam", "LEADER")],
            ("Vietnam Treaty", "AGREEMENT"),
            26,
        ),
        (
            "the Forum Treaty Office, the Pacific Forum Treaty",
            [("Treaty Office", "LEADER"), ("Pacific Forum Treaty", "AGREEMENT")],
            ("Forum Treaty", "COUNTRY"),
            37,
        ),
        # Inside a mention of the same label, or on one, isn't nested.
        (
            "Vladimir Putin and the Putin Treaty",
            [("Putin Treaty", "AGREEMENT"), ("Vladimir Putin", "LEADER")],
            ("Putin", "LEADER"),
            23,
        ),
        (
            "Xi, Putin and the Putin Treaty",
            [("Putin", "COUNTRY"), ("Putin Treaty", "AGREEMENT"), ("Xi", "LEADER")],
            ("Putin", "LEADER"),
            18,
        ),
        # What only touches a mention isn't covered.
        ("🇻🇳🇫🇷 met 🇫🇷", [("🇻🇳", "COUNTRY")], ("🇫🇷", "COUNTRY"), 2),
        ("Hanoi 🇫🇷🇻🇳 met 🇫🇷", [("🇻🇳", "COUNTRY"), ("Hanoi", "COUNTRY")], ("🇫🇷", "COUNTRY"), 6),
    ],
)
def test_of_several_places_the_fittest_is_taken(text, before, quote, start):
    assert found(text, *before, quote)[-1] == (quote[0], start, "exact")


def test_what_is_quoted_more_often_than_it_stands_there_is_nowhere():
    assert found("Putin met Xi", "Putin", "Xi", "Putin")[2] is None
    assert found("Putin met Xi", ("Putin", "LEADER"), ("Putin", "COUNTRY"))[1] is not None


@pytest.mark.parametrize(
    ("text", "quote", "there"),
    [
        ("MINISTER LAVROV said", "Lavrov", "LAVROV"),
        ("Minister Sergey\u00a0\n Lavrov said", " Sergey Lavrov", "Sergey\u00a0\n Lavrov"),
        ("the Brazil\u2013China talks", "Brazil-China", "Brazil\u2013China"),
        (
            "Vietnam\u2019s \u201cdoi moi\u201d",
            'Vietnam\'s "doi moi"',
            "Vietnam\u2019s \u201cdoi moi\u201d",
        ),
        ("ông Tra\u0302\u0300n Đại Quang", "Trần Đại Quang", "Tra\u0302\u0300n Đại Quang"),
        ("ông Trần Đại Quang", "Tra\u0302\u0300n Đại Quang", "Trần Đại Quang"),
        ("Mos\u00adcow and\u200b Kyiv", "Moscow and Kyiv", "Mos\u00adcow and\u200b Kyiv"),
        (
            "\u1112\u1161\u11ab\u1100\u116e\u11a8 said",
            "한국",
            "\u1112\u1161\u11ab\u1100\u116e\u11a8",
        ),
    ],
)
def test_writing_that_differs_is_evened_out(text, quote, there):
    assert found(text, quote) == [(there, text.index(there), "normalised")]


def test_a_match_never_begins_or_ends_inside_a_character():
    assert found("Straße", "stras") == [None], "half of ß isn't there"
    assert found("Tra\u0302\u0300n", "tra\u0302") == [None], "â isn't ầ"


@pytest.mark.parametrize(
    ("text", "quote", "there"),
    [
        ("Minister Sergey Lavrov said", "Sergei Lavrov", "Sergey Lavrov"),
        ("PresidentSergey Lavrov", "Sergei Lavrov", "Sergey Lavrov"),
        ("Sergey Lavrov said", "Sergei Lavrov", "Sergey Lavrov"),
        ("Minister Lavrov said", "sLavrov", "Lavrov"),  # the space isn't the letter
        ("to Lavrovu today", "Lavrova", "Lavrovu"),  # rather than a part of the word
        ("is Sergey Lavrov there", "M.Sergey Lavrov", "Sergey Lavrov"),  # nor "s Sergey Lavrov"
        ("to Russiia today", "Russia", "Russiia"),
        ("Ottawka hosts", "Ottawa", "Ottawka"),
        (
            "the Comprehensive Economic Partnership Agrmt on Trade",
            "Comprehensive Economic Partnership Agreement",
            "Comprehensive Economic Partnership Agrmt",
        ),
        (
            "the Comprehensive Agrement on Trade",
            "Comprehensive Agreement",
            "Comprehensive Agrement",
        ),
        ("ông Trần Đại Quang nói", "Trân Đại Quang", "Trần Đại Quang"),
        ("at APEC 2017", "APEC 2018", None),
        ("Xi spoke", "Xo", None),
        ("Putin spoke", "Putyn", None),
        ("Barack Obama spoke", "Donald Trump", None),
    ],
)
def test_a_few_letters_may_differ_but_no_number_and_no_short_name(text, quote, there):
    assert found(text, quote) == [there and (there, text.index(there), "fuzzy")]


@pytest.mark.parametrize(
    ("text", "mention", "quote", "there"),
    [
        ("PutinSergei Lavrov", "Putin", "nSergey Lavrov", "Sergei Lavrov"),
        ("Sergei LavrovPutin", "Putin", "Sergey LavrovP", "Sergei Lavrov"),
        ("A Sergei Lavrov", "Sergei Lavrov", "A Sergey Lavro", None),
    ],
)
def test_a_few_letters_differ_only_in_what_no_mention_covers(text, mention, quote, there):
    [_, place] = found(text, mention, quote)
    assert place == (there and (there, text.index(there), "fuzzy"))


def test_an_answer_of_quotes_becomes_a_prediction_with_its_tiers():
    class Quoting:
        name, offsets, labels, configuration = "q 1", Offsets(unit="quote"), LABELS, {}

    said = [
        ("Putin", "LEADER"),
        ("vietnam", "COUNTRY"),
        ("Vientam", "COUNTRY"),
        ("Hanoi", "COUNTRY"),
    ]
    claims = [Claim(text=text, label=label) for text, label in said]
    answer = Answer(claims=claims, seconds=0.5)
    sentence = Sentence(doc="d", index=0, text="Putin left Vietnam for Vietnam")
    made = prediction_of(Quoting(), sentence, answer)
    assert [span.text for span in made.spans] == ["Putin", "Vietnam", "Vietnam"]
    assert made.located == Located(exact=1, normalised=1, fuzzy=1)
    assert made.unlocated == [Unlocated(label="COUNTRY", text="Hanoi")]
    assert made.seconds == 0.5
