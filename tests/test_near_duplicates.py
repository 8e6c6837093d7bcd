import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.near_duplicates import bare, bare_places, near_duplicates
from goldspan.records import read_records
from goldspan.samples import sample_articles
from goldspan.sentences import Sentence

from .strategies import texts

ENGLISH = "French President Emmanuel Macron and German Chancellor Angela Merkel signed the treaty."
VIETNAMESE = "Chủ tịch nước Trần Đại Quang tiếp Tổng thống Mỹ Barack Obama tại Phủ Chủ tịch."


def clusters(*given):
    return near_duplicates(given).clusters()


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" ", ""),
        lambda text: text.replace(" P", "P").replace(" C", "C"),
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0 ") + " (Photo: GSN)",
        lambda text: "“" + text.replace("President", "president —").replace("tiếp", "hội đàm với"),
        lambda text: "".join(
            c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c < "\u0370"
        ),
    ],
    ids=["all glued", "glued", "capitals", "decomposed", "spaces", "edited", "no diacritics"],
)
def test_a_copy_of_a_sentence_is_found(text, change):
    assert clusters("Nothing like it at all.", text, change(text)) == [[1, 2]]


def test_a_headline_inside_a_caption_is_no_near_duplicate():
    assert not clusters("Macron in Aachen", f"Macron in Aachen: {ENGLISH}")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["Hà", "ha!", "Ho"], [[0, 1]]),
        (["***", "---", "***"], [[0, 2]]),
        (["See more", "See more »"], [[0, 1]]),
        (["", "", "."], [[0, 1]]),
        (["习近平", "习近平。", "李强"], [[0, 1]]),
        ([], []),
    ],
)
def test_short_texts_need_to_be_equal(given, found):
    assert clusters(*given) == found


def test_the_pairs_that_the_samples_hold_are_found():
    """Their card speaks of three pairs of which one copy is glued."""
    sentences = [s for path in sample_articles() for _, s in read_records(path, Sentence)]
    found = near_duplicates([s.text for s in sentences]).clusters()
    pairs = [[sentences[place] for place in places] for places in found]
    glued = [pair for pair in pairs if {s.section for s in pair} == {"body", "caption"}]
    assert [len(pair) for pair in glued] == [2, 2, 2]
    assert {s.section for pair in pairs if pair not in glued for s in pair} == {"boilerplate"}


@given(texts)
def test_the_bare_form_keeps_where_its_letters_come_from(text):
    places = bare_places(text)
    assert len(places) == len(bare(text)) and places == sorted(places)
    assert all(bare(text[place]) for place in places)
    assert bare(unicodedata.normalize("NFC", text)) == bare(unicodedata.normalize("NFD", text))


words = st.sampled_from(
    [
        "talks",
        "treaty",
        "Hà",
        "Nội",
        "Paris",
        "minister",
        "signed",
        "ended",
        "twelve",
        "states",
        "leave",
    ]
)
sentences = st.lists(words, min_size=5, max_size=9).map(" ".join)


@settings(deadline=None)
@given(st.lists(sentences, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_is_irrelevant(given, random: random.Random):
    order = list(range(len(given)))
    random.shuffle(order)
    shuffled = near_duplicates([given[place] for place in order]).clusters()
    back = sorted(sorted(order[place] for place in places) for places in shuffled)
    assert back == sorted(near_duplicates(given).clusters())


@settings(deadline=None)
@given(st.lists(sentences, max_size=10), sentences)
def test_a_pair_is_judged_by_itself(given, another):
    """What further texts there are changes nothing for a pair."""

    def pairs(among):
        found = near_duplicates(among)
        return {
            (one, other)
            for one, key in enumerate(found.keys[: len(given)])
            for other, near in enumerate(found.keys[: len(given)])
            if key == near or near in found.near[key]
        }

    assert pairs(given) == pairs([*given, another])
