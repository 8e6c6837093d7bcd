import io
import json

import msgspec
import pytest
from rich.console import Console

from goldspan.adjudication import Adjudication
from goldspan.annotations import Annotation, GuidelinesStamp
from goldspan.disagreements import SpanDisagreement
from goldspan.errors import InputError
from goldspan.gold.agreement import agreement
from goldspan.gold.measures.accuracy import gold_of_adjudicators
from goldspan.gold.measures.terminal import agreement_table
from goldspan.records import read_records, write_records
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


@pytest.mark.parametrize(
    "uncounted",
    [{"status": "draft"}, {"status": "skipped"}, {"stale": True}, {"adjudication": Adjudication()}],
)
def test_what_was_not_submitted_or_is_stale_or_a_decision_does_not_count(uncounted):
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


def test_suggestions_and_changes_by_others_are_told():
    pairs = [("baseline 1", "baseline 1"), ("baseline 1", None), (None, None)]
    records = [
        said(name, PUTIN, index=index, suggested_by=shown, edited_by="c" if index == 1 else None)
        for index, pair in enumerate(pairs)
        for name, shown in zip("ab", pair, strict=True)
    ]
    result = agreement(records, LABELS)
    assert {name: agreed.sentences for name, agreed in result.suggestions.items()} == {
        "baseline 1": 1,
        "baseline 1 & none": 1,
        "none": 1,
    }
    assert result.changed_by_others == 2
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(agreement_table(result))
    text = console.export_text()
    assert "Too good: with suggestions of baseline 1" in text
    assert "Not independent: 2 annotations" in text


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


def test_what_is_asked_for_is_measured_and_shown(goldspan):
    options = ["--gamma", "--token-kappa", "--adjudicated", sample_annotations("adjudicated")]
    report = json.loads(goldspan("gold", "agreement", *SAMPLES, *options, "--json").out)
    assert report["gamma"]["gamma"] > 0.98
    assert len(report["gamma"]["documents"]) == 16
    assert "misleads" in report["token_kappa"]["warning"]
    against = report["accuracy_against_gold"]
    assert (against["sentences"], against["disputed_sentences"]) == (236, 6)
    table = " ".join(goldspan("gold", "agreement", *SAMPLES, *options).out.split())
    for name in ("gamma all", "unitised alpha", "Token kappa misleads", "not agreement"):
        assert name in table
    plain = json.loads(goldspan("gold", "agreement", *SAMPLES, "--json").out)
    assert plain["gamma"] is plain["token_kappa"] is plain["accuracy_against_gold"] is None
    assert {**plain, **{name: report[name] for name in ("gamma", "token_kappa")}} == {
        **report,
        "accuracy_against_gold": None,
    }


def test_every_disagreement_is_written_and_counted(goldspan, tmp_path):
    run = goldspan("gold", "agreement", *SAMPLES, "--disagreements", "d.jsonl", "--json")
    report = json.loads(run.out)["disagreements"]
    written = [record for _, record in read_records(tmp_path / "d.jsonl", SpanDisagreement)]
    assert len(written) == sum(report["kinds"].values()) == 7
    assert sum(group["count"] for group in report["groups"]) == 7
    assert report["groups"][0]["marked"] == [
        {"text": "Hiệp định Thương mại tự do", "label": "AGREEMENT"}
    ]
    stdout = goldspan("gold", "agreement", *SAMPLES, "--disagreements", "-").out
    assert stdout == (tmp_path / "d.jsonl").read_text()


def test_accuracy_against_a_gold_dataset(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN), said("b", PUTIN), said("b", index=1)])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    write_records(tmp_path / "c.jsonl", [said("c", PUTIN, VIETNAM)])
    run = goldspan("gold", "agreement", "c.jsonl", "--gold", "gold", "--json")
    assert run.code == 0, run.err
    against = json.loads(run.out)["accuracy_against_gold"]
    assert against["annotators"]["c"]["all"]["precision"] == 0.5
    assert "Accuracy against gold" in goldspan("gold", "agreement", "c.jsonl", "--gold", "gold").out


def test_options_that_exclude_each_other(goldspan):
    both = ["--gold", "gold", "--adjudicated", "x.jsonl"]
    assert goldspan("gold", "agreement", *SAMPLES, *both).code == 2
    assert goldspan("gold", "agreement", *SAMPLES, "--disagreements", "-", "--json").code == 2


@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_table_fits_the_terminal(width):
    """Nothing is cut off where figures stand, and three annotators get their matrix."""
    records = [
        msgspec.structs.replace(record, annotator=name)
        for name, source in zip(("anna", "bob", "chi"), [*ANNOTATORS, "adjudicated"], strict=True)
        for _, record in read_records(sample_annotations(source), Annotation)
    ]
    gold = gold_of_adjudicators([r for r in records if r.annotator == "chi"], "adjudicated.jsonl")
    measured = agreement(records, LABELS, with_token_kappa=True, gold=gold)
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(agreement_table(measured))
    text = console.export_text()
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= width
    [row] = [line for line in text.splitlines() if line.startswith(" anna ") and "0.993" in line][
        :1
    ]
    assert "0.998" in row


def test_one_annotator_alone_is_told(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN)])
    run = goldspan("gold", "agreement", "a.jsonl")
    assert run.code == 1
    assert "no sentence was annotated by two people" in run.err
