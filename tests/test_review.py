"""Suspicious sentences go to a review project of a real Label Studio, and come back."""

import json
import uuid

import pytest

from goldspan.annotate.server import connect
from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.records import read_records, write_records
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

HEADLINE = "Leaders meet again"
CLEAN = "Zambia opened an embassy in the old harbour, and its minister planted a tree there."
GLUED = "Zambia opened anembassy in the oldharbour, and its minister planted a tree there."


@pytest.fixture
def project():
    return f"news {uuid.uuid4().hex[:12]}"


def said(index, text, *spans, **fields):
    return Annotation(
        sentence=f"d#{index}",
        doc="d",
        index=index,
        text=text,
        text_sha256=sha256_of_text(text),
        annotator="a",
        spans=list(spans),
        lang="en",
        section="headline" if index == 0 else "body",
        **fields,
    )


@pytest.fixture
def gold(goldspan, tmp_path):
    demonym = Span(start=0, end=6, label="COUNTRY", attributes={"form": "demonym"})
    wide = Span(start=0, end=7, label="LEADER", attributes={"noise": "mt"})
    records = [
        said(0, HEADLINE),
        said(1, CLEAN, demonym),
        said(2, "Nothing else happened."),
        said(3, GLUED),
        said(4, "Trnka ,who chairs the board, left.", wide, flags=["unsure"]),
    ]
    write_records(tmp_path / "annotations.jsonl", records)
    assert goldspan("gold", "build", "annotations.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def test_suspicious_sentences_are_reviewed_and_decide_gold(goldspan, studio, gold, project):
    push = ("gold", "check", gold, "--push", "--project", project, "--ignore", "rare-label")
    run = goldspan(*push, "--json")
    assert run.code == 0, run.err
    assert "2 sentences pushed, 0 were there already" in run.err
    findings = json.loads(run.out)["findings"]
    assert {f["sentence"] for f in findings} == {"d#3", "d#4"}
    assert "0 sentences pushed, 2 were there already" in goldspan(*push).err

    with connect() as server:
        [stored] = server.client.projects.list(title=f"{project} review")
        tasks = {
            task.data["id"]: task
            for task in server.client.tasks.list(project=stored.id, fields="all")
        }
        assert set(tasks) == {"d#3", "d#4"}
        data = tasks["d#3"].data
        assert "near-duplicate-spans: near duplicate of d#1; 'Zambia' is" in data["headline"]
        assert data["headline"].endswith(HEADLINE)
        assert (data["previous"], data["text"]) == ("Nothing else happened.", GLUED)
        assert data["next"].startswith("Trnka")
        [shown] = tasks["d#4"].predictions
        shown = shown.model_dump()
        assert shown["model_version"] == "gold"
        kinds = {part["from_name"]: part["value"] for part in shown["result"]}
        assert (kinds["label"]["start"], kinds["label"]["end"]) == (0, 7)
        assert kinds["LEADER.noise"]["choices"] == ["mt"]
        assert kinds["flag"]["choices"] == ["unsure"]
        corrected = shown["result"]
        for part in corrected:
            if "end" in part["value"]:
                part["value"].update(end=5)
            part["value"].pop("text", None)
        server.client.annotations.create(tasks["d#4"].id, result=corrected)
        tagged = {
            "id": "x",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": 0, "end": 6, "labels": ["COUNTRY"]},
        }
        server.client.annotations.create(tasks["d#3"].id, result=[tagged])

    run = goldspan("annotate", "pull", "--project", f"{project} review", "-o", "review.jsonl")
    assert run.code == 0, run.err
    pulled = [one for _, one in read_records(gold.parent / "review.jsonl", Annotation)]
    assert {one.sentence: [s.label for s in one.spans] for one in pulled} == {
        "d#3": ["COUNTRY"],
        "d#4": ["LEADER"],
    }
    run = goldspan(
        "gold", "build", "annotations.jsonl", "--adjudicated", "review.jsonl", "-o", gold
    )
    assert run.code == 0, run.err
    now = {one.id: [(s.start, s.end, s.origin) for s in one.spans] for one in
           read_gold(gold).sentences()}  # fmt: skip
    assert now["d#3"] == [(0, 6, "adjudicated")]
    assert now["d#4"] == [(0, 5, "adjudicated")]
    assert now["d#1"] == [(0, 6, "single")]
    left = goldspan("gold", "check", gold, "--only", "near-duplicate-spans", "--json")
    assert json.loads(left.out)["findings"] == []


def test_without_findings_nothing_is_pushed(goldspan, gold, project):
    run = goldspan("gold", "check", gold, "--push", "--project", project, "--only", "quote")
    assert run.code == 0
    assert "Nothing to review" in run.err
