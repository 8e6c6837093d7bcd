"""Disagreements pushed to adjudicators, in a real Label Studio."""

import json
import string
from pathlib import Path

import pytest

from goldspan.annotate.adjudicate import EVERYTHING, letters_of, read_disputes
from goldspan.annotate.project import find_project
from goldspan.annotations import Annotation
from goldspan.records import read_records, write_records
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

from ..guidelines.test_read import SOUND

TEXTS = ["Leaders meet", "PresidentPutin met Biden in Rome.", "They left.", "Nobody knows why."]
PUTIN = Span(start=9, end=14, label="LEADER", text="Putin")
GLUED = Span(start=0, end=14, label="LEADER", text="PresidentPutin")
BIDEN = Span(start=19, end=24, label="LEADER", text="Biden")
ROME = Span(start=28, end=32, label="COUNTRY", text="Rome")


FEWER = SOUND.replace("DRUG", "LEADER").replace("DOSE", "COUNTRY")
SUMMIT = """\
  - name: SUMMIT
    colour: "#009e73"
    hotkey: "3"
    definition: A meeting
flags:"""
MORE = FEWER.replace("flags:", SUMMIT) + "- en: The [Rome summit](SUMMIT) begins.\n"


def said(annotator, index, *spans, **fields):
    return Annotation(
        sentence=f"a#{index}",
        doc="a",
        index=index,
        text=TEXTS[index],
        text_sha256=sha256_of_text(TEXTS[index]),
        section="body" if index else "headline",
        annotator=annotator,
        spans=list(spans),
        **fields,
    )


RECORDS = [
    *(said(name, index) for name in ("ann", "bob") for index in (0, 3)),
    said("ann", 1, GLUED, BIDEN, flags=["unsure"], note="<glued>"),
    said("bob", 1, PUTIN, BIDEN, ROME, flags=["unsure"]),
]


@pytest.fixture
def gold(goldspan, tmp_path):
    write_records(tmp_path / "annotations.jsonl", RECORDS)
    assert goldspan("gold", "build", "annotations.jsonl", "-o", "gold").code == 0
    return "gold"


@pytest.fixture
def adjudicated(goldspan, studio, gold, project):
    run = goldspan("annotate", "adjudicate", gold, "--project", project, "--json")
    assert run.code == 0, run.err
    return json.loads(run.out)


def the_task(server, adjudicated):
    [task] = server.client.tasks.list(project=adjudicated["project"], fields="all")
    return task


def test_only_disputed_sentences_are_pushed_and_once(goldspan, adjudicated, gold, project):
    assert (adjudicated["made"], adjudicated["present"]) == (1, 0)
    again = json.loads(goldspan("annotate", "adjudicate", gold, "--project", project, "--json").out)
    assert (again["made"], again["present"], again["stale"]) == (0, 1, 0)


def test_a_dry_run_says_what_would_be_pushed_and_makes_no_project(goldspan, server, gold, project):
    run = goldspan("annotate", "adjudicate", gold, "--project", project, "--dry-run", "--json")
    planned = json.loads(run.out)
    assert (planned["made"], planned["present"], planned["stale"]) == (1, 0, 0)
    assert "1 sentence would be pushed, 0 are there already, 0 tasks would be stale" in run.err
    assert find_project(server, project) is None


def test_adjudicators_begin_with_all_spans_whatever_was_chosen_on_the_server(
    goldspan, adjudicated, server, gold, project
):
    server.client.projects.update(adjudicated["project"], model_version="A")
    assert goldspan("annotate", "adjudicate", gold, "--project", project).code == 0
    stored = server.client.projects.get(adjudicated["project"])
    assert stored.model_version == EVERYTHING


def test_tasks_that_an_interrupted_push_left_twice_are_removed(
    goldspan, adjudicated, server, gold, project, tmp_path
):
    task = the_task(server, adjudicated)
    server.client.projects.import_tasks(adjudicated["project"], request=[{"data": task.data}])
    [lock] = (tmp_path / ".goldspan" / "pushes").glob("*.lock")
    lock.with_suffix(".open").write_text("a batch was sent\n")
    run = goldspan("annotate", "adjudicate", gold, "--project", project, "--json")
    assert json.loads(run.out)["twice"] == 1
    assert "1 surplus task of an interrupted push removed" in run.err
    assert the_task(server, adjudicated).data["key"] == task.data["key"]


def test_labels_that_the_project_has_are_never_taken_away(goldspan, studio, gold, project):
    push = ("annotate", "adjudicate", gold, "--project", project)
    Path("more.md").write_text(MORE, "utf-8")
    Path("fewer.md").write_text(FEWER, "utf-8")
    assert goldspan(*push, "--guidelines", "fewer.md").code == 0
    assert goldspan(*push, "--guidelines", "more.md").code == 0
    run = goldspan(*push, "--guidelines", "fewer.md")
    assert run.code == 1 and "has labels that the guidelines lack: SUMMIT" in run.err


def test_agreed_spans_have_their_verdict_and_disputed_ones_come_first(server, adjudicated):
    suggested = {p.model_version: p.result for p in the_task(server, adjudicated).predictions}
    assert set(suggested) == {"A", "B", EVERYTHING}
    spans = [one["value"]["text"] for one in suggested[EVERYTHING] if one["type"] == "labels"]
    assert spans == ["PresidentPutin", "Putin", "Rome", "Biden"]
    verdicts = [one for one in suggested[EVERYTHING] if one["from_name"] == "verdict"]
    assert [(one["value"]["start"], one["value"]["choices"]) for one in verdicts] == [
        (19, ["right"])
    ]
    [flag] = [one for one in suggested[EVERYTHING] if one["from_name"] == "flag"]
    assert (flag["type"], flag["value"]) == ("choices", {"choices": ["unsure"]})
    stored = server.client.projects.get(adjudicated["project"])
    assert stored.model_version == EVERYTHING, "what adjudicators begin with"
    assert "Decide where annotators differ" in stored.expert_instruction


def test_the_page_never_names_an_annotator(server, adjudicated):
    task = the_task(server, adjudicated)
    shown = json.dumps([task.data, [p.result for p in task.predictions]])
    assert "ann" not in shown.replace("annotat", "") and "bob" not in shown
    assert "&lt;glued&gt;" in task.data["marks"]


def test_the_context_is_shown_and_no_neighbour_that_is_none(server, adjudicated):
    data = the_task(server, adjudicated).data
    assert (data["headline"], data["previous"], data["next"]) == (
        "Leaders meet",
        "Leaders meet",
        "",
    )


def test_who_the_letters_are_is_kept_for_its_owner(adjudicated, server, tmp_path):
    [path] = (tmp_path / ".goldspan" / "adjudications").iterdir()
    [(key, letters)] = json.loads(path.read_text()).items()
    assert key == the_task(server, adjudicated).data["key"]
    assert letters == letters_of(key.split("~")[0], ["bob", "ann"])
    assert path.stat().st_mode & 0o077 == 0


def test_letters_of_two_servers_are_kept_apart(
    goldspan, adjudicated, studio, gold, project, tmp_path, monkeypatch
):
    monkeypatch.setenv("LABEL_STUDIO_URL", studio.url.replace("127.0.0.1", "localhost"))
    assert goldspan("annotate", "adjudicate", gold, "--project", project).code == 0
    one, other = (tmp_path / ".goldspan" / "adjudications").iterdir()
    assert one.read_text() == other.read_text()


def test_damaged_letters_are_told_and_kept(goldspan, adjudicated, gold, project, tmp_path):
    [path] = (tmp_path / ".goldspan" / "adjudications").iterdir()
    path.write_text('{"a": {"A": 1')
    run = goldspan("annotate", "adjudicate", gold, "--project", project)
    assert run.code == 1 and f"{path}: damaged: " in run.err and "restore it" in run.err
    assert path.read_text() == '{"a": {"A": 1'


def test_annotators_stand_in_another_order_for_each_sentence():
    orders = [tuple(letters_of(f"d#{n}@0", ["ann", "bob", "chi"]).items()) for n in range(600)]
    counts = {order: orders.count(order) for order in set(orders)}
    assert len(counts) == 6 and min(counts.values()) > 60, "every order, about as often"
    many = letters_of("d#1@0", [f"annotator {number}" for number in range(28)])
    assert sorted(many.values()) == [*string.ascii_uppercase, "Z1", "Z2"]
    assert letters_of("d#1@0", ["chi", "ann", "bob"]) == letters_of("d#1@0", ["ann", "bob", "chi"])


def test_what_each_annotator_marked_is_suggested_under_their_letter(goldspan, guidelines, tmp_path):
    places = {"Nobody": 0, "knows": 7, "why": 13}
    marked = {
        "ann": {"Nobody"},
        "bob": {"Nobody", "knows"},
        "chi": {"knows", "why"},
        "dan": {"why"},
        "eve": {"Nobody", "knows", "why"},
        "fay": set(),
    }
    records = [said(name, 0) for name in marked]
    for name, words in marked.items():
        spans = [
            Span(start=places[word], end=places[word] + len(word), label="LEADER", text=word)
            for word in sorted(words, key=places.__getitem__)
        ]
        records.append(said(name, 3, *spans, flags=["unsure"] if spans else []))
    write_records(tmp_path / "annotations.jsonl", records)
    assert goldspan("gold", "build", "annotations.jsonl", "-o", "gold").code == 0
    [dispute] = read_disputes(Path("gold"), guidelines)
    assert dispute.letters == letters_of(dispute.key.split("~")[0], marked)
    suggested = {
        prediction["model_version"]: {part["value"]["text"] for part in prediction["result"]}
        for prediction in dispute.predictions
    }
    assert list(suggested) == [*"ABCDEF", EVERYTHING]
    assert {name: suggested[letter] for name, letter in dispute.letters.items()} == marked
    assert suggested[EVERYTHING] == {*places}
    assert (dispute.data["headline"], dispute.data["previous"]) == ("Leaders meet", "")


def test_work_of_one_kind_never_goes_into_a_project_of_the_other(
    goldspan, adjudicated, gold, project, article
):
    run = goldspan("annotate", "push", article, "--project", project)
    assert run.code == 1 and "is for adjudicating sentences; name another" in run.err
    other = f"{project}-2"
    assert goldspan("annotate", "push", article, "--project", other).code == 0
    run = goldspan("annotate", "adjudicate", gold, "--project", other)
    assert run.code == 1 and "is for annotating sentences; name another" in run.err


def test_a_span_without_verdict_is_a_problem_that_pull_names(
    goldspan, adjudicated, server, project, tmp_path
):
    task = the_task(server, adjudicated)
    [everything] = [p for p in task.predictions if p.model_version == EVERYTHING]
    server.client.annotations.create(task.id, result=everything.result)
    run = goldspan("annotate", "pull", "--project", project, "-o", "decided.jsonl")
    assert run.code == 3
    assert "the span 9..14 LEADER has no verdict" in run.err
    assert list(read_records(tmp_path / "decided.jsonl", Annotation)) == []


def test_a_new_dispute_of_a_sentence_is_pushed_anew(
    goldspan, adjudicated, server, gold, project, tmp_path
):
    old = the_task(server, adjudicated)
    [everything] = [p for p in old.predictions if p.model_version == EVERYTHING]
    result = [one for one in everything.result if one["value"].get("start") == 19]
    server.client.annotations.create(old.id, result=result)
    pull = ("annotate", "pull", "--project", project, "-o", "decided.jsonl")
    assert goldspan(*pull).code == 0
    build = ("gold", "build", "annotations.jsonl", "decided.jsonl", "-o", "gold", "--json")
    counts = json.loads(goldspan(*build).out)["counts"]
    assert (counts["sentences_in_disagreements"], counts["adjudications_in_gold"]) == (0, 1)
    assert goldspan("annotate", "adjudicate", gold, "--project", project).err.startswith("Nothing")

    write_records(tmp_path / "annotations.jsonl", [*RECORDS, said("chi", 1, PUTIN)])
    run = goldspan(*build)
    assert json.loads(run.out)["counts"]["adjudications_outdated"] == 1
    dry = goldspan("annotate", "adjudicate", gold, "--project", project, "--dry-run", "--json")
    planned = json.loads(dry.out)
    assert (planned["made"], planned["present"], planned["stale"]) == (1, 0, 1)
    again = goldspan("annotate", "adjudicate", gold, "--project", project, "--json")
    assert (json.loads(again.out)["made"], json.loads(again.out)["stale"]) == (1, 1)
    tasks = {t.id: t.data for t in server.client.tasks.list(project=adjudicated["project"])}
    assert tasks.pop(old.id)["stale"]
    [new] = tasks.values()
    assert new["dispute"] != old.data["dispute"]
    assert goldspan(*pull).code == 0
    [(_, record)] = read_records(tmp_path / "decided.jsonl", Annotation)
    assert record.stale and record.adjudication.dispute == old.data["dispute"]
    [path] = (tmp_path / ".goldspan" / "adjudications").iterdir()
    assert {*json.loads(path.read_text())} == {old.data["key"], new["key"]}
    status = json.loads(goldspan("annotate", "status", "--project", project, "--json").out)
    assert (status["sentences"], status["complete"]) == (2, 1)


def test_labels_the_guidelines_lack_are_refused(goldspan, gold, tmp_path):
    path = tmp_path / "gold" / "disagreements.jsonl"
    text = path.read_text().replace('"COUNTRY"', '"PLACE"').replace('"LEADER"', '"PERSON"')
    path.write_text(text)
    run = goldspan("annotate", "adjudicate", gold)
    assert (
        run.code == 1 and "the guidelines lack labels that are disputed: PERSON, PLACE." in run.err
    )
