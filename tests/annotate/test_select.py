"""Which sentences are chosen next: what must hold for every choice, and what it gains."""

import math
import random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.annotate.choice import Wish
from goldspan.annotate.criteria import disagreement, doubt
from goldspan.annotate.known import Known
from goldspan.annotate.select import select
from goldspan.extractors import find_extractor, predictions_of
from goldspan.near_duplicates import bare, near_duplicates
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.sentences import Sentence

from ..strategies import LABELS, spans_on, texts
from .pools import said, sample

PUTIN, VIETNAM = (14, 19, "LEADER"), (24, 31, "COUNTRY")


@st.composite
def pools(draw):
    """Sentences of some documents, two extractors' predictions, and some annotated texts."""
    size = draw(st.integers(1, 12))
    sentences = [
        Sentence(doc=f"d{draw(st.integers(0, 3))}", index=n, id=f"s{n}", text=draw(texts))
        for n in range(size)
    ]
    scores = st.one_of(st.none(), st.floats(0, 1))
    predictions = {
        name: {
            one.id: Prediction(
                sentence=one.id,
                spans=[
                    PredictedSpan(start=s.start, end=s.end, label=s.label, score=draw(scores))
                    for s in draw(spans_on(one.text, 3))
                ],
                error=draw(st.sampled_from([None, None, None, "timed out"])),
            )
            for one in sentences
        }
        for name in draw(st.sampled_from([(), ("a",), ("a", "b"), ("a", "b", "c")]))
    }
    known = draw(st.lists(st.sampled_from(sentences), max_size=3))
    wish = Wish(
        count=draw(st.integers(1, 15)),
        random=draw(st.floats(0, 1)),
        per_document=draw(st.one_of(st.none(), st.integers(1, 3))),
        measure=draw(st.sampled_from(["entropy", "f1"])),
        confidence=draw(st.sampled_from(["min", "mean"])),
        seed=draw(st.integers(0, 3)),
    )
    return sentences, predictions, Known({k.key for k in known}, [k.text for k in known]), wish


@settings(deadline=None, max_examples=80)
@given(pools(), st.randoms())
def test_every_choice_keeps_the_rules_whatever_the_order(pool, chance):
    sentences, predictions, known, wish = pool
    choice = select(sentences, predictions, known, wish)
    ids = [one.sentence.id for one in choice.chosen]
    by_score = [one for one in choice.chosen if one.selected == "score"]
    by_lot = [one for one in choice.chosen if one.selected == "lot"]
    fresh = [one for one in sentences if one.key not in known.keys]
    given_ids = {one.id: one for one in fresh}
    assert len(ids) == len(set(ids)) and set(ids) <= given_ids.keys()
    assert len(ids) <= wish.count and choice.candidates == len(fresh)
    assert len(by_lot) == round(min(wish.count, len(fresh)) * wish.random)
    for one in choice.chosen:
        original = given_ids[one.sentence.id]
        assert (one.sentence.text, one.sentence.key) == (original.text, original.key)
        assert one.sentence.meta["selected"] == one.selected
        assert 0 <= one.score <= 1 and one.reasons.keys() == choice.weights.keys()
        assert all(reason.value >= 0 and 0 <= reason.above < 1 for reason in one.reasons.values())
    assert [one.rank for one in by_score] == [*range(1, len(by_score) + 1)]
    assert all(a.score >= b.score for a, b in zip(by_score, by_score[1:], strict=False)) or (
        wish.per_document is None
    ), "a document that gives more than its share comes later, however good it is"
    if wish.per_document is not None:
        for doc in {one.sentence.doc for one in by_score}:
            of_document = [one for one in by_score if one.sentence.doc == doc]
            assert len(of_document) <= wish.per_document
    taken = [*known.texts, *(one.sentence.text for one in by_score)]
    assert not near_duplicates(taken).clusters() or _only_among(taken, len(known.texts))
    if len(ids) < wish.count and wish.per_document is None:
        assert len(ids) + choice.near_duplicates == choice.candidates, "all others were passed over"
    shuffled = sentences[:]
    chance.shuffle(shuffled)
    backwards = dict(reversed(predictions.items()))
    assert select(shuffled, backwards, known, wish) == choice


def _only_among(taken, known):
    """Whether near duplicates are only among what was annotated."""
    return all(sum(place >= known for place in cluster) == 0 or len(cluster) == 0
               for cluster in near_duplicates(taken).clusters())  # fmt: skip


@settings(deadline=None)
@given(st.data(), texts)
def test_disagreement_is_none_where_all_agree_and_whatever_the_order(data, text):
    spans = data.draw(spans_on(text))
    one = said("x", *(s.key for s in spans))
    assert disagreement([one, one, one], "entropy") == 0 == disagreement([one, one], "f1")
    other = said("x", *(s.key for s in data.draw(spans_on(text))))
    for measure in ("entropy", "f1"):
        value = disagreement([one, other], measure)
        assert value == disagreement([other, one], measure)
        assert (value > 0) == ({s.key for s in one.spans} != {s.key for s in other.spans})


def test_disagreement_and_doubt_by_hand():
    both, one, none = said("d#0", PUTIN, VIETNAM), said("d#0", PUTIN), said("d#0")
    assert disagreement([both, one], "entropy") == 1.0, "one span of which one of two is sure"
    assert disagreement([both, one], "f1") == pytest.approx(1 - 2 / 3)
    third = -math.log2(1 / 3) / 3 - 2 * math.log2(2 / 3) / 3
    assert disagreement([both, one, none], "entropy") == pytest.approx(2 * third)
    failed = said("d#0", error="timed out")
    assert disagreement([both, failed], "entropy") == 0, "who failed has no vote"
    sure, unsure = said("d#0", PUTIN, score=0.9), said("d#0", VIETNAM, score=0.6)
    assert doubt([sure, unsure, none], "min") == pytest.approx((0.1 + 0.4) / 2)
    two = Prediction(sentence="d#0", spans=[*sure.spans, *unsure.spans])
    assert doubt([two], "min") == pytest.approx(0.4)
    assert doubt([two], "mean") == pytest.approx(0.25)
    assert doubt([none, one], "min") == 0


def test_a_choice_doesnt_repeat_itself():
    """Two sentences with the same new name: the second is worth less once the first is chosen."""
    texts = [
        "Merkel visited the new harbour on Monday.",
        "Old friends of Merkel wrote the whole speech.",
        "Nobody there had ever heard of Abe before.",
    ]
    pool = [Sentence(doc=f"d{n}", index=0, text=text) for n, text in enumerate(texts)]
    names = ["Merkel", "Merkel", "Abe"]
    of = {
        one.id: said(one.id, (one.text.index(name), one.text.index(name) + len(name), "LEADER"))
        for one, name in zip(pool, names, strict=True)
    }
    wish = Wish(count=2, random=0, weights={"strings": 1.0})
    choice = select(pool, {"a": of}, Known(), wish)
    assert {one.new_strings[0] for one in choice.chosen} == {"merkel", "abe"}
    merkel = Known(strings={"merkel": 3})
    [first] = select(pool, {"a": of}, merkel, Wish(count=1, random=0)).chosen
    assert first.new_strings == ["abe"] and first.reasons["strings"].value == 1.0


def test_a_choice_finds_more_errors_and_more_names_than_chance(tmp_path):
    """Sample articles: where the baseline and a careful reader disagree, and new names."""
    pool, truth = sample()
    baseline = find_extractor("baseline", LABELS)
    made = predictions_of(baseline, pool, LABELS)
    baseline_said = {one.sentence: one for one in made}
    # A second extractor of another kind: it knows the names of a third of the documents.
    documents = sorted({one.doc for one in pool})[::3]
    names = {
        (truth[one.id].text[s.start : s.end], s.label)
        for one in pool
        if one.doc in documents
        for s in truth[one.id].spans
    }
    rest = [one for one in pool if one.doc not in documents]
    dictionary = {
        one.id: said(
            one.id,
            *{
                (start, start + len(name), label)
                for name, label in names
                if (start := one.text.find(name)) >= 0
            },
        )
        for one in rest
    }
    known = known_of_documents(pool, documents, truth)

    def gain(chosen):
        """Spans the baseline gets wrong, and distinct names, in these sentences."""
        ids = [one.id for one in chosen]
        wrong = sum(
            len({s.key for s in baseline_said[i].spans} ^ {s.key for s in truth[i].spans})
            for i in ids
        )
        names = {bare(truth[i].text[s.start : s.end]) for i in ids for s in truth[i].spans}
        return wrong, len(names)

    predictions = {"baseline": baseline_said, "names": dictionary}
    choice = select(rest, predictions, known, Wish(count=40, random=0))
    wrong, found = gain([one.sentence for one in choice.chosen])
    chance = random.Random(0)
    lots = [gain(chance.sample(rest, 40)) for _ in range(200)]
    assert wrong > 1.15 * mean(lot[0] for lot in lots)
    assert found > 1.4 * mean(lot[1] for lot in lots) and found > max(lot[1] for lot in lots)


def known_of_documents(pool, documents, truth):
    known = Known()
    for one in pool:
        if one.doc in documents:
            known.keys.add(one.key)
            known.texts.append(one.text)
            known.strings.update(one.text[s.start : s.end].casefold() for s in truth[one.id].spans)
    return known
