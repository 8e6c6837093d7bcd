import json

import msgspec
import pytest

from goldspan.annotations import GuidelinesStamp
from goldspan.errors import InputError
from goldspan.gold.agreement import agreement
from goldspan.records import write_records
from goldspan.samples import ANNOTATORS, sample_annotations
from goldspan.sentences import sha256_of_text

from ..strategies import LABELS
from .test_merge import PUTIN, VIETNAM, said

SAMPLES = [sample_annotations(name) for name in ANNOTATORS]


def test_three_annotators_are_compared_pair_by_pair():
    result = agreement([said("a", PUTIN), said("b", PUTIN), said("c", VIETNAM)], LABELS)
    assert {name: pair.f1 for name, pair in result.pairs.items()} == {
        "a & b": 1.0,
        "a & c": 0.0,
        "b & c": 0.0,
    }
    assert (result.overall.matched, result.overall.first, result.overall.second) == (1, 3, 3)


def test_the_matrix_of_pairs_is_symmetric_with_its_counts():
    records = [said("a", PUTIN), said("b", PUTIN), said("c", VIETNAM), said("d", index=9)]
    matrix = agreement([*records, said("a", PUTIN, index=9)], LABELS).matrix
    assert matrix.annotators == ["a", "b", "c", "d"]
    assert matrix.f1 == [
        [None, 1.0, 0.0, 0.0],
        [1.0, None, 0.0, None],
        [0.0, 0.0, None, None],
        [0.0, None, None, None],
    ]
    assert matrix.sentences[0] == [0, 1, 1, 1]
    assert matrix.spans[0] == [0, 2, 2, 1]


@pytest.mark.parametrize("uncounted", [{"status": "draft"}, {"status": "skipped"}, {"stale": True}])
def test_what_was_not_submitted_or_is_stale_does_not_count(uncounted):
    result = agreement(
        [
            said("a", PUTIN),
            said("b", PUTIN),
            said("a", PUTIN, index=1),
            said("b", index=1, **uncounted),
            said("c", VIETNAM, **uncounted),
        ],
        LABELS,
    )
    assert result.annotators == ["a", "b"]
    assert (result.overall.sentences, result.overall.f1) == (1, 1.0)
    assert (result.alpha.overall.spans, result.alpha.overall.alpha) == (2, 1.0)


def test_the_same_annotators_later_annotation_counts():
    early = said("b", updated_at="2026-01-01T00:00:00Z")
    late = said("b", PUTIN, updated_at="2026-01-02T00:00:00Z")
    assert agreement([said("a", PUTIN), late, early], LABELS).overall.f1 == 1.0


def test_labels_languages_and_sections_are_told_apart():
    vietnamese = [
        msgspec.structs.replace(record, lang="vi", doc="v", section="headline")
        for record in (said("a", VIETNAM, index=1), said("b", index=1))
    ]
    result = agreement(
        [said("a", PUTIN, lang="en"), said("b", PUTIN, lang="en"), *vietnamese], LABELS
    )
    assert result.labels["LEADER"].f1 == 1.0 and result.labels["COUNTRY"].f1 == 0.0
    assert result.languages["en"].f1 == 1.0 and result.languages["vi"].f1 == 0.0
    assert result.labels_by_language["COUNTRY en"].f1 is None
    assert {name: agreed.f1 for name, agreed in result.sections.items()} == {
        "body": 1.0,
        "headline": 0.0,
    }
    assert result.overall.f1_interval is not None
    assert result.languages["en"].f1_interval is None, "one document says nothing of others"


def test_guideline_versions_are_told_apart_and_mixed_pairs_named():
    one, two = (GuidelinesStamp(version=version, sha256=version) for version in ("1", "2"))
    other = GuidelinesStamp(version="1", sha256="edited")
    stamps = [(one, one), (two, two), (two, one), (one, two), (one, None), (one, other)]
    records = [
        said(name, PUTIN, index=index, guidelines=stamp)
        for index, pair in enumerate(stamps)
        for name, stamp in zip("ab", pair, strict=True)
    ]
    result = agreement(records, LABELS)
    assert {name: agreed.sentences for name, agreed in result.guidelines.items()} == {
        "1": 1,
        "1 & 2": 2,
        "1 & not known": 1,
        "1 (two texts)": 1,
        "2": 1,
    }


def test_fewer_than_30_spans_are_too_few_to_say():
    records = [said(name, PUTIN, index=index) for name in "ab" for index in range(30)]
    result = agreement(records, LABELS)
    assert not result.labels["LEADER"].is_too_few
    assert not result.alpha.labels["LEADER"].is_too_few
    fewer = agreement(records[:-1], LABELS)
    assert fewer.labels["LEADER"].is_too_few and fewer.labels["LEADER"].label_accuracy.is_too_few
    assert fewer.alpha.labels["LEADER"].is_too_few


def test_one_sentence_with_two_texts_is_refused():
    text = "Obama visited Hanoi."
    other = msgspec.structs.replace(said("b"), text=text, text_sha256=sha256_of_text(text))
    with pytest.raises(InputError, match="sentence d#0: a and b annotated two different texts"):
        agreement([said("a"), other], LABELS)


def test_the_command_measures_the_samples(goldspan):
    run = goldspan("gold", "agreement", *SAMPLES, "--json")
    assert run.code == 0, run.err
    report = json.loads(run.out)
    assert report["annotators"] == list(ANNOTATORS)
    assert report["overall"]["sentences"] == 236
    table = goldspan("gold", "agreement", *SAMPLES).out
    assert f"{report['labels']['LEADER']['f1']:.4f}" in table
    assert "LEADER vi" in table


def test_one_annotator_alone_is_told(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN)])
    run = goldspan("gold", "agreement", "a.jsonl")
    assert run.code == 1
    assert "no sentence was annotated by two people" in run.err
