import json

import pytest

from goldspan.errors import RefereeError
from goldspan.evaluate import referee as refereeing
from goldspan.evaluate.inputs import dataset_case
from goldspan.evaluate.scoring import score_case
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records
from goldspan.spans import Span

from ..gold.test_merge import PUTIN, TEXT, VIETNAM, said
from .builders import dataset, gold, predicted


@pytest.fixture
def folder(goldspan, tmp_path):
    records = [said("a", PUTIN, VIETNAM, index=index) for index in range(3)]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def write(tmp_path, *records):
    write_records(tmp_path / "p.jsonl", records)
    return tmp_path / "p.jsonl"


def found(index, *spans, **fields):
    spans = [PredictedSpan(start=s.start, end=s.end, label=s.label) for s in spans]
    return Prediction(sentence=f"d#{index}", spans=spans, **fields)


def test_a_predictions_file_is_scored(goldspan, folder, tmp_path):
    path = write(tmp_path, found(0, PUTIN, VIETNAM), found(1, PUTIN), found(2))
    run = goldspan("evaluate", "score", folder, path, "--json")
    assert run.code == 0, run.err
    report = json.loads(run.out)
    assert report["overall"]["precision"] == 1.0
    assert report["overall"]["recall"] == 0.5
    assert report["overall"]["matched"] == 3
    assert report["labels"]["COUNTRY"]["support"] == 3
    assert report["labels"]["AGREEMENT"]["support"] == 0
    assert report["referee"] == {
        "name": "seqeval",
        "version": "1.2.2",
        "mode": "strict",
        "scheme": "IOB2",
        "unit": "text cut at every gold and predicted boundary, overlapping spans in layers",
        "extent": "full",
        "documents": 1,
        "sentences": 3,
        "sequences": 6,
        "agrees": True,
    }
    assert report["gold"]["sentences"] == 3


def test_the_table_shows_counts_beside_every_figure(goldspan, folder, tmp_path):
    path = write(tmp_path, found(0, PUTIN, VIETNAM), found(1, PUTIN), found(2))
    run = goldspan("evaluate", "score", folder, path)
    assert "1.0000" in run.out and "0.5000" in run.out and "6*" in run.out
    assert "seqeval 1.2.2 strict IOB2 counts the same" in run.out
    assert "too few to say much" in run.out


def test_the_baseline_is_scored_by_name_and_as_a_file_alike(goldspan, folder):
    by_name = json.loads(goldspan("evaluate", "score", folder, "baseline", "--json").out)
    run = goldspan("evaluate", "predict", "baseline", folder, "--split", "test", "-o", "p.jsonl")
    assert run.code == 0, run.err
    as_file = json.loads(
        goldspan("evaluate", "score", folder, "p.jsonl", "--split", "test", "--json").out
    )
    assert by_name["overall"] == as_file["overall"]
    assert by_name["overall"]["f1"] == 1.0


def test_the_report_is_written_when_asked_for(goldspan, folder, tmp_path):
    goldspan("evaluate", "score", folder, "baseline", "-o", "report.json")
    assert json.loads((tmp_path / "report.json").read_text())["schema"] == "goldspan-score-2"


def test_failed_sentences_count_as_empty_and_are_counted(goldspan, folder, tmp_path):
    path = write(tmp_path, found(0), found(1, error="timed out"), found(2))
    run = goldspan("evaluate", "score", folder, path)
    assert "The extractor failed on 1 sentence" in run.out


def test_an_extractor_that_made_the_suggestions_is_told_to_look_too_good(goldspan, tmp_path):
    records = [said("a", PUTIN, suggested_by="test"), said("a", PUTIN, index=1)]
    write_records(tmp_path / "a.jsonl", records)
    goldspan("gold", "build", "a.jsonl", "-o", "gold")
    path = write(tmp_path, found(0, PUTIN, extractor="test"), found(1, extractor="test"))
    run = goldspan("evaluate", "score", "gold", path)
    assert "Too good: in 1 sentence annotators began with suggestions" in run.out
    other = write(tmp_path, found(0, PUTIN, extractor="other"), found(1, extractor="other"))
    assert "Too good" not in goldspan("evaluate", "score", "gold", other).out


BAD = {
    "unknown sentence": (
        [found(0), found(9)],
        "p.jsonl:2: sentence d#9 isn't in the gold dataset",
    ),
    "unknown label": (
        [found(0, Span(start=0, end=9, label="PERSON"))],
        "p.jsonl:1: sentence d#0: label 'PERSON' isn't one of LEADER, COUNTRY, AGREEMENT",
    ),
    "offsets outside": (
        [found(0), found(1, Span(start=0, end=99, label="LEADER"))],
        "p.jsonl:2: sentence d#1: offsets 0..99 don't lie inside the text (0..32",
    ),
    "reversed": ([found(0, Span(start=9, end=3, label="LEADER"))], "offsets 9..3 don't lie"),
    "twice": ([found(0), found(0)], "p.jsonl:2: sentence d#0 has a prediction already"),
    "other text": (
        [found(0, text_sha256="0" * 64)],
        "p.jsonl:1: sentence d#0: the prediction was made for another text",
    ),
    "missing": ([found(0)], "2 of 3 sentences have no prediction, the first is d#1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_predictions_are_named_with_the_place(goldspan, folder, tmp_path, name):
    records, message = BAD[name]
    run = goldspan("evaluate", "score", folder, write(tmp_path, *records), "--json")
    assert (run.code, run.out) == (1, "")
    assert message in run.err and "Traceback" not in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gold", "nowhere.jsonl"], "nowhere.jsonl: can't be read"),
        (["elsewhere", "baseline"], "elsewhere: not a gold dataset"),
        (["gold", "baseline", "--split", "train"], "there is no split 'train'; there are test"),
    ],
)
def test_what_is_missing_is_named(goldspan, folder, arguments, message):
    run = goldspan("evaluate", "score", *arguments)
    assert run.code == 1
    assert message in run.err


def test_a_difference_from_seqeval_is_an_error_that_shows_where(monkeypatch):
    sentences = [gold(TEXT, [PUTIN]), gold(TEXT, [VIETNAM], index=1)]
    found = {s.id: predicted(s, [PUTIN]) for s in sentences}
    real = refereeing.sequences_of

    def wrong(case, rows):
        y_true, y_pred = real(case, rows)
        if 1 in rows.tolist():
            y_pred[-1] = ["O"] * len(y_pred[-1])
        return y_true, y_pred

    monkeypatch.setattr(refereeing, "sequences_of", wrong)
    with pytest.raises(RefereeError) as error:
        score_case(dataset_case(dataset(sentences), found))
    assert "overall: precision is 0.5 by goldspan's count and 1.0 by seqeval's" in str(error.value)
    assert f"First in sentence d#1: {TEXT!r}" in str(error.value)


def test_seqevals_default_mode_is_the_referee_when_asked_for(goldspan, folder, tmp_path):
    path = write(tmp_path, found(0, PUTIN, VIETNAM), found(1, PUTIN), found(2))
    strict, default = (
        json.loads(goldspan("evaluate", "score", folder, path, "--json", "--mode", mode).out)
        for mode in ("strict", "conlleval")
    )
    assert default["referee"]["mode"] == "default" and default["referee"]["agrees"]
    assert default["mode"] == "conlleval"
    assert default["overall"] == strict["overall"]


def test_beyond_20_000_sentences_the_referee_sees_a_sample(goldspan, folder, monkeypatch):
    monkeypatch.setattr(refereeing, "FULL_UP_TO", 2)
    run = goldspan("evaluate", "score", folder, "baseline", "--json")
    referee = json.loads(run.out)["referee"]
    assert (referee["extent"], referee["sentences"]) == ("sample", 3), "one document, whole"
    run = goldspan("evaluate", "score", folder, "baseline", "--json", "--referee", "full")
    full = json.loads(run.out)
    assert full["referee"]["extent"] == "full"
    off = goldspan("evaluate", "score", folder, "baseline", "--referee", "off")
    assert "seqeval was not asked" in off.out
