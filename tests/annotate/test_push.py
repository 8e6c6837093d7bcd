"""Push against a real Label Studio."""

import json

from goldspan.annotations import Annotation
from goldspan.records import read_records

from ..guidelines.test_read import SOUND
from .helpers import ARTICLE, span, tasks_of


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


def test_a_text_that_is_back_revives_its_task(goldspan, pushed, article, project, server, tmp_path):
    task = tasks_of(server, pushed["project"])[2]
    server.client.annotations.create(task.id, result=[span(2, 9, "COUNTRY")])
    for text in (ARTICLE.replace("priorities", "priority"), ARTICLE):
        article.write_text(text, encoding="utf-8")
        run = goldspan("annotate", "push", article, "--project", project, "--json")
        assert json.loads(run.out)["stale"] == 1
    assert goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl").code == 0
    [(_, record)] = read_records(tmp_path / "out.jsonl", Annotation)
    assert (record.text, record.stale) == ("🙂 Vietnamgives priorities to Russia.", False)


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


def test_a_guidelines_file_with_other_labels_needs_another_project(
    goldspan, pushed, article, project, tmp_path
):
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
    assert "holds 1 task that goldspan didn't push" in run.err
    assert server.client.projects.get(theirs.id).label_config == config


def test_two_projects_of_one_name_are_told_apart_by_number(goldspan, server, article, project):
    numbers = [server.client.projects.create(title=project).id for _ in range(2)]
    run = goldspan("annotate", "push", article, "--project", project)
    assert run.code == 1
    assert f"2 projects named {project!r}" in run.err and str(numbers[0]) in run.err
    run = goldspan("annotate", "push", article, "--project", numbers[0], "--json")
    assert json.loads(run.out)["project"] == numbers[0]


def test_an_extractor_of_other_labels_is_refused(goldspan, studio, article, tmp_path):
    (tmp_path / "guidelines.md").write_text(SOUND, encoding="utf-8")
    run = goldspan("annotate", "push", article, "--suggest", "baseline")
    assert run.code == 1
    assert "gives LEADER, COUNTRY, AGREEMENT" in run.err and "--map" in run.err


def test_an_unknown_extractor_is_refused(goldspan, studio, article):
    run = goldspan("annotate", "push", article, "--suggest", "oracle")
    assert run.code == 1
    assert "there is no extractor 'oracle'; there are baseline," in run.err
