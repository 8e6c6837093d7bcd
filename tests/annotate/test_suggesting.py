"""Suggestions, blind sentences and test splits; a real Label Studio where one is asked."""

import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.annotate.held_out import held_out
from goldspan.annotate.push import push
from goldspan.annotate.suggesting import Suggester, Suggestions, is_blind, made_of
from goldspan.annotate.tasks import SUGGESTION
from goldspan.errors import InputError, ServerError
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.label_map import Mapped
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records
from goldspan.sentences import Sentence
from goldspan.splits import Assignment

from ..strategies import texts

COUNT = 40


def sentences(count=COUNT, doc="d"):
    return [
        Sentence(doc=doc, index=n, text=f"Guest {doc}{n} met President Putin.")
        for n in range(count)
    ]


class Finder:
    """Finds Putin, surely on even sentences; fails where it is told to."""

    offsets = Offsets()
    labels = ("LEADER",)

    def __init__(self, name="finder 1.0", fails=(), stops_at=None):
        self.name = name
        self.configuration = {}
        self.fails, self.stops_at, self.asked = fails, stops_at, []

    def extract(self, sentences):
        self.asked += [sentence.id for sentence in sentences]
        if self.stops_at in self.asked:
            raise ServerError("the model's server is gone; start it again.")
        return [self._answer(sentence) for sentence in sentences]

    def _answer(self, sentence):
        if sentence.id in self.fails:
            return Answer(error="timed out", is_final=True)
        start = sentence.text.index("Putin")
        score = 0.75 if sentence.index % 2 else 1.0
        return Answer(claims=[Claim(label="LEADER", start=start, end=start + 5, score=score)])


def pushed_by(server, guidelines, project, *args, found=None, **options):
    return push(
        server,
        found or sentences(),
        project_name=project,
        guidelines=guidelines,
        suggestions=Suggestions(*args, **options),
    )


def tasks_by_id(server, project):
    return {t.data["id"]: t for t in server.client.tasks.list(project=project, fields="all")}


def test_blind_sentences_show_nothing_and_keep_what_would_have_been_shown(
    server, guidelines, project, goldspan, tmp_path
):
    done = pushed_by(server, guidelines, project, Finder(), blind=0.3)
    blind = {s.id for s in sentences() if is_blind(s, 0.3)}
    assert 3 < len(blind) < 25
    assert (done.made, done.blind, done.suggested) == (COUNT, len(blind), COUNT - len(blind))
    tasks = tasks_by_id(server, done.project)
    for sentence in sentences():
        task, made = tasks[sentence.id], made_of(tasks[sentence.id].meta)
        assert made.extractor == "finder 1.0"
        assert made.blind == (sentence.id in blind) == (task.total_predictions == 0)
        start = sentence.text.index("Putin")
        assert [s.key for s in made.spans] == ([(start, start + 5, "LEADER")] * made.blind)
        assert "suggestion" not in json.dumps(task.data)
        if not made.blind:
            score = 0.75 if sentence.index % 2 else 1.0
            [shown] = task.predictions
            assert (shown.score, shown.result[0]["score"]) == (score, score)
    again = pushed_by(server, guidelines, project, Finder(), blind=0.9)
    assert (again.made, again.blind) == (0, 0)


def test_a_second_extractors_suggestions_are_shown_and_recorded_as_its_own(
    server, guidelines, project, goldspan, tmp_path
):
    """Label Studio shows predictions of one name in a project: that of the first import."""
    first = pushed_by(server, guidelines, project, Finder(), found=sentences(2, "a"))
    pushed_by(server, guidelines, project, Finder("other 2"), found=sentences(2, "b"))
    assert server.client.projects.get(first.project).model_version == SUGGESTION
    tasks = tasks_by_id(server, first.project)
    for task in tasks.values():
        [shown] = task.predictions
        result = [] if task.data["index"] else shown.result
        server.client.annotations.create(task.id, result=result, parent_prediction=shown.id)
    server.client.annotations.create(tasks["a#0"].id, result=[])
    run = goldspan("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert run.code == 0, run.err
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    said = [(r["sentence"], len(r["spans"]), r["suggested_by"]) for r in map(json.loads, lines)]
    assert sorted(said, key=str) == [
        ("a#0", 0, None),
        ("a#0", 1, "finder 1.0"),
        ("a#1", 0, "finder 1.0"),
        ("b#0", 1, "other 2"),
        ("b#1", 0, "other 2"),
    ], "also where all suggestions were deleted; not where somebody began anew"


def test_a_push_whose_extractor_fails_can_be_completed(server, guidelines, project, monkeypatch):
    monkeypatch.setattr("goldspan.annotate.sending._BATCH", 10)
    with pytest.raises(ServerError, match="the model's server is gone"):
        pushed_by(server, guidelines, project, Finder(stops_at="d#25"), blind=0.3)
    rest = pushed_by(server, guidelines, project, Finder(), blind=0.3)
    assert 0 < rest.made < COUNT and rest.made + rest.present == COUNT and rest.twice == 0
    tasks = list(server.client.tasks.list(project=rest.project, fields="all"))
    assert len({task.data["key"] for task in tasks}) == len(tasks) == COUNT
    shown = {task.data["id"] for task in tasks if task.total_predictions}
    assert shown == {s.id for s in sentences() if not is_blind(s, 0.3)}


def test_a_sentence_the_extractor_failed_on_has_no_empty_suggestion(server, guidelines, project):
    done = pushed_by(server, guidelines, project, Finder(fails=("d#1",)), found=sentences(3))
    assert (done.failed, done.suggested) == (1, 2)
    task = tasks_by_id(server, done.project)["d#1"]
    assert (task.total_predictions, made_of(task.meta).error) == (0, "timed out")


def test_the_extractor_isnt_even_asked_about_the_test_split(
    goldspan, studio, server, project, tmp_path
):
    found = [*sentences(3, "a"), *sentences(3, "b")]
    found.append(Sentence(doc="c", index=0, text="President Putin left.", meta={"split": "test"}))
    write_records(tmp_path / "s.jsonl", found)
    (tmp_path / "gold").mkdir()
    write_records(
        tmp_path / "gold" / "splits.jsonl",
        [
            Assignment(sentence=f"{doc}#0", doc=doc, text_sha256="", split=split)
            for doc, split in (("a", "train"), ("b", "test"))
        ],
    )
    suggest = ("annotate", "push", "s.jsonl", "--suggest", "baseline", "--splits", "gold")
    run = goldspan(*suggest, "--project", project, "--json")
    assert run.code == 0, run.err
    values = json.loads(run.out)
    assert (values["made"], values["held_out"], values["suggested"]) == (7, 4, 3)
    assert "4 sentences of test splits show no suggestion" in run.err
    tasks = tasks_by_id(server, values["project"])
    shown = {name for name, task in tasks.items() if task.total_predictions}
    assert shown == {"a#0", "a#1", "a#2"}
    assert not any(made_of(tasks[name].meta) for name in tasks if name not in shown)
    forced = f"test {uuid.uuid4().hex[:12]}"
    run = goldspan(*suggest, "--suggest-on-test", "--project", forced, "--json")
    assert (json.loads(run.out)["held_out"], json.loads(run.out)["suggested"]) == (0, 7)


def test_a_file_of_predictions_suggests_in_mapped_labels(
    goldspan, studio, server, project, tmp_path
):
    write_records(tmp_path / "s.jsonl", sentences(3))
    spans = [PredictedSpan(start=0, end=5, label="PER", score=0.5)]
    write_records(
        tmp_path / "p.jsonl",
        [Prediction(sentence=f"d#{n}", spans=spans, extractor="tagger 3") for n in range(2)],
    )
    run = goldspan("annotate", "push", "s.jsonl", "--suggest", "file:p.jsonl",
                   "--map", "PER=LEADER", "--project", project, "--json")  # fmt: skip
    assert run.code == 0, run.err
    values = json.loads(run.out)
    assert (values["suggested"], values["failed"]) == (2, 1), "the third has no prediction"
    assert "1 sentence shows no suggestion, because the extractor failed there" in run.err
    task = tasks_by_id(server, values["project"])["d#0"]
    [region] = task.predictions[0].result
    assert (region["value"]["labels"], region["score"]) == (["LEADER"], 0.5)
    assert made_of(task.meta).extractor == "tagger 3"


def test_what_is_held_out_is_checked(tmp_path, goldspan):
    with pytest.raises(InputError, match="split first"):
        held_out(sentences(1), tmp_path)
    run = goldspan("annotate", "push", "x.txt", "--blind", "0.2")
    assert run.code == 2 and "need --suggest" in run.err


def test_context_is_shown_around_pushed_sentences_only(goldspan, server, project, tmp_path):
    write_records(tmp_path / "all.jsonl", sentences(5))
    write_records(tmp_path / "some.jsonl", [sentences(5)[2]])
    run = goldspan("annotate", "push", "some.jsonl", "--context", "all.jsonl",
                   "--project", project, "--json")  # fmt: skip
    assert run.code == 0, run.err
    [task] = tasks_by_id(server, json.loads(run.out)["project"]).values()
    assert (task.data["previous"], task.data["next"]) == (
        "Guest d1 met President Putin.",
        "Guest d3 met President Putin.",
    )


@settings(deadline=None)
@given(texts, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_blind_share_holds_the_smaller_one(text, one, other):
    low, high = sorted((one, other))
    sentence = Sentence(doc="d", index=0, text=text)
    assert is_blind(sentence, low) <= is_blind(sentence, high)
    assert is_blind(sentence, low) == is_blind(Sentence(doc="e", index=7, text=text), low)
    assert not is_blind(sentence, 0) and is_blind(sentence, 1)


def test_the_blind_share_is_as_large_as_asked_for():
    many = sentences(20_000)
    assert abs(sum(is_blind(s, 0.2) for s in many) / len(many) - 0.2) < 0.01


def test_what_the_map_leaves_out_is_counted():
    suggester = Suggester(Suggestions(Mapped(Finder(), {}, ["COUNTRY"])), ["COUNTRY"])
    begins = suggester.begins(sentences(3))
    assert suggester.unmapped == {"LEADER": 3}
    assert [begin.predictions[0]["result"] for begin in begins] == [[]] * 3
