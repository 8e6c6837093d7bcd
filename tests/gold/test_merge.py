import msgspec
import pytest

from goldspan.adjudication import Adjudication
from goldspan.annotations import Annotation, GuidelinesStamp
from goldspan.errors import InputError
from goldspan.gold.building.merge import Options, merge
from goldspan.gold.building.policy import Policy
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

TEXT = "President Putin visited Vietnam."
PUTIN = Span(start=10, end=15, label="LEADER", text="Putin")
VIETNAM = Span(start=24, end=31, label="COUNTRY", text="Vietnam")


def said(annotator, *spans, index=0, **fields):
    return Annotation(
        sentence=f"d#{index}",
        doc="d",
        index=index,
        text=TEXT,
        text_sha256=sha256_of_text(TEXT),
        annotator=annotator,
        spans=list(spans),
        **fields,
    )


def decided(adjudicator, *spans, dispute=None, decisions=(), **fields):
    adjudication = Adjudication(dispute=dispute, decisions=list(decisions))
    return said(adjudicator, *spans, adjudication=adjudication, **fields)


def merged(*annotations, **options):
    if "policy" in options:
        options["policy"] = Policy(options["policy"])
    known = {a.sentence: a.as_sentence for a in annotations}
    return merge(known, annotations, Options(**options))


def gold_of(*annotations, **options):
    [kept] = merged(*annotations, **options).gold
    return kept.sentence


def open_of(*annotations, **options):
    [waiting] = merged(*annotations, **options).disagreements
    return waiting.disagreement


def texts(marks):
    return [(marked.span.text, marked.annotators) for marked in marks]


DEMONYM = msgspec.structs.replace(VIETNAM, attributes={"form": "demonym"})


def test_spans_all_agree_on_are_agreed_in_any_order():
    gold = gold_of(said("a", PUTIN, VIETNAM), said("b", VIETNAM, PUTIN))
    assert [(s.text, s.label, s.origin, s.votes, s.annotators) for s in gold.spans] == [
        ("Putin", "LEADER", "agreed", 2, 2),
        ("Vietnam", "COUNTRY", "agreed", 2, 2),
    ]
    assert gold.annotators == 2


def test_one_annotation_is_single():
    assert [span.origin for span in gold_of(said("a", PUTIN)).spans] == ["single"]


def test_an_empty_annotation_counts():
    gold = gold_of(said("a"), said("b"))
    assert (gold.spans, gold.annotators) == ([], 2)


def test_a_disagreement_lists_agreed_and_disputed_spans_with_who_marked_them():
    found = open_of(said("b", PUTIN, VIETNAM, note="see rule 3"), said("a", VIETNAM), said("c"))
    assert (texts(found.agreed), found.annotators) == ([], ["a", "b", "c"])
    assert texts(found.disputed) == [("Putin", ["b"]), ("Vietnam", ["a", "b"])]
    assert (found.reason, found.notes) == ("annotators differ", {"b": "see rule 3"})
    found = open_of(said("b", PUTIN, VIETNAM), said("a", VIETNAM))
    assert (texts(found.agreed), texts(found.disputed)) == (
        [("Vietnam", ["a", "b"])],
        [("Putin", ["b"])],
    )


def test_different_attributes_are_disputed():
    found = open_of(said("a", VIETNAM), said("b", DEMONYM))
    assert [(m.span.attributes, m.annotators) for m in found.disputed] == [
        ({}, ["a"]),
        ({"form": "demonym"}, ["b"]),
    ]


def test_attributes_on_which_one_differs_are_disputed_without_a_majority():
    found = open_of(said("a", DEMONYM), said("b", DEMONYM), said("c", VIETNAM))
    assert texts(found.disputed) == [("Vietnam", ["c"]), ("Vietnam", ["a", "b"])]


def with_meta(meta, *annotations):
    sentence = msgspec.structs.replace(annotations[0].as_sentence, meta=meta)
    return sentence, merge({sentence.id: sentence}, annotations)


def test_a_disagreement_has_all_of_its_sentence_and_what_annotators_said_of_it():
    fields = {"index": 4, "lang": "vi", "section": "headline"}
    records = said("a", PUTIN, flags=["unsure"], **fields), said("b", **fields)
    sentence, result = with_meta({"source": "b", "day": 1}, *records)
    found = result.disagreements[0].disagreement
    assert found.as_sentence == sentence
    assert found.text_sha256 == records[0].text_sha256
    assert found.flags == {"a": ["unsure"]}


def test_what_is_known_of_a_sentence_is_written_in_one_order():
    for meta in ({"source": "b", "day": 1}, {"day": 1, "source": "b"}):
        _, result = with_meta(meta, said("a"))
        assert result.gold[0].sentence.meta == '{"day":1,"source":"b"}'


def test_a_majority_decides_and_what_it_outvotes_is_listed():
    records = said("a", PUTIN, VIETNAM), said("b", PUTIN), said("c", VIETNAM, PUTIN)
    assert [(s.text, s.origin, s.votes) for s in gold_of(*records, policy="majority").spans] == [
        ("Putin", "agreed", 3),
        ("Vietnam", "agreed", 2),
    ]
    result = merged(said("a", PUTIN), said("b"), said("c"), policy="majority")
    [left] = result.left_out
    assert (left.reason, left.span, left.annotators) == ("outvoted", PUTIN, ["a"])
    assert left.sentence == "d#0"


def test_half_is_no_majority():
    assert texts(open_of(said("a", PUTIN), said("b"), policy="majority").disputed)


def test_attributes_are_decided_among_those_who_marked_the_span():
    records = said("a", DEMONYM), said("b", DEMONYM), said("c", VIETNAM), said("d")
    [span] = gold_of(*records, policy="majority").spans
    assert (span.attributes, span.votes) == ({"form": "demonym"}, 3)
    other_order = said("a", VIETNAM), said("b", DEMONYM), said("c", DEMONYM)
    assert gold_of(*other_order, policy="majority").spans[0].attributes == {"form": "demonym"}
    plain = said("a", DEMONYM), said("b", VIETNAM), said("c", VIETNAM)
    assert gold_of(*plain, policy="majority").spans[0].attributes == {}
    tie = open_of(said("a", DEMONYM), said("b", VIETNAM), said("c"), policy="majority")
    assert texts(tie.disputed) == [("Vietnam", ["b"]), ("Vietnam", ["a"])]


def test_one_annotators_word():
    records = said("a", PUTIN), said("b", VIETNAM, PUTIN), said("c", PUTIN)
    gold = gold_of(*records, policy="annotator:a")
    assert [(s.text, s.origin, s.votes) for s in gold.spans] == [("Putin", "agreed", 3)]
    assert [s.origin for s in gold_of(*records, policy="annotator:b").spans] == ["agreed", "single"]
    assert [s.origin for s in gold_of(said("a", PUTIN), said("b"), policy="annotator:a").spans] == [
        "single"
    ], "half of them is no agreement"
    result = merged(said("a", PUTIN), said("b"), policy="annotator:c")
    assert {left.reason for left in result.left_out} == {"another annotator"}


def test_an_unknown_policy_is_refused():
    with pytest.raises(InputError, match="there are unanimous, majority and annotator:NAME"):
        Policy("annotator:")


def test_a_stale_annotation_never_counts():
    old = said("a", PUTIN, stale=True)
    result = merged(old, said("b", VIETNAM))
    assert [span.text for span in result.gold[0].sentence.spans] == ["Vietnam"]
    assert [(left.reason, left.sentence, left.annotation) for left in result.left_out] == [
        ("stale", "d#0", old)
    ]


def test_skipped_and_draft_annotations_never_count():
    result = merged(said("a", PUTIN), said("b", status="skipped"), said("c", status="draft"))
    assert [kept.sentence.annotators for kept in result.gold] == [1]
    assert sorted(left.reason for left in result.left_out) == ["draft", "skipped"]


def test_a_sentence_that_everybody_skipped_is_left_out():
    result = merged(said("a", status="skipped"))
    assert result.gold == []
    assert [left.reason for left in result.left_out] == ["skipped", "not annotated"]


def test_a_sentence_that_anybody_skipped_is_left_out_if_asked_for():
    result = merged(said("a", PUTIN), said("b", status="skipped"), leave_out_skipped=True)
    assert [left.reason for left in result.left_out] == ["skipped", "sentence skipped"]
    drafted = merged(said("a", PUTIN), said("b", status="draft"), leave_out_skipped=True)
    assert len(drafted.gold) == 1, "a draft is no skip"


def test_flagged_sentences_are_left_out_if_asked_for():
    records = said("a", PUTIN, flags=["garbled"]), said("b", PUTIN)
    assert gold_of(*records).flags == ["garbled"]
    left_out = merged(*records, leave_out_flagged=frozenset(["garbled"])).left_out
    assert [left.reason for left in left_out] == ["flagged", "flagged"]
    assert merged(*records, decided("x", PUTIN), leave_out_flagged=frozenset(["garbled"])).gold
    options = {"policy": "annotator:b", "leave_out_flagged": frozenset(["garbled"])}
    assert merged(*records, **options).gold, "only the deciding annotator's flags count"


def test_the_same_annotators_later_annotation_counts():
    early = said("a", updated_at="2026-01-01T00:00:00Z")
    late = said("a", PUTIN, updated_at="2026-01-02T00:00:00Z")
    for order in ([early, late], [late, early]):
        result = merged(*order)
        assert [len(kept.sentence.spans) for kept in result.gold] == [1]
        assert [left.annotation for left in result.left_out] == [early]


def test_the_guidelines_of_each_annotation_are_recorded():
    stamps = [GuidelinesStamp(version=v, sha256=v * 3) for v in ("2", "1")]
    gold = gold_of(*(said(s.version, guidelines=s) for s in stamps))
    assert gold.guidelines == ["1 sha256:111", "2 sha256:222"]
