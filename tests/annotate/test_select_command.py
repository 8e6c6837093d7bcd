"""``goldspan annotate select``: what it prints, writes and refuses."""

import json

import pytest

from goldspan.annotate.known import known_of
from goldspan.errors import InputError
from goldspan.extractors import find_extractor, predictions_of
from goldspan.records import read_records, write_records
from goldspan.samples import sample_annotations
from goldspan.sentences import Sentence

from ..strategies import LABELS
from .pools import said, sample


@pytest.fixture
def files(tmp_path):
    pool, _ = sample()
    write_records(tmp_path / "pool.jsonl", pool)
    for name, every in (("a", 1), ("b", 2)):
        made = predictions_of(find_extractor("baseline", LABELS), pool, LABELS)
        made = [p if n % every == 0 else said(p.sentence) for n, p in enumerate(made)]
        write_records(tmp_path / f"{name}.jsonl", made)
    return tmp_path


SELECT = ("annotate", "select", "pool.jsonl", "--predictions", "a.jsonl")


def test_the_command_explains_each_sentence(goldspan, files):
    run = goldspan(*SELECT, "--predictions", "b.jsonl", "-n", "30", "-o", "next.jsonl",
                   "--annotated", sample_annotations("machine-a"), "--json")  # fmt: skip
    assert run.code == 0, run.err
    assert json.loads(run.out)["chosen"] == [], "all of it is annotated"
    assert "fewer than 30" in run.err
    run = goldspan(*SELECT, "--predictions", "b.jsonl", "-n", "30", "-o", "next.jsonl")
    assert run.code == 0, run.err
    assert "disagreement" in run.out and "strings" in run.out and "novelty" in run.out
    assert "doubt" not in run.out, "the baseline gives no scores"
    assert "30 of 2" in run.err and "3 of them by lot" in run.err
    chosen = [record for _, record in read_records(files / "next.jsonl", Sentence)]
    assert len(chosen) == 30
    assert [c.meta["selected"] for c in chosen].count("lot") == 3
    assert chosen[0].meta["selected"] == "score"
    assert chosen[0].meta["selection"]["rank"] == 1
    assert {"score", "disagreement", "strings", "novelty"} <= chosen[0].meta["selection"].keys()
    first = (files / "next.jsonl").read_bytes()
    goldspan(*SELECT, "--predictions", "b.jsonl", "-n", "30", "-o", "next.jsonl")
    assert (files / "next.jsonl").read_bytes() == first
    goldspan(*SELECT, "--predictions", "b.jsonl", "-n", "30", "-o", "next.jsonl", "--seed", "1")
    assert (files / "next.jsonl").read_bytes() != first


def test_what_cant_be_used_is_told(goldspan, files):
    def fails(*options):
        run = goldspan(*SELECT, "-o", "next.jsonl", *options)
        assert run.code in (1, 2) and not (files / "next.jsonl").exists()
        return run.err

    assert "--weight disagreement=1 can't be kept" in fails("--weight", "disagreement=1")
    assert "no span among the predictions has a score" in fails("--weight", "doubt=1")
    assert "--weight beauty=1: give a criterion" in fails("--weight", "beauty=1")
    assert "--weight doubt=much: give a criterion" in fails("--weight", "doubt=much")
    assert "one of the weights must be more than 0" in fails("--weight", "doubt=0")
    lines = (files / "a.jsonl").read_text().splitlines()
    (files / "c.jsonl").write_text("\n".join(lines[:-1]))
    assert "c.jsonl: 1 of" in fails("--predictions", "c.jsonl")
    (files / "c.jsonl").write_text("\n".join([*lines, lines[0]]))
    assert "has a prediction already" in fails("--predictions", "c.jsonl")
    record = json.loads(lines[0])
    for change, what in (
        ({"text_sha256": "0" * 64}, "made for another text"),
        ({"spans": [{"start": 0, "end": 9999, "label": "LEADER"}]}, "don't lie inside the text"),
        ({"spans": [{"start": 0, "end": 1, "label": "LEADER", "score": 7}]}, "score 7 isn't"),
    ):
        (files / "c.jsonl").write_text(json.dumps({**record, **change}))
        assert f"c.jsonl:1: sentence {record['sentence']}" in fails("--predictions", "c.jsonl")
        assert what in fails("--predictions", "c.jsonl")


def test_gold_datasets_and_annotations_are_known_alike(goldspan, tmp_path):
    annotations = sample_annotations("machine-a")
    run = goldspan("gold", "build", annotations, "-o", "gold")
    assert run.code == 0, run.err
    of_file, of_gold = known_of([annotations]), known_of([tmp_path / "gold"])
    assert of_gold.keys <= of_file.keys and of_gold.strings == of_file.strings
    with pytest.raises(InputError):
        known_of([tmp_path])


def test_what_is_in_a_project_isnt_chosen_and_reasons_stay_out_of_it(
    goldspan, studio, server, project, files
):
    goldspan(*SELECT, "-n", "10", "-o", "first.jsonl")
    run = goldspan("annotate", "push", "first.jsonl", "--context", "pool.jsonl",
                   "--project", project, "--json")  # fmt: skip
    assert run.code == 0, run.err
    number = json.loads(run.out)["project"]
    tasks = list(server.client.tasks.list(project=number, fields="all"))
    assert len(tasks) == 10
    assert {task.data["meta"]["selected"] for task in tasks} == {"score", "lot"}
    assert "selection" not in json.dumps([task.data for task in tasks])
    run = goldspan(*SELECT, "-n", "20", "-o", "next.jsonl", "--project", project, "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["annotated"] == 10
    chosen = {record.id for _, record in read_records(files / "next.jsonl", Sentence)}
    assert len(chosen) == 20 and not chosen & {task.data["id"] for task in tasks}
