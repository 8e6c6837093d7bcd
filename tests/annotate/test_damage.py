"""Damaged annotations, put in through the API: each is named, and every sound one arrives."""

import json
import uuid
from contextlib import suppress

import pytest
from label_studio_sdk.core.api_error import ApiError

from goldspan.annotate.server import ONCE, connect
from goldspan.annotations import Annotation
from goldspan.records import read_records

from .helpers import span, tasks_of

TEXT = "President Putin met Tran Dai Quang in Vietnam."


def choice(control, *choices, region="0"):
    return {
        "id": region,
        "from_name": control,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(choices)},
    }


def without(key):
    damaged = span(10, 15, "LEADER")
    del damaged["value"][key]
    return damaged


DAMAGED = {
    "past the end": ([span(0, 999, "LEADER")], "offsets 0..999 don't lie inside the text"),
    "begins past the end": ([span(900, 999, "LEADER")], "offsets 900..999 don't lie inside"),
    "reversed": ([span(15, 10, "LEADER")], "offsets 15..10 don't lie inside the text"),
    "empty": ([span(10, 10, "LEADER")], "offsets 10..10 don't lie inside the text"),
    "negative": ([span(-5, 3, "LEADER")], "offsets -5..3 don't lie inside the text"),
    "float": ([span(1.5, 3, "LEADER")], "offsets 1.5..3 aren't whole numbers"),
    "text": ([span("10", "15", "LEADER")], "offsets '10'..'15' aren't whole numbers"),
    "boolean": ([span(True, 15, "LEADER")], "offsets True..15 aren't whole numbers"),
    "null": ([span(None, 15, "LEADER")], "offsets None..15 aren't whole numbers"),
    "no start": ([without("start")], "offsets None..15 aren't whole numbers"),
    "no end": ([without("end")], "offsets 10..None aren't whole numbers"),
    "no labels": ([without("labels")], "the span 10..15 has no label"),
    "empty labels": ([span(10, 15, "LEADER", labels=[])], "the span 10..15 has no label"),
    "no value": ([{**span(10, 15, "LEADER"), "value": None}], "a span has no value"),
    "wrong quote": ([span(10, 15, "LEADER", text="Biden")], "the quote 'Biden' isn't what"),
    "quote of a number": ([span(10, 15, "LEADER", text=7)], "the quote 7 isn't what"),
    "white space": ([span(9, 10, "LEADER")], "holds nothing but white space"),
    "unknown label": ([span(10, 15, "PERSON")], "label 'PERSON' isn't one of LEADER"),
    "one of two labels unknown": (
        [span(10, 15, "LEADER", labels=["LEADER", "PERSON"])],
        "label 'PERSON' isn't one of LEADER",
    ),
    "a number as label": ([span(10, 15, 7)], "label '7' isn't one of LEADER"),
    "on the context": (
        [{**span(10, 15, "LEADER"), "to_name": "next"}],
        "lies on 'next', not on the text",
    ),
    "another control": (
        [{**span(10, 15, "LEADER"), "from_name": "sentiment"}],
        "a result of 'sentiment', which the page doesn't have",
    ),
    "no control": ([{"id": "x", "value": {}}], "a result of None, which the page doesn't have"),
    "unknown attribute value": (
        [span(10, 15, "LEADER"), choice("LEADER.noise", "loud", region="10")],
        "'loud' isn't a value of LEADER's noise",
    ),
    "unknown attribute": (
        [span(10, 15, "LEADER"), choice("LEADER.mood", "good", region="10")],
        "a result of 'LEADER.mood', which the page doesn't have",
    ),
    "attribute of no span": (
        [choice("LEADER.noise", "mt", region="nowhere")],
        "LEADER's noise is set on a span that isn't there",
    ),
    "attribute of another label": (
        [span(38, 45, "COUNTRY"), choice("LEADER.noise", "mt", region="38")],
        "LEADER's noise is set on a span that isn't there",
    ),
    "unknown flag": ([choice("flag", "boring")], "unknown flag 'boring'"),
    "one bad span among good ones": (
        [span(10, 15, "LEADER"), span(38, 999, "COUNTRY")],
        "offsets 38..999 don't lie inside the text",
    ),
}

SOUND = {
    "two labels on a span": [span(10, 15, "LEADER", labels=["LEADER", "COUNTRY"])],
    "crossing spans": [span(0, 15, "LEADER"), span(10, 30, "COUNTRY")],
    "nothing": [],
}


@pytest.fixture
def project(goldspan, studio, tmp_path):
    cases = [*DAMAGED, *SOUND]
    lines = [
        {"doc": "damage", "index": place, "id": name, "text": TEXT}
        for place, name in enumerate(cases)
    ]
    path = tmp_path / "s.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    title = f"damage {uuid.uuid4().hex[:12]}"
    run = goldspan("annotate", "push", path, "--project", title, "--json")
    assert run.code == 0, run.err
    return title, json.loads(run.out)["project"]


def test_every_damage_is_named_and_every_sound_record_arrives(goldspan, project, tmp_path):
    title, number = project
    with connect() as server:
        tasks = tasks_of(server, number)
        results = [result for result, _ in DAMAGED.values()] + list(SOUND.values())
        for place, result in enumerate(results):
            # For some of these the server answers 500, after it has stored them.
            with suppress(ApiError):
                server.client.annotations.create(
                    tasks[place].id, result=result, request_options=ONCE
                )
            # A sound one of the same sentence, which nothing may hold back.
            server.client.annotations.create(tasks[place].id, result=[span(38, 45, "COUNTRY")])
        addresses = {
            name: server.task_url(number, tasks[place].id) for place, name in enumerate(DAMAGED)
        }
    run = goldspan("annotate", "pull", "--project", title, "-o", "out.jsonl")
    assert run.code == 3
    assert len(DAMAGED) >= 25
    for name, (_, message) in DAMAGED.items():
        told = run.err.split(f"{addresses[name]}\n")
        assert any(message in part.split("\n")[0] for part in told[1:]), (name, message, told[1:])
    records = [record for _, record in read_records(tmp_path / "out.jsonl", Annotation)]
    sound = [r for r in records if [s.text for s in r.spans] == ["Vietnam"]]
    assert len(sound) == len(DAMAGED) + len(SOUND)
    others = {r.sentence: [(s.text, s.label) for s in r.spans] for r in records if r not in sound}
    assert others == {
        "two labels on a span": [("Putin", "COUNTRY"), ("Putin", "LEADER")],
        "crossing spans": [("President Putin", "LEADER"), ("Putin met Tran Dai Q", "COUNTRY")],
        "nothing": [],
    }


def test_tasks_of_others_in_the_project_are_named(goldspan, project):
    title, number = project
    with connect() as server:
        data = {"text": "Not ours.", "headline": "", "previous": "", "next": ""}
        answer = server.client.projects.import_tasks(
            number, request=[{"data": data}], return_task_ids=True
        )
        server.client.annotations.create(answer.task_ids[0], result=[])
    run = goldspan("annotate", "pull", "--project", title, "-o", "out.jsonl")
    assert run.code == 3
    assert "this task wasn't pushed by goldspan" in run.err
