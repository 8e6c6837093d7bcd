import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldspan.gold.agreement import agreement
from goldspan.records import write_records
from goldspan.samples import ANNOTATORS, sample_annotations
from goldspan.spans import Span

from ..strategies import LABELS, spans_on
from .test_merge import PUTIN, TEXT, VIETNAM, said

INNER = Span(start=10, end=12, label="LEADER")


def f1(*annotations):
    return agreement(annotations, LABELS).overall.f1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([PUTIN, VIETNAM], [VIETNAM, PUTIN], 1.0),
        ([PUTIN], [PUTIN, VIETNAM], 2 / 3),
        ([PUTIN], [VIETNAM], 0.0),
        ([PUTIN], [], 0.0),
        ([], [], None),
        ([PUTIN, INNER], [PUTIN], 2 / 3),
        ([PUTIN], [Span(start=10, end=15, label="COUNTRY")], 0.0),
        ([PUTIN], [Span(start=9, end=15, label="LEADER")], 0.0),
        ([PUTIN, INNER, VIETNAM], [PUTIN, INNER], 0.8),
    ],
)
def test_by_hand(first, second, expected):
    assert f1(said("a", *first), said("b", *second)) == expected
    assert f1(said("a", *second), said("b", *first)) == expected


def test_three_annotators_are_compared_pair_by_pair():
    result = agreement([said("a", PUTIN), said("b", PUTIN), said("c", VIETNAM)], LABELS)
    assert {name: pair.f1 for name, pair in result.pairs.items()} == {
        "a & b": 1.0,
        "a & c": 0.0,
        "b & c": 0.0,
    }
    assert (result.overall.matched, result.overall.first, result.overall.second) == (1, 3, 3)


def test_sentences_of_a_single_annotator_and_skipped_ones_say_nothing():
    result = agreement(
        [
            said("a", PUTIN),
            said("a", PUTIN, index=1),
            said("b", status="skipped", index=1),
            said("b", PUTIN),
        ],
        LABELS,
    )
    assert (result.overall.sentences, result.overall.f1) == (1, 1.0)


def test_labels_and_languages_are_told_apart():
    vietnamese = [
        msgspec.structs.replace(record, lang="vi", doc="v")
        for record in (said("a", VIETNAM, index=1), said("b", index=1))
    ]
    result = agreement(
        [said("a", PUTIN, lang="en"), said("b", PUTIN, lang="en"), *vietnamese], LABELS
    )
    assert result.labels["LEADER"].f1 == 1.0 and result.labels["COUNTRY"].f1 == 0.0
    assert result.languages["en"].f1 == 1.0 and result.languages["vi"].f1 == 0.0
    assert result.labels_by_language["COUNTRY en"].f1 is None
    assert result.overall.f1_interval is not None


@given(st.data())
def test_it_is_symmetric_is_one_for_equals_and_falls_with_every_lost_span(data):
    spans = data.draw(spans_on(TEXT))
    other = data.draw(spans_on(TEXT))
    assert f1(said("a", *spans), said("b", *other)) == f1(said("a", *other), said("b", *spans))
    last = 1.0
    for kept in range(len(spans), -1, -1):
        now = f1(said("a", *spans), said("b", *spans[:kept]))
        if not spans:
            assert now is None
        elif kept == len(spans):
            assert now == 1.0
        else:
            assert now < last
            last = now


def test_the_command_measures_the_samples(goldspan):
    run = goldspan(
        "gold", "agreement", *(sample_annotations(name) for name in ANNOTATORS), "--json"
    )
    assert run.code == 0, run.err
    report = json.loads(run.out)
    assert report["annotators"] == list(ANNOTATORS)
    assert report["overall"]["sentences"] == 236
    table = goldspan("gold", "agreement", *(sample_annotations(name) for name in ANNOTATORS)).out
    assert f"{report['labels']['LEADER']['f1']:.4f}" in table
    assert "LEADER vi" in table


def test_one_annotator_alone_is_told(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN)])
    run = goldspan("gold", "agreement", "a.jsonl")
    assert run.code == 1
    assert "no sentence was annotated by two people" in run.err
