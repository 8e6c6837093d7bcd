"""Pull against a real Label Studio."""

import json
from importlib.resources import as_file, files
from urllib.parse import urlencode

from goldspan.annotate.pull import batches
from goldspan.guidelines.read import find_guidelines

from .helpers import records_of, span, tasks_of


def test_only_what_began_with_a_suggestion_is_marked_so(
    goldspan, studio, article, project, server, tmp_path
):
    """Label Studio files the task's suggestion under every annotation, began with it or not."""
    run = goldspan(
        "annotate", "push", article, "--project", project, "--suggest", "baseline", "--json"
    )
    tasks = tasks_of(server, json.loads(run.out)["project"])
    create = server.client.annotations.create
    create(tasks[1].id, result=[])
    [shown] = tasks[2].predictions
    create(tasks[2].id, result=shown.result, parent_prediction=shown.id)
    assert goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl").code == 0
    records = records_of(tmp_path / "out.jsonl")
    assert (records[1].suggested_by, records[2].suggested_by) == (None, "baseline 0.1.0")


def test_submitted_empty_skipped_and_draft_are_told_apart(
    goldspan, pushed, project, tmp_path, server
):
    tasks = tasks_of(server, pushed["project"])
    create = server.client.annotations.create
    create(
        tasks[1].id,
        result=[
            span(9, 14, "LEADER", text="Putin"),
            {"id": "9", "from_name": "LEADER.noise", "to_name": "text", "type": "choices",
             "value": {"start": 9, "end": 14, "choices": ["mt"]}},
            {"id": "n", "from_name": "note", "to_name": "text", "type": "textarea",
             "value": {"text": ["sure"]}},
            {"id": "f", "from_name": "flag", "to_name": "text", "type": "choices",
             "value": {"choices": ["garbled"]}},
        ],
        lead_time=4.5,
    )  # fmt: skip
    create(tasks[3].id, result=[])
    create(tasks[2].id, result=[], was_cancelled=True)
    server.client._client_wrapper.httpx_client.request(
        f"api/tasks/{tasks[0].id}/drafts",
        method="POST",
        json={"result": [span(0, 7, "LEADER")], "lead_time": 1.0},
    )
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0, run.err
    assert "2 annotations (1 of them without spans), 1 skipped, 1 draft" in run.err
    records = records_of(tmp_path / "out.jsonl")
    assert {index: record.status for index, record in records.items()} == {
        0: "draft",
        1: "submitted",
        2: "skipped",
        3: "submitted",
    }
    one = records[1]
    assert [(s.start, s.end, s.label, s.text) for s in one.spans] == [(9, 14, "LEADER", "Putin")]
    assert one.spans[0].attributes == {"noise": "mt"}
    assert (one.flags, one.note, one.seconds) == (["garbled"], "sure", 4.5)
    assert one.annotator.startswith("annotator-")
    assert one.guidelines is not None and one.guidelines.sha256
    assert one.origin is not None and one.origin.task == tasks[1].id
    raw = list((tmp_path / ".goldspan" / "pulls").rglob("*.json.gz"))
    assert len(raw) == 1


def test_a_second_pull_fetches_what_changed_and_keeps_what_was(
    goldspan, pushed, project, tmp_path, server
):
    tasks = tasks_of(server, pushed["project"])
    ids = [
        server.client.annotations.create(task.id, result=[span(0, 7, "LEADER")]).id
        for task in tasks.values()
    ]

    def pull():
        run = goldspan(
            "annotate", "pull", "--project", project, "-o", "out.jsonl", "--history", "h.jsonl",
            "--json",
        )  # fmt: skip
        assert run.code == 0, run.err
        return json.loads(run.out)["changes"]

    assert pull() == {"fetched": 4, "new": 4, "changed": 0, "deleted": 0, "gone": 0}
    before = (tmp_path / "out.jsonl").read_bytes()
    assert pull() == {"fetched": 0, "new": 0, "changed": 0, "deleted": 0, "gone": 0}
    assert (tmp_path / "out.jsonl").read_bytes() == before

    server.client.annotations.update(ids[0], result=[span(0, 6, "COUNTRY")])
    assert pull() == {"fetched": 1, "new": 0, "changed": 1, "deleted": 0, "gone": 0}
    assert [s.label for s in records_of(tmp_path / "out.jsonl")[0].spans] == ["COUNTRY"]

    server.client.annotations.delete(ids[1])
    assert pull() == {"fetched": 1, "new": 0, "changed": 0, "deleted": 1, "gone": 0}
    assert sorted(records_of(tmp_path / "out.jsonl")) == [0, 2, 3]

    server.client.tasks.delete(tasks[3].id)
    assert pull() == {"fetched": 0, "new": 0, "changed": 0, "deleted": 1, "gone": 1}

    history = [json.loads(line) for line in (tmp_path / "h.jsonl").read_text().splitlines()]
    assert sorted(version["annotation"] for version in history) == sorted([*ids, ids[0]])
    gone = {version["annotation"] for version in history if version["deleted_at"]}
    assert gone == {ids[1], ids[3]}
    pages = {path.name for path in (tmp_path / ".goldspan" / "pulls").rglob("*.json.gz")}
    assert {version["page"] for version in history} <= pages


def test_the_address_of_an_export_stays_short():
    """500 ids once made an address of over 4,094 characters, which gunicorn refuses (414)."""
    ids = [*range(1, 50), *range(999_990, 1_002_000)]
    runs = list(batches(ids))
    assert [number for run in runs for number in run] == ids
    query = [urlencode({"ids[]": run}, doseq=True) for run in runs]
    assert max(len(one) for one in query) <= 3500
    assert len(runs) < 13


def test_a_draft_changed_since_is_fetched(goldspan, pushed, project, tmp_path, server):
    task = tasks_of(server, pushed["project"])[0]
    request = server.client._client_wrapper.httpx_client.request
    assert goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl").code == 0
    draft = request(
        f"api/tasks/{task.id}/drafts", method="POST", json={"result": [span(0, 7, "LEADER")]}
    ).json()
    goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert records_of(tmp_path / "out.jsonl")[0].spans[0].label == "LEADER"
    request(f"api/drafts/{draft['id']}", method="PATCH", json={"result": [span(0, 7, "COUNTRY")]})
    goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert records_of(tmp_path / "out.jsonl")[0].spans[0].label == "COUNTRY"
    request(f"api/drafts/{draft['id']}", method="DELETE")
    goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert records_of(tmp_path / "out.jsonl") == {}


def test_what_fails_the_check_is_listed_and_nothing_else_is_lost(
    goldspan, pushed, project, tmp_path, server
):
    tasks = tasks_of(server, pushed["project"])
    server.client.annotations.create(tasks[1].id, result=[span(0, 999, "LEADER")])
    server.client.annotations.create(tasks[2].id, result=[span(2, 9, "COUNTRY", text="Vietnam")])
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 3
    assert f"{server.url}/projects/{pushed['project']}/data?task={tasks[1].id}" in run.err
    assert "offsets 0..999 don't lie inside the text" in run.err
    assert list(records_of(tmp_path / "out.jsonl")) == [2]


def test_a_text_changed_on_the_server_is_noticed(goldspan, pushed, project, server):
    task = tasks_of(server, pushed["project"])[1]
    server.client.annotations.create(task.id, result=[span(0, 9, "LEADER")])
    server.client.tasks.update(task.id, data={**task.data, "text": "Somebody else."})
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 3
    assert "the text was changed on the server after it was pushed" in run.err


def test_a_pull_with_other_guidelines_than_the_push_warns(goldspan, pushed, project, tmp_path):
    own = find_guidelines()
    path = tmp_path / "guidelines.md"
    with as_file(files("goldspan.guidelines") / "guidelines.md") as source:
        text = source.read_text(encoding="utf-8")
    text = text.replace(f"version: {own.version}", "version: 9.9.9") + "- 9.9.9: a word\n"
    path.write_text(text, encoding="utf-8")
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0
    assert f"was made from guidelines {own.version}, here are other ones (9.9.9)" in run.err
