"""A calibration share, hidden controls, and what both say of annotators; a real Label Studio."""

import json

import pytest

from goldspan.annotate.calibration import EVERYBODY, calibration_share
from goldspan.annotate.controls import control_examples, is_control
from goldspan.annotate.status import Calibration, Status
from goldspan.annotate.status_table import status_tables
from goldspan.annotate.tasks import region
from goldspan.sentences import Sentence

from .helpers import span, tasks_of

SENTENCES = 30


@pytest.fixture
def articles(tmp_path):
    for doc in "ab":
        (tmp_path / f"{doc}.txt").write_text(
            "".join(f"President Putin met guest {doc}{n}.\n" for n in range(SENTENCES // 2))
        )
    return [tmp_path / "a.txt", tmp_path / "b.txt"]


@pytest.fixture
def embedded(studio, workspace, monkeypatch):
    """The workspace's own server, under its own name: the one that invites people."""
    monkeypatch.delenv("LABEL_STUDIO_URL")
    monkeypatch.delenv("LABEL_STUDIO_API_KEY")


def push(goldspan, articles, project, *options):
    run = goldspan("annotate", "push", *articles, "--lang", "en", "--project", project, "--json",
                   *options)  # fmt: skip
    assert run.code == 0, run.err
    return json.loads(run.out)


def status(goldspan, project, *options):
    run = goldspan("annotate", "status", "--project", project, "--json", *options)
    assert run.code == 0, run.err
    return json.loads(run.out)


def test_the_calibration_share_comes_first_and_goes_to_everybody(
    goldspan, studio, articles, project, server
):
    first = push(goldspan, articles, project, "--calibrate", "8", "--annotators-per-sentence", "2")
    assert (first["made"], first["held_back"]) == (8, SENTENCES - 8)
    again = push(goldspan, articles, project, "--calibrate", "8")
    assert (again["made"], again["present"]) == (0, 8)
    rest = push(goldspan, articles, project)
    assert (rest["made"], rest["present"]) == (SENTENCES - 8, 8)
    push(goldspan, articles, project, "--annotators-per-sentence", "3")
    listed = list(server.client.tasks.list(project=first["project"], fields="all"))
    assert len({task.data["key"] for task in listed}) == len(listed) == SENTENCES
    assert {bool(task.data.get("calibration")): task.overlap for task in listed} == {
        True: EVERYBODY,
        False: 3,
    }
    assert {task.data["doc"] for task in listed if task.data.get("calibration")} == {"a", "b"}
    neighbours = {task.data["id"]: task.data["next"] for task in listed}
    assert neighbours["a#3"] == "President Putin met guest a4.", "context is the article's"
    found = status(goldspan, project)
    assert found["calibration"] == {"sentences": 8, "complete": 0, "left": {}}
    says = "Calibration: {} of 8 sentences done by everybody; {}"
    status_of = ("annotate", "status", "--project", project)
    assert says.format(0, "nobody has begun") in goldspan(*status_of, "--quality").out
    share = [task.id for task in listed if task.data.get("calibration")]
    for task in share[1:]:
        server.client.annotations.create(task, result=[])
    assert says.format(0, "annotator-1 lacks 1") in goldspan(*status_of).out
    server.client.annotations.create(share[0], result=[])
    assert says.format(0, "more annotators are needed") in goldspan(*status_of).out
    push(goldspan, articles, project, "--annotators-per-sentence", "1")
    assert says.format(8, "the rest has been pushed") in goldspan(*status_of).out


@pytest.mark.parametrize(
    ("sentences", "what"), [(8, "push the rest"), (20, "the rest has been pushed")]
)
def test_the_rest_is_asked_for_until_it_is_there(sentences, what):
    done = Calibration(sentences=8, complete=8, left={"annotator-1": 0})
    status = Status(
        project=1, title="x", annotators_per_sentence=2, sentences=sentences, calibration=done
    )
    head = str(status_tables(status).renderables[0])
    assert head.endswith(f"Calibration: 8 of 8 sentences done by everybody; {what}")


def test_the_share_grows_and_never_changes():
    sentences = [Sentence(doc="d", index=n, text=f"Sentence {n}.") for n in range(50)]
    small = {s.key for s in calibration_share(sentences, 10, set())}
    assert len(small) == 10
    assert small < {s.key for s in calibration_share(sentences, 20, small)}
    more = [*sentences, *(Sentence(doc="e", index=n, text=f"More {n}.") for n in range(50))]
    assert {s.key for s in calibration_share(more, 10, small)} == small
    assert calibration_share(more[50:], 10, small) == []


def test_controls_are_hidden_and_never_among_the_annotations(
    goldspan, studio, articles, project, server, tmp_path, guidelines
):
    done = push(goldspan, articles, project, "--controls", "0.1", "--suggest", "baseline")
    assert (done["made"], done["controls"]) == (SENTENCES, 3)
    again = push(goldspan, articles, project, "--controls", "0.1")
    assert (again["made"], again["controls"]) == (0, 0)
    listed = sorted(
        server.client.tasks.list(project=done["project"], fields="all"), key=lambda task: task.id
    )
    places = [place for place, task in enumerate(listed) if is_control(task.meta)]
    assert len(listed) == SENTENCES + 3
    assert 0 not in places and min(b - a for a, b in zip(places, places[1:], strict=False)) > 3
    examples = control_examples(guidelines)
    for place in places:
        task = listed[place]
        assert task.data["text"] == examples[task.data["doc"]].text
        assert task.data["headline"] and task.data["previous"] and task.data["next"]
        assert "control" not in json.dumps(task.data)
        assert task.data.keys() == listed[0].data.keys()
        assert bool(task.predictions) == bool(listed[0].predictions)
    for task in listed:
        server.client.annotations.create(task.id, result=[])
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0, run.err
    assert f"on {SENTENCES} sentences" in run.err
    assert "3 control sentences" in run.err
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == SENTENCES
    found = status(goldspan, project)
    assert (found["sentences"], found["controls"], found["quality"]) == (SENTENCES, 3, None)
    assert found["annotators"]["annotator-1"]["submitted"] == SENTENCES
    [figures] = status(goldspan, project, "--quality")["quality"].values()
    assert (figures["controls"], figures["controls_right"]) == (3, 0)


def test_quality_says_who_is_careless(goldspan, embedded, articles, project, server, guidelines):
    """One does everything right, slowly; one takes the suggestions as they are, at once."""
    done = push(goldspan, articles, project, "--controls", "0.1", "--suggest", "baseline",
                "--annotators-per-sentence", "2")  # fmt: skip
    invited = json.loads(goldspan("studio", "invite", "Careful", "Careless", "--json").out)
    users = {user.email: user.id for user in server.client.users.list()}
    careful, careless = (users[person["email"]] for person in invited)
    create = server.client.annotations.create
    examples = control_examples(guidelines)
    for place, task in enumerate(tasks_of_all(server, done["project"])):
        text = task.data["text"]
        right = [span(10, 15, "LEADER")]
        if task.data["doc"] in examples:
            right = [region(one, text) for one in examples[task.data["doc"]].spans]
            assert not any(one.attributes for one in examples[task.data["doc"]].spans) or right
        create(task.id, result=right, completed_by=careful, lead_time=8.0)
        shown = task.predictions[0]
        changed = [] if place % 3 == 0 else shown.result
        create(task.id, result=changed, completed_by=careless, lead_time=0.1,
               parent_prediction=shown.id)  # fmt: skip
    quality = status(goldspan, project, "--quality")["quality"]
    good, bad = (quality[person["pseudonym"]] for person in invited)
    assert good["pace"]["too_fast"] == 0 and good["pace"]["sentences"] == SENTENCES
    assert bad["pace"]["too_fast"] == len(bad["too_fast"]) == SENTENCES
    assert good["suggestions"] is None
    kept = bad["suggestions"]
    assert kept["sentences"] == SENTENCES + 3
    assert kept["sentences"] - kept["unchanged"] <= 11
    assert 0 < kept["kept"] < kept["spans"] and kept["added"] == 0
    assert good["agreement"]["sentences"] == bad["agreement"]["sentences"] == SENTENCES
    assert good["agreement"]["f1"] == bad["agreement"]["f1"]
    assert good["agreement"]["own"] == bad["agreement"]["others"] == SENTENCES
    assert good["controls_right"] >= bad["controls_right"]
    [week] = good["weeks"]
    assert week["sentences"] == SENTENCES and week["controls"] == 3
    table = goldspan("annotate", "status", "--project", project, "--quality").out
    assert invited[1]["pseudonym"] in table and f"{SENTENCES}/{SENTENCES}" in table


def tasks_of_all(server, project):
    return sorted(server.client.tasks.list(project=project, fields="all"), key=lambda t: t.id)


def test_two_by_one_person_edited_and_ground_truth_are_told_apart(
    goldspan, embedded, pushed, project, server, tmp_path
):
    tasks = tasks_of(server, pushed["project"])
    [person] = json.loads(goldspan("studio", "invite", "Duc", "--json").out)
    user = {user.email: user.id for user in server.client.users.list()}[person["email"]]
    create = server.client.annotations.create
    create(tasks[1].id, result=[])
    create(tasks[1].id, result=[span(9, 14, "LEADER")])
    edited = create(tasks[2].id, result=[], completed_by=user)
    server.client.annotations.update(edited.id, result=[span(2, 9, "COUNTRY")])
    create(tasks[3].id, result=[], ground_truth=True)
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0, run.err
    assert "1 annotation is by somebody who had annotated the sentence before" in run.err
    assert "1 annotation was changed by somebody else" in run.err
    assert "1 annotation is marked as ground truth" in run.err
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [len(record["spans"]) for record in records if record["index"] == 1] == [0, 1]
    [of_duc] = [record for record in records if record["index"] == 2]
    assert of_duc["annotator"] == person["pseudonym"]
    assert of_duc["edited_by"] not in (None, of_duc["annotator"])
    assert [r["index"] for r in records if r["ground_truth"]] == [3]
    assert [r["index"] for r in records if r["edited_by"]] == [2]
