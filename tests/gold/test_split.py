"""No document and no near duplicate in two splits, whatever was split before."""

import random

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldspan.dataset import GoldSpan
from goldspan.errors import InputError
from goldspan.gold.split import split
from goldspan.gold.splits.report import report
from goldspan.near_duplicates import near_duplicates
from goldspan.splits import DEFAULT_SPLITS, Assignment, SplitSettings

from .planted_duplicates import _gold, plant

HALVES = SplitSettings({"train": 0.5, "test": 0.5}, 0)
replace = msgspec.structs.replace


def held(done):
    """The split of each sentence that is in one."""
    return {one.id: name for name, sentences in done.splits.items() for one in sentences}


def assert_nothing_leaks(done):
    """Looked at anew, from the sentences that the splits hold."""
    splits = held(done)
    kept = [one for one in done.order if one.id in splits]
    documents = {(one.doc, splits[one.id]) for one in kept}
    assert len(documents) == len({document for document, _ in documents})
    for places in near_duplicates([one.text for one in kept]).clusters():
        assert len({splits[kept[place].id] for place in places}) == 1
    assert sorted([*splits, *(one.id for one in done.aside)]) == sorted(done.ids)


def check_planted(count):
    planted = plant(count)
    done = split(planted.sentences, DEFAULT_SPLITS)
    assert_nothing_leaks(done)
    assert not done.aside
    numbers = {
        place: number for number, places in enumerate(done.near.clusters()) for place in places
    }
    cluster = {one.id: numbers.get(place) for place, one in enumerate(done.order)}
    found = [
        cluster[copy] is not None and cluster[copy] == cluster[original]
        for copy, (_, original) in planted.copies.items()
    ]
    assert len(found) > 0.15 * count
    assert sum(found) >= 0.99 * len(found)
    splits = held(done)
    for (copy, (_, original)), is_found in zip(planted.copies.items(), found, strict=True):
        assert splits[copy] == splits[original] or not is_found
    described = report(done)
    for name, share in DEFAULT_SPLITS.shares.items():
        assert described.splits[name].share == pytest.approx(share, abs=0.01)
    assert (described.leaks.documents, described.leaks.clusters, described.leaks.tests) == (0, 0, 0)
    assert described.leaks_by_sentence.clusters > 0.2 * described.clusters
    assert described.leaks_by_document.clusters > 0.2 * described.clusters


def test_nothing_leaks_in_generated_sentences_with_planted_duplicates():
    check_planted(2_000)


@pytest.mark.long
def test_nothing_leaks_in_20_000_of_them():
    check_planted(20_000)


_LINES = [
    "The two ministers signed the fisheries treaty in Riga on Monday morning.",
    "TheTwo ministers signed thefisheries treaty in Riga on Monday morning",
    "The two ministers signed the fisheries treaty in Oslo on Monday morning.",
    "The two delegates signed the fishing treaty in Oslo on Monday evening.",
    "Officials praised the delegates for the fishing treaty signed in Oslo on Monday evening.",
    "Bộ trưởng hai nước khai mạc hội nghị cấp cao về biển tại Đà Nẵng hôm thứ Hai.",
    "Bộ trưởng hai nướckhai mạc hội nghị cấp caovề biển tại Đà Nẵng hôm thứ Hai",
    "Giá gạo xuất khẩu tăng mạnh trong quý ba, theo số liệu của hải quan.",
    "Snow closed every pass through the mountains for a third week in a row.",
    "Read more",
    "(Photo: GSN)",
    "A short line",
    "***",
]


@st.composite
def corpora(draw, max_documents=7):
    """Documents of lines many of which are near duplicates, some of them boilerplate."""
    sentences = []
    for number in draw(st.lists(st.integers(0, 30), unique=True, max_size=max_documents)):
        for index in range(draw(st.integers(1, 4))):
            text = draw(st.sampled_from(_LINES))
            one = _gold(f"d{number}", index, text, draw(st.sampled_from(["en", "vi"])), [])
            if draw(st.integers(0, 4)) == 0:
                one = replace(one, section="boilerplate")
            if draw(st.booleans()):
                span = GoldSpan(start=0, end=3, label="LEADER", origin="agreed")
                one = replace(one, spans=[span])
            sentences.append(one)
    return sentences


def splitted(sentences, settings=HALVES, earlier=()):
    """A split, or a passed-over example where some split would be empty."""
    try:
        return split(sentences, settings, earlier=earlier)
    except InputError as error:
        assert "would be empty" in str(error)
        assume(False)


@settings(deadline=None)
@given(corpora())
def test_nothing_leaks(sentences):
    assert_nothing_leaks(splitted(sentences))


@settings(deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_the_sentences_is_irrelevant(sentences, chance: random.Random):
    done = splitted(sentences)
    chance.shuffle(sentences)
    again = split(sentences, HALVES)
    assert again.assignments == done.assignments
    assert again.splits == done.splits


@settings(deadline=None, max_examples=200)
@given(corpora(max_documents=12), st.data())
def test_nothing_moves_when_sentences_are_added(sentences, data):
    documents = sorted({one.doc for one in sentences})
    first = set(data.draw(st.lists(st.sampled_from(documents)))) if documents else set()
    late = {one.id for one in sentences if data.draw(st.integers(0, 5)) == 0}
    before = [one for one in sentences if one.doc in first and one.id not in late]
    done = splitted(before)
    more = split(sentences, HALVES, earlier=done.assignments)
    assert_nothing_leaks(more)
    assert not more.dropped
    assert {**held(more), **held(done)} == held(more)
    assert {one.id for one in done.aside} <= {one.id for one in more.aside}
    once_more = split(sentences, HALVES, earlier=more.assignments)
    assert once_more.assignments == more.assignments
    kept = {
        one.sentence: one for one in split(before, HALVES, earlier=more.assignments).assignments
    }
    assert kept == {one.sentence: one for one in more.assignments}, "what is gone is remembered"


def numbered(*lines):
    """A document for each line."""
    return [_gold(f"d{place}", 0, text, "en", []) for place, text in enumerate(lines)]


def assigned(sentence, name):
    return Assignment(
        sentence=sentence.id, doc=sentence.doc, text_sha256=sentence.text_sha256, split=name
    )


def test_a_sentence_that_bridges_two_splits_is_put_aside_and_named():
    one = "Ministers of nine states signed the revised fisheries treaty in Riga on Monday."
    bridge = "Envoys of nine states signed the revised fisheries treaty in Riga on Monday."
    two = "Envoys of nine states signed the revised fisheries treaty in Oslo late that week."
    assert len(near_duplicates([one, two]).clusters()) == 0
    assert len(near_duplicates([one, two, bridge]).clusters()[0]) == 3
    known = numbered(one, two)
    earlier = [assigned(known[0], "train"), assigned(known[1], "test")]
    new = [_gold("new", 0, bridge, "en", []), _gold("new", 1, "Snow closed the pass.", "en", [])]
    done = split([*known, *new], HALVES, earlier=earlier)
    assert_nothing_leaks(done)
    assert [one.id for one in done.aside] == ["new#0"]
    assert held(done) == {"d0#0": "train", "d1#0": "test", "new#1": "train"}
    [named] = [one for one in done.assignments if one.sentence == "new#0"]
    assert (named.left_out, named.duplicate_of) == ("near duplicate", "d1#0")


def test_splits_made_elsewhere_that_leak_lose_the_training_copy_and_say_so():
    known = numbered(_LINES[0], _LINES[1])
    earlier = [assigned(known[0], "train"), assigned(known[1], "test")]
    done = split(known, HALVES, earlier=earlier)
    assert held(done) == {"d1#0": "test"}
    assert done.dropped == report(done).dropped == ["d0#0"]


def test_a_changed_text_is_a_new_sentence_of_its_document():
    known = numbered(_LINES[0], _LINES[8])
    earlier = [assigned(known[0], "train"), assigned(known[1], "test")]
    changed = _gold("d0", 0, _LINES[8].upper(), "en", [])
    done = split([changed, known[1]], HALVES, earlier=earlier)
    assert held(done) == {"d1#0": "test"}
    assert not done.dropped
    [named] = [one for one in done.assignments if one.sentence == "d0#0"]
    assert (named.split, named.left_out) == ("train", "near duplicate")
    assert named.text_sha256 == changed.text_sha256


def test_boilerplate_ties_no_documents_and_stays_in_training():
    sentences, rights = [], "All rights reserved by the wire service, 2024."
    for place in range(6):
        sentences += [
            _gold(f"d{place}", 0, " ".join(f"w{place}{word}" for word in range(9)), "en", []),
            replace(_gold(f"d{place}", 1, rights, "en", []), flags=["boilerplate"]),
            _gold(f"d{place}", 2, "(Photo: GSN)", "en", []),
        ]  # fmt: skip
    done = split(sentences, HALVES)
    splits = held(done)
    assert {name: list(splits.values()).count(name) for name in ("train", "test")} == {
        "train": 9,
        "test": 3,
    }
    assert report(done).left_out == {"boilerplate": 6}
    assert report(done).largest_group is None


def test_a_teaser_in_training_for_a_story_in_test_is_put_aside():
    known = numbered(_LINES[8], _LINES[7])
    earlier = [assigned(known[0], "test"), assigned(known[1], "train")]
    teaser = replace(_gold("d1", 1, _LINES[8].upper(), "en", []), section="boilerplate")
    done = split([*known, teaser], HALVES, earlier=earlier)
    assert [one.id for one in done.aside] == ["d1#1"]


def test_seen_mentions_are_counted_by_string_and_label():
    done = split(
        [
            _gold("a", 0, "Marta Velden spoke about the harvest.", "en", ["Marta Velden"]),
            _gold("b", 0, "Then MARTA  VELDEN left for the coast.", "en", ["MARTA  VELDEN"]),
            _gold("b", 1, "Ilan Karimo stayed in the town all week.", "en", ["Ilan Karimo"]),
        ],
        HALVES,
        earlier=[
            Assignment(sentence="a#0", doc="a", text_sha256="", split="train"),
            Assignment(sentence="b#0", doc="b", text_sha256="", split="test"),
        ],
    )
    figures = report(done).splits["test"]
    assert (figures.seen["all"].mentions, figures.seen["all"].seen) == (2, 1)
    assert report(done).splits["train"].seen is None


WRONG = {
    "add up to 0.9": {"train": 0.5, "test": 0.4},
    "add up to 1: give at least two": {"train": 1.0},
    "each above 0": {"train": 1.5, "test": -0.5},
    "'dev-1' can't be the name": {"train": 0.5, "dev-1": 0.5},
}


@pytest.mark.parametrize("message", WRONG)
def test_shares_that_make_no_sense_are_refused(message):
    with pytest.raises(InputError, match=message):
        split(numbered(*_LINES[:9]), SplitSettings(WRONG[message], 0))


def test_too_few_documents_are_refused():
    with pytest.raises(InputError, match="would be empty: there are 1 documents"):
        split(numbered(_LINES[0]), HALVES)


def test_earlier_splits_that_contradict_themselves_are_refused():
    known = numbered(_LINES[0], _LINES[8])
    twice = [assigned(known[0], "train"), replace(assigned(known[0], "test"), sentence="d0#1")]
    with pytest.raises(InputError, match="document d0 was in splits train and test"):
        split(known, HALVES, earlier=twice)
    with pytest.raises(InputError, match="was in split 'dev', which has no share now"):
        split(known, HALVES, earlier=[assigned(known[0], "dev")])
