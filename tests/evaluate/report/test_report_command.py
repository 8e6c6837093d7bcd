import json
import os
import subprocess
import sys

import pytest

from goldspan.evaluate.report.read import read_score
from goldspan.samples import ANNOTATORS, sample_annotations


def test_score_writes_a_report_and_report_renders_it_again(goldspan, samples, tmp_path):
    run = goldspan("evaluate", "score", samples / "gold", "baseline", "--report", "run", "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["sentences"] is None
    folder = tmp_path / "run"
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(first) == {"report.json", "report.html", "report.md"}
    for name in ("report.html", "report.md"):
        (folder / name).unlink()
    assert goldspan("evaluate", "report", folder).code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_a_plain_score_renders_with_its_examples(goldspan, samples, tmp_path):
    run = goldspan("evaluate", "score", samples / "gold", "baseline", "--json")
    (tmp_path / "report.json").write_text(run.out, encoding="utf-8")
    assert goldspan("evaluate", "report", "report.json", "-o", "page.html").code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "made from figures alone" in page
    assert "Macron and Merkel" in page


def test_markdown_says_the_same(goldspan, samples):
    report = json.loads((samples / "run" / "report.json").read_text(encoding="utf-8"))
    run = goldspan("evaluate", "report", samples / "run", "-o", "-")
    assert f"**F1 {report['overall']['f1']:.3f}**" in run.out
    for label, found in report["labels"].items():
        low, high = found["f1_interval"]
        assert (
            f"| {label} | {found['precision']:.3f} | {found['recall']:.3f} | {found['f1']:.3f} |"
            f" {low:.3f}–{high:.3f} | {found['matched']} | {found['predicted']} |"
            f" {found['support']} |\n"
        ) in run.out
    for name, found in report["errors"]["classes"].items():
        if found["gold"] or found["predicted"]:
            assert f"| {name} | {found['gold']} | {found['predicted']} |\n" in run.out
    assert report["gold"]["sha256"] in run.out
    tables = [line for line in run.out.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def first_version(plain):
    """What version 1 of the form held."""
    figures = ("precision", "recall", "f1", "support", "predicted", "matched", "f1_interval")
    kept = (*figures, "is_too_few")
    referee = ("name", "version", "mode", "scheme", "unit", "sequences", "agrees")
    return {
        "schema": "goldspan-score-1",
        "goldspan": "0.0.1",
        "overall": {name: plain["overall"][name] for name in kept},
        "labels": {
            label: {name: found[name] for name in kept} for label, found in plain["labels"].items()
        },
        "referee": {name: plain["referee"][name] for name in referee},
        "interval": {"method": "percentile", "level": 0.95, "resamples": 1000, "seed": 0},
        "gold": plain["gold"],
        "predictions": plain["predictions"],
    }


def test_old_versions_stay_readable(goldspan, samples, tmp_path):
    plain = json.loads((samples / "run" / "report.json").read_text(encoding="utf-8"))
    path = tmp_path / "old.json"
    path.write_text(json.dumps(first_version(plain)), encoding="utf-8")
    score = read_score(path)
    assert score.macro == pytest.approx(plain["macro"])
    assert score.labels["LEADER"].f1 == plain["labels"]["LEADER"]["f1"]
    assert goldspan("evaluate", "report", path, "-o", "old.html").code == 0
    assert f"{plain['overall']['f1']:.3f}" in (tmp_path / "old.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [("{", "not JSON"), ("[]", "not a report"), ('{"schema": "goldspan-score-9"}', "score-9")],
)
def test_what_is_no_score_is_refused(goldspan, tmp_path, content, wrong):
    (tmp_path / "report.json").write_text(content, encoding="utf-8")
    run = goldspan("evaluate", "report", "report.json", "-o", "page.html")
    assert run.code == 1
    assert wrong in run.err
    assert not (tmp_path / "page.html").exists()


def test_sentences_link_to_their_tasks(goldspan, samples, tmp_path, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "https://label.example.org")
    [sentence, *_] = json.loads((samples / "run" / "report.json").read_text())["sentences"]["shown"]
    record = {
        "sentence": sentence["id"],
        "doc": sentence["doc"],
        "index": 0,
        "text": sentence["text"],
        "text_sha256": "0" * 64,
        "annotator": "a",
        "spans": [],
        "origin": {"project": 3, "task": 14},
    }
    (tmp_path / "annotations.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    run = goldspan(
        "evaluate", "report", samples / "run", "-o", "page.html", "--annotations",
        "annotations.jsonl",
    )  # fmt: skip
    assert run.code == 0, run.err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "https://label.example.org/projects/3/data?task=14" in page


def test_the_ceiling_and_a_learning_curve_stand_beside_the_score(goldspan, samples, tmp_path):
    measured = goldspan(
        "gold", "agreement", *(sample_annotations(name) for name in ANNOTATORS), "--json"
    )
    (tmp_path / "agreement.json").write_text(measured.out, encoding="utf-8")
    run = samples / "run"
    done = goldspan(
        "evaluate", "report", run, "-o", "page.html", "--agreement", "agreement.json",
        "--curve", f"100={run}", "--curve", f"50={run}",
    )  # fmt: skip
    assert done.code == 0, done.err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f"{json.loads(measured.out)['overall']['f1']:.3f}" in page
    assert "Learning curve" in page
    refused = goldspan("evaluate", "report", run, "-o", "page.html", "--curve", "many=x.json")
    assert refused.code == 1
    assert "SIZE=FILE" in refused.err


def test_open_hands_the_page_to_the_browser(goldspan, samples, tmp_path):
    opener = tmp_path / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    command = [sys.executable, "-m", "goldspan", "evaluate", "report", samples / "run"]
    done = subprocess.run(
        [*command, "-o", "page.html", "--open"],
        env={**os.environ, "BROWSER": f"{opener} %s"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "opened").read_text().strip() == (tmp_path / "page.html").as_uri()
    assert goldspan("evaluate", "report", samples / "run", "-o", "-", "--open").code == 2
    assert goldspan("evaluate", "report", "a", "b", "-o", "page.html").code == 2
