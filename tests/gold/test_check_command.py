"""``goldspan gold check``: exit codes, JSON with tasks, and what it refuses."""

import json

import pytest

from goldspan.records import write_records
from goldspan.spans import Span

from .test_merge import PUTIN, TEXT, said


@pytest.fixture
def faulty(goldspan, tmp_path):
    """A dataset with one error: white space at a span's edge."""
    wide = Span(start=10, end=16, label="LEADER", text=TEXT[10:16])
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN), said("a", wide, index=1)])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def test_errors_exit_with_3_and_warnings_only_if_strict(goldspan, faulty):
    run = goldspan("gold", "check", faulty)
    assert run.code == 3
    assert "d#1: white space at the edge of 'Putin ' LEADER" in run.out
    assert goldspan("gold", "check", faulty, "--only", "rare-label").code == 0
    assert goldspan("gold", "check", faulty, "--only", "rare-label", "--strict").code == 3
    only = ("--only", "edge-space", "--only", "rare-label", "--strict")
    assert goldspan("gold", "check", faulty, *only, "--ignore", "rare-label").code == 3
    quiet = ("--ignore", "edge-space", "--threshold", "rare-label=0", "--only", "rare-label")
    assert goldspan("gold", "check", faulty, *quiet, "--strict").code == 0


def test_json_names_sentence_spans_and_task(goldspan, faulty, tmp_path, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "http://127.0.0.1:9/projects/7/data?tab=1")
    pulled = said("a", index=1, origin={"project": 7, "task": 42, "annotation": 5})
    write_records(tmp_path / "pulled.jsonl", [pulled])
    run = goldspan("gold", "check", faulty, "--json", "--annotations", "pulled.jsonl")
    values = json.loads(run.out)
    [finding] = [f for f in values["findings"] if f["check"] == "edge-space"]
    assert (finding["severity"], finding["sentence"], finding["split"]) == ("error", "d#1", "test")
    assert [(s["start"], s["end"]) for s in finding["spans"]] == [(10, 16)]
    assert finding["tasks"] == [
        {"project": 7, "task": 42, "url": "http://127.0.0.1:9/projects/7/data?task=42"}
    ]
    assert values["errors"] == values["counts"]["edge-space"] == 1


def test_unknown_names_are_refused(goldspan, faulty):
    assert "there is no check 'typo'" in goldspan("gold", "check", faulty, "--only", "typo").err
    run = goldspan("gold", "check", faulty, "--threshold", "typo=1")
    assert run.code == 1 and "there is no threshold 'typo'; there are long-span" in run.err
    assert goldspan("gold", "check", faulty, "--threshold", "long-span").code == 2


def test_a_dataset_of_other_guidelines_is_refused(goldspan, faulty, tmp_path):
    from ..guidelines.test_read import SOUND as OTHER

    (tmp_path / "doses.md").write_text(OTHER, encoding="utf-8")
    run = goldspan("gold", "check", faulty, "--guidelines", "doses.md")
    assert run.code == 1
    assert "name its own with --guidelines" in run.err
