import msgspec
from hypothesis import given
from hypothesis import strategies as st

from goldspan.annotations import Annotation, GuidelinesStamp
from goldspan.gold.merge import merge
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

from ..strategies import spans_on

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


def merged(*annotations):
    return merge({a.sentence: a.as_sentence for a in annotations}, annotations)


def test_spans_all_agree_on_are_agreed_in_any_order():
    [(gold, _)] = merged(said("a", PUTIN, VIETNAM), said("b", VIETNAM, PUTIN)).gold
    assert [(s.text, s.label, s.origin) for s in gold.spans] == [
        ("Putin", "LEADER", "agreed"),
        ("Vietnam", "COUNTRY", "agreed"),
    ]
    assert gold.annotators == 2


def test_one_annotation_is_single():
    [(gold, _)] = merged(said("a", PUTIN)).gold
    assert [span.origin for span in gold.spans] == ["single"]


def test_an_empty_annotation_counts():
    [(gold, _)] = merged(said("a"), said("b")).gold
    assert (gold.spans, gold.annotators) == ([], 2)


def test_disagreement_is_listed_with_what_each_said():
    result = merged(said("b", PUTIN), said("a"))
    assert result.gold == []
    [disagreement] = result.disagreements
    assert [a.annotator for a in disagreement.annotations] == ["a", "b"]


def test_different_attributes_are_a_disagreement():
    demonym = msgspec.structs.replace(VIETNAM, attributes={"form": "demonym"})
    assert merged(said("a", VIETNAM), said("b", demonym)).disagreements


def test_skipped_and_draft_annotations_never_count():
    result = merged(said("a", PUTIN), said("b", status="skipped"), said("c", status="draft"))
    assert [gold.annotators for gold, _ in result.gold] == [1]
    assert sorted(left.reason for left in result.left_out) == ["draft", "skipped"]


def test_a_sentence_that_everybody_skipped_is_left_out():
    result = merged(said("a", status="skipped"))
    assert result.gold == []
    assert [left.reason for left in result.left_out] == ["skipped", "not annotated"]


def test_the_same_annotators_later_annotation_counts():
    early = said("a", updated_at="2026-01-01T00:00:00Z")
    late = said("a", PUTIN, updated_at="2026-01-02T00:00:00Z")
    for order in ([early, late], [late, early]):
        result = merged(*order)
        assert [len(gold.spans) for gold, _ in result.gold] == [1]
        assert [left.annotation for left in result.left_out] == [early]


def test_the_guidelines_of_each_annotation_are_recorded():
    stamps = [GuidelinesStamp(version=v, sha256=v * 3) for v in ("2", "1")]
    [(gold, _)] = merged(*(said(s.version, guidelines=s) for s in stamps)).gold
    assert gold.guidelines == ["1 sha256:111", "2 sha256:222"]


annotations = st.lists(
    st.builds(
        said,
        st.sampled_from("abc"),
        index=st.integers(0, 3),
        status=st.sampled_from(["submitted", "submitted", "skipped", "draft"]),
        updated_at=st.sampled_from(["2026-01-01", "2026-01-02"]),
    ).flatmap(
        lambda record: spans_on(TEXT, max_size=2).map(
            lambda spans: msgspec.structs.replace(record, spans=spans)
        )
    ),
    max_size=12,
)


@given(annotations, st.randoms())
def test_every_annotation_ends_in_exactly_one_place_in_any_order(records, random):
    result = merged(*records)
    ends = [record for _, group in result.gold for record in group]
    ends += [record for d in result.disagreements for record in d.annotations]
    ends += [left.annotation for left in result.left_out if left.annotation]
    encode = msgspec.json.encode
    assert sorted(map(encode, ends)) == sorted(map(encode, records))
    random.shuffle(records)
    assert merged(*records) == result
