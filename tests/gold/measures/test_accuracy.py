import msgspec
import pytest

from goldspan.adjudication import Adjudication
from goldspan.errors import InputError
from goldspan.gold.measures.accuracy import (
    Adjudicated,
    Gold,
    accuracy,
    gold_of_adjudicators,
    gold_of_dataset,
)
from goldspan.gold.measures.shared import by_sentence

from ...strategies import LABELS
from ..test_merge import PUTIN, TEXT, VIETNAM, merged, said

PRESIDENT = msgspec.structs.replace(PUTIN, start=0, text="President Putin")


def against(gold, *annotations):
    return accuracy(by_sentence(annotations), gold, LABELS)


def test_by_hand():
    """Sentence 0: gold Putin, Vietnam; a both, b Putin alone. Sentence 1: a alone, as gold.

    a: 3 of 3 marked, 3 in gold. b: 1 of 1 marked, 2 in gold. Sentence 0 is disputed.
    """
    gold = gold_of_adjudicators([said("x", PUTIN, VIETNAM), said("x", PUTIN, index=1)], "x.jsonl")
    result = against(gold, said("a", PUTIN, VIETNAM), said("b", PUTIN), said("a", PUTIN, index=1))
    a, b = result.annotators["a"], result.annotators["b"]
    assert (a.all.precision, a.all.recall, a.all.f1, a.all.sentences) == (1.0, 1.0, 1.0, 2)
    assert (b.all.precision, b.all.recall, b.all.sentences) == (1.0, 1 / 2, 1)
    assert b.all.f1 == pytest.approx(2 * 1 / (1 + 2))
    assert (a.disputed.matched, a.disputed.gold, a.disputed.sentences) == (2, 2, 1)
    assert b.labels["LEADER"].f1 == 1.0 and b.labels["COUNTRY"].f1 == 0.0
    assert b.labels["AGREEMENT"].f1 is None
    assert (result.sentences, result.disputed_sentences, result.sentences_not_in_gold) == (2, 1, 0)
    assert b.all.is_too_few


def test_drafts_and_sentences_that_gold_lacks_do_not_count():
    gold = gold_of_adjudicators([said("x", PUTIN)], "x.jsonl")
    result = against(gold, said("a", PUTIN), said("a", VIETNAM, index=1), said("b", status="draft"))
    assert list(result.annotators) == ["a"]
    assert (result.annotators["a"].all.f1, result.sentences_not_in_gold) == (1.0, 1)


def test_where_all_say_the_same_nothing_is_disputed_unless_an_adjudicator_decided():
    [kept] = merged(said("a", PUTIN), said("b", PUTIN)).gold
    sentence = kept.sentence
    agreed = gold_of_dataset([sentence], "gold")
    pair = [said("a", PUTIN), said("b", PUTIN)]
    assert against(agreed, *pair).annotators["a"].disputed is None
    decided = gold_of_dataset([msgspec.structs.replace(sentence, adjudicators=["x"])], "gold")
    assert against(decided, *pair).annotators["a"].disputed.f1 == 1.0


def test_documents_give_the_interval():
    records = [
        msgspec.structs.replace(said(name, PUTIN, index=place), doc=f"d{place}")
        for name in "ab"
        for place in range(3)
    ]
    gold = gold_of_adjudicators(
        [msgspec.structs.replace(r, annotator="x") for r in records[:3]], "x"
    )
    low, high = against(gold, *records).annotators["a"].all.f1_interval
    assert 0.3 < low < 0.5 and high == 1.0, "three spans in three documents"


def test_two_adjudicators_who_differ_are_refused():
    with pytest.raises(InputError, match="sentence d#0: x and y adjudicated it differently"):
        gold_of_adjudicators([said("x", PUTIN), said("y", PRESIDENT)], "x.jsonl")
    same = gold_of_adjudicators([said("x", PUTIN), said("y", PUTIN)], "x.jsonl")
    assert list(same.sentences) == ["d#0"]


def test_of_a_file_with_both_only_the_decisions_are_gold():
    decision = said("x", PRESIDENT, adjudication=Adjudication())
    gold = gold_of_adjudicators([said("a", PUTIN), decision], "all.jsonl")
    assert [span.text for span in gold.sentences["d#0"].spans] == ["President Putin"]


def test_another_text_or_none_in_common_is_refused():
    other = Gold("gold", {"d#0": Adjudicated("Another text.", [])})
    with pytest.raises(InputError, match="sentence d#0 has another text in gold"):
        against(other, said("a", PUTIN))
    with pytest.raises(InputError, match="gold: none of the annotated sentences is in it"):
        against(Gold("gold", {"e#0": Adjudicated(TEXT, [])}), said("a", PUTIN))
