"""Push and pull against a real Label Studio."""

import json
import uuid
from importlib.resources import as_file, files
from urllib.parse import urlencode

import pytest

from goldspan.annotate.pull import batches
from goldspan.annotate.server import connect
from goldspan.annotations import Annotation
from goldspan.guidelines.read import find_guidelines
from goldspan.records import read_records

ARTICLE = """Leaders meet
-----
PresidentPutin met  Trần Đại Quang.
🙂 Vietnamgives priorities to Russia.
Nothing here.
"""


@pytest.fixture
def project():
    return f"test {uuid.uuid4().hex[:12]}"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "a.txt"


@pytest.fixture
def pushed(goldspan, studio, article, project):
    run = goldspan("annotate", "push", article, "--project", project, "--json")
    assert run.code == 0, run.err
    return json.loads(run.out)


@pytest.fixture
def server(studio):
    with connect() as server:
        yield server


def tasks_of(server, project_id):
    listed = server.client.tasks.list(project=project_id, fields="all")
    return {task.data["index"]: task for task in listed}


def span(start, end, label, **value):
    return {
        "id": f"{start}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": [label], **value},
    }


def records_of(path):
    return {record.index: record for _, record in read_records(path, Annotation)}


def test_each_sentence_is_pushed_once(goldspan, pushed, article, project):
    assert (pushed["made"], pushed["present"]) == (4, 0)
    again = json.loads(goldspan("annotate", "push", article, "--project", project, "--json").out)
    assert (again["made"], again["present"], again["project"]) == (0, 4, pushed["project"])


def test_tasks_carry_text_headline_and_neighbours(pushed, server):
    data = tasks_of(server, pushed["project"])[2].data
    assert data["text"] == "🙂 Vietnamgives priorities to Russia."
    assert data["headline"] == "Leaders meet"
    assert data["previous"] == "PresidentPutin met  Trần Đại Quang."
    assert data["next"] == "Nothing here."
    assert data["section"] == "body"


def test_the_project_shows_page_and_instructions(pushed, guidelines, server):
    stored = server.client.projects.get(pushed["project"])
    assert all(label in stored.label_config for label in guidelines.label_names)
    assert guidelines.title in stored.expert_instruction
    assert stored.show_instruction


def test_a_changed_text_is_a_new_task_and_the_old_one_is_stale(
    goldspan, pushed, article, project, server, tmp_path
):
    """What was annotated stays, marked; what nobody had annotated goes."""
    tasks = tasks_of(server, pushed["project"])
    server.client.annotations.create(tasks[2].id, result=[span(2, 9, "COUNTRY")])
    changed = ARTICLE.replace("priorities", "priority").replace("Nothing here", "Nothing there")
    article.write_text(changed, encoding="utf-8")

    dry = goldspan("annotate", "push", article, "--project", project, "--dry-run", "--json")
    assert json.loads(dry.out)["made"] == json.loads(dry.out)["stale"] == 2
    assert len(tasks_of(server, pushed["project"])) == 4

    done = json.loads(goldspan("annotate", "push", article, "--project", project, "--json").out)
    assert (done["made"], done["present"], done["stale"]) == (2, 2, 2)
    left = list(server.client.tasks.list(project=pushed["project"], fields="all"))
    assert sorted(task.data["text"] for task in left if task.data["index"] == 2) == [
        "🙂 Vietnamgives priorities to Russia.",
        "🙂 Vietnamgives priority to Russia.",
    ]
    assert len(left) == 5, "the unannotated old task is gone"
    again = json.loads(goldspan("annotate", "push", article, "--project", project, "--json").out)
    assert (again["made"], again["stale"]) == (0, 0)

    [new] = [task for task in left if task.data["text"].endswith("priority to Russia.")]
    server.client.annotations.create(new.id, result=[span(2, 9, "COUNTRY")])
    assert goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl").code == 0
    records = [record for _, record in read_records(tmp_path / "out.jsonl", Annotation)]
    assert sorted(record.stale for record in records) == [False, True]
    run = goldspan("gold", "build", "out.jsonl", "-o", "gold", "--json")
    assert json.loads(run.out)["counts"]["annotations_stale"] == 1
    assert json.loads(run.out)["counts"]["sentences_in_gold"] == 1


def test_a_dry_run_makes_no_project(goldspan, studio, article, project, server):
    run = goldspan("annotate", "push", article, "--project", project, "--dry-run")
    assert run.code == 0
    assert "4 sentences would be pushed" in run.err
    assert not [p for p in server.client.projects.list(title=project) if p.title == project]


def test_suggestions_a_locked_database_lost_are_sent_again(
    goldspan, studio, article, project, server, monkeypatch
):
    """Under a lock an import answers 201 with its predictions lost."""
    from label_studio_sdk.projects.client_ext import ProjectsClientExt

    real = ProjectsClientExt.import_tasks

    def lossy(self, id, *, request, **options):
        answer = real(self, id, request=[{"data": t["data"]} for t in request], **options)
        return answer

    monkeypatch.setattr(ProjectsClientExt, "import_tasks", lossy)
    run = goldspan(
        "annotate", "push", article, "--project", project, "--suggest", "baseline", "--json"
    )
    assert run.code == 0, run.err
    listed = server.client.tasks.list(project=json.loads(run.out)["project"], fields="all")
    assert {task.total_predictions for task in listed} == {1}


def test_suggestions_are_shown_and_never_taken_for_annotations(
    goldspan, server, article, project, tmp_path
):
    run = goldspan(
        "annotate", "push", article, "--project", project, "--suggest", "baseline", "--json"
    )
    values = json.loads(run.out)
    assert values["suggested"] >= 3
    assert tasks_of(server, values["project"])[1].total_predictions == 1
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0
    assert (tmp_path / "out.jsonl").read_text() == ""


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
    assert "2 annotations (1 of them without spans), 1 skipped, 1 drafts" in run.err
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


def test_a_guidelines_file_with_other_labels_needs_another_project(
    goldspan, pushed, article, project, tmp_path
):
    from ..guidelines.test_read import SOUND

    (tmp_path / "doses.md").write_text(SOUND, encoding="utf-8")
    run = goldspan(
        "annotate", "push", article, "--project", project, "--guidelines", tmp_path / "doses.md"
    )
    assert run.code == 1
    assert "labels that the guidelines lack: AGREEMENT, COUNTRY, LEADER" in run.err


def test_somebody_elses_project_is_left_alone(goldspan, server, article, project):
    config = (
        '<View><Text name="t" value="$text"/>'
        '<Choices name="c" toName="t"><Choice value="x"/></Choices></View>'
    )
    theirs = server.client.projects.create(title=project, label_config=config)
    server.client.projects.import_tasks(theirs.id, request=[{"data": {"text": "Theirs."}}])
    run = goldspan("annotate", "push", article, "--project", project)
    assert run.code == 1
    assert "holds 1 tasks that goldspan didn't push" in run.err
    assert server.client.projects.get(theirs.id).label_config == config


def test_two_projects_of_one_name_are_told_apart_by_number(goldspan, server, article, project):
    numbers = [server.client.projects.create(title=project).id for _ in range(2)]
    run = goldspan("annotate", "push", article, "--project", project)
    assert run.code == 1
    assert f"2 projects named {project!r}" in run.err and str(numbers[0]) in run.err
    run = goldspan("annotate", "push", article, "--project", numbers[0], "--json")
    assert json.loads(run.out)["project"] == numbers[0]


def test_a_pull_with_other_guidelines_than_the_push_warns(goldspan, pushed, project, tmp_path):
    own = find_guidelines()
    path = tmp_path / "guidelines.md"
    with as_file(files("goldspan.guidelines") / "guidelines.md") as source:
        text = source.read_text(encoding="utf-8")
    path.write_text(text.replace(f"version: {own.version}", "version: 9.9.9"), encoding="utf-8")
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0
    assert f"was made from guidelines {own.version}, here are other ones (9.9.9)" in run.err


def test_an_extractor_of_other_labels_is_refused(goldspan, studio, article, tmp_path):
    from ..guidelines.test_read import SOUND

    (tmp_path / "guidelines.md").write_text(SOUND, encoding="utf-8")
    run = goldspan("annotate", "push", article, "--suggest", "baseline")
    assert run.code == 1
    assert "extractor baseline gives LEADER, COUNTRY, AGREEMENT" in run.err


def test_an_unknown_extractor_is_refused(goldspan, studio, article):
    run = goldspan("annotate", "push", article, "--suggest", "oracle")
    assert run.code == 1
    assert "there is no extractor 'oracle'; there are: baseline" in run.err
