"""Predictions as JSON Lines and as Parquet: the same score, the same checks."""

import io
import json
import sys

import msgspec
import pyarrow
import pyarrow.parquet
import pytest

from goldspan.evaluate import prediction_lines as module
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.scoring import score_case
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said


@pytest.fixture
def folder(goldspan, tmp_path):
    records = [
        msgspec.structs.replace(said("a", PUTIN, VIETNAM, index=place), doc=f"d{place // 2}")
        for place in range(8)
    ]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def span(one, **fields):
    return PredictedSpan(start=one.start, end=one.end, label=one.label, **fields)


RECORDS = [
    Prediction(sentence="d#3", spans=[span(VIETNAM, score=0.5), span(PUTIN)], extractor="x"),
    Prediction(sentence="d#0", spans=[span(PUTIN, text="Putin", attributes={"form": "y"})]),
    Prediction(sentence="d#1", spans=[], error="timed out", extractor="y"),
    Prediction(
        sentence="d#2",
        spans=[],
        unlocated=[Unlocated(label="LEADER", text="?")],
        seconds=1.5,
        unmapped={"ORG": 2},
    ),
    *(Prediction(sentence=f"d#{place}", spans=[span(PUTIN)]) for place in range(4, 8)),
]


def as_parquet(path, records):
    """As any program would write them: structs of what the records hold."""
    rows = [json.loads(msgspec.json.encode(record)) for record in records]
    for row in rows:
        row["spans"] = [
            {name: value for name, value in one.items() if name != "attributes"}
            for one in row["spans"]
        ]
        row["unmapped"] = [{"name": name, "value": n} for name, n in row["unmapped"].items()]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def scored(folder, path):
    return score_case(GoldFolder(folder).case(path))


def without_hash(report):
    side = msgspec.structs.replace(report.predictions, sha256=None)
    return msgspec.structs.replace(report, predictions=side)


def test_a_claim_that_is_not_in_the_text_is_shown_at_minus_one(folder, tmp_path):
    write_records(tmp_path / "p.jsonl", RECORDS)
    report = score_case(GoldFolder(folder).case(tmp_path / "p.jsonl"), with_sentences=True)
    [sentence] = [one for one in report.sentences.shown if one.id == "d#2"]
    assert [(one.start, one.end, one.label) for one in sentence.predicted] == [(-1, -1, "LEADER")]


def test_both_forms_give_the_same_report(folder, tmp_path, monkeypatch):
    write_records(tmp_path / "p.jsonl", RECORDS)
    as_parquet(tmp_path / "p.parquet", RECORDS)
    report = scored(folder, tmp_path / "p.jsonl")
    assert report.predictions.extractor == "x, y"
    assert (report.predictions.errors, report.predictions.unlocated) == (1, 1)
    assert (report.overall.matched, report.overall.predicted) == (7, 8)
    assert without_hash(scored(folder, tmp_path / "p.parquet")) == without_hash(report)
    monkeypatch.setattr(module, "_BLOCK", 100)
    assert scored(folder, tmp_path / "p.jsonl") == report, "in many blocks, too"


def test_standard_input_is_read_as_well(goldspan, folder, tmp_path, monkeypatch):
    write_records(tmp_path / "p.jsonl", RECORDS)

    class Stdin:
        buffer = io.BytesIO((tmp_path / "p.jsonl").read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin)
    run = goldspan("evaluate", "score", folder, "-", "--json", "--referee", "off")
    assert json.loads(run.out)["overall"]["matched"] == 7


def test_the_wire_has_the_fields_of_the_records():
    assert set(module._Record.__struct_fields__) == set(Prediction.__struct_fields__)
    assert set(module._Span.__struct_fields__) == set(PredictedSpan.__struct_fields__)
    assert set(module._Claim.__struct_fields__) == set(Unlocated.__struct_fields__)


def changed(place, **fields):
    return [
        *RECORDS[:place],
        msgspec.structs.replace(RECORDS[place], **fields),
        *RECORDS[place + 1 :],
    ]


BAD = {
    "unknown sentence": (changed(1, sentence="e#1"), "sentence e#1 isn't in the gold dataset"),
    "twice": (changed(1, sentence="d#3"), "sentence d#3 has a prediction already"),
    "outside": (
        changed(1, spans=[PredictedSpan(start=1, end=900, label="LEADER")]),
        "sentence d#0: offsets 1..900 don't lie inside the text",
    ),
    "huge": (
        changed(1, spans=[PredictedSpan(start=1, end=1 << 40, label="LEADER")]),
        "sentence d#0: offsets 1..1099511627776 don't lie inside the text",
    ),
    "negative": (
        changed(1, spans=[PredictedSpan(start=-1, end=-1, label="LEADER")]),
        "sentence d#0: offsets -1..-1 don't lie inside the text",
    ),
    "label": (
        changed(1, spans=[PredictedSpan(start=1, end=9, label="PERSON")]),
        "sentence d#0: label 'PERSON' isn't one of LEADER",
    ),
    "claimed label": (
        changed(1, unlocated=[Unlocated(label="PERSON", text="x")]),
        "sentence d#0: label 'PERSON' isn't one of LEADER",
    ),
    "quote": (
        changed(1, spans=[span(PUTIN, text="Biden")]),
        "sentence d#0: the quote 'Biden' isn't what offsets",
    ),
    "text": (changed(1, text_sha256="0"), "sentence d#0: the prediction was made for another text"),
    "missing": (RECORDS[:-1], "1 of 8 sentences have no prediction, the first is d#7"),
}


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_place(goldspan, folder, tmp_path, name, kind):
    records, message = BAD[name]
    if kind == "jsonl":
        write_records(tmp_path / "p.jsonl", records)
    else:
        as_parquet(tmp_path / "p.parquet", records)
    run = goldspan("evaluate", "score", folder, f"p.{kind}", "--json")
    assert (run.code, run.out) == (1, "")
    assert message in run.err
    if name != "missing":
        assert ("p.jsonl:2: " if kind == "jsonl" else "p.parquet: row 2: ") in run.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"sentence": "d#0"}', "p.jsonl:1: not a prediction record"),
        (b'{"sentence": "d#0", "spans": [], "colour": 1}', "unknown field `colour`"),
        (b'{"sentence": "d#0", "spans": [{"start": 0.5, "end": 1, "label": "LEADER"}]}', "int"),
        (b"\xff", "p.jsonl:1: "),
    ],
)
def test_a_line_that_is_no_prediction_is_told(goldspan, folder, tmp_path, line, message):
    (tmp_path / "p.jsonl").write_bytes(line + b"\n")
    run = goldspan("evaluate", "score", folder, "p.jsonl")
    assert run.code == 1
    assert message in run.err and "Traceback" not in run.err


def test_a_damaged_parquet_file_is_told(goldspan, folder, tmp_path):
    (tmp_path / "p.parquet").write_bytes(b"nothing")
    run = goldspan("evaluate", "score", folder, "p.parquet")
    assert run.code == 1
    assert "p.parquet: can't be read" in run.err
    table = pyarrow.Table.from_pylist([{"sentence": "d#0", "found": 1}])
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    run = goldspan("evaluate", "score", folder, "p.parquet")
    assert run.code == 1
    assert "p.parquet: row 1: not a prediction record" in run.err
