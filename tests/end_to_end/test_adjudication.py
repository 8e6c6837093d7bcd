"""From disagreements to gold: three annotators, an adjudicator, a late annotation."""

import json

import pytest

from goldspan.annotate.adjudicate import EVERYTHING
from goldspan.annotate.server import connect, connect_to
from goldspan.annotate.tasks import marks, result_of
from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.records import read_records, write_records
from goldspan.sentences import Sentence, sha256_of_text
from goldspan.spans import Span
from goldspan.studio.accounts import find_or_make_account

from .browser import TEXT, signed_in, submit

SENTENCES = 40
LATE = range(20, 30)

GLUED = ("PresidentPutin", "LEADER", {})
PUTIN = ("Putin", "LEADER", {})
VIETNAM = ("Vietnam", "COUNTRY", {})
DEMONYM = ("Vietnam", "COUNTRY", {"form": "demonym"})
PACT = ("the pact", "AGREEMENT", {})
TRUTH = [PUTIN, VIETNAM]

SAID = {
    "Anna": [TRUTH, [GLUED, VIETNAM], [PUTIN], [PUTIN, DEMONYM]],
    "Binh": [TRUTH, TRUTH, TRUTH, TRUTH],
    "Chi": [TRUTH, TRUTH, [PUTIN, VIETNAM, PACT], [PUTIN, PACT]],
}
"""What each marks, by the sentence's number modulo four: only the first kind is agreed."""


def text_of(number):
    return f"PresidentPutin visited Vietnam {number} times for the pact."


def spans_of(number, names):
    text = text_of(number)
    return [
        Span(
            start=text.index(quote),
            end=text.index(quote) + len(quote),
            label=label,
            attributes=attributes,
        )
        for quote, label, attributes in names
    ]


class Team:
    """Three annotators and an adjudicator, each with an account and a token of their own."""

    def __init__(self, studio, goldspan, name):
        self.studio, self.goldspan = studio, goldspan
        self.project, self.adjudication = name, f"{name} adj"
        self.accounts = {
            person: find_or_make_account(studio, f"{person}-{name}".replace(" ", "-"))
            for person in (*SAID, "Dung")
        }

    def run(self, *arguments):
        done = self.goldspan(*arguments)
        assert done.code == 0, done.err
        return json.loads(done.out) if "--json" in arguments else done.err

    def tasks(self, project):
        with connect() as server:
            return list(server.client.tasks.list(project=project, fields="all"))

    def annotate(self, person, numbers):
        with connect_to(self.studio.url, self.accounts[person].token, identity="x") as server:
            for task in self.tasks(self.pushed["project"]):
                number = task.data["index"]
                if number in numbers:
                    record = Annotation(
                        sentence=task.data["id"],
                        doc="d",
                        index=number,
                        text=task.data["text"],
                        text_sha256=sha256_of_text(task.data["text"]),
                        annotator=person,
                        spans=spans_of(number, SAID[person][number % 4]),
                    )
                    server.client.annotations.create(
                        task.id, result=result_of(record), lead_time=2.0
                    )

    def push(self):
        self.pushed = self.run("annotate", "push", "s.jsonl", "--project", self.project, "--json")

    def build(self, *adjudicated):
        self.run("annotate", "pull", "--project", self.project, "-o", "a.jsonl")
        return self.run("gold", "build", "a.jsonl", *adjudicated, "-o", "gold", "--json")["counts"]

    def adjudicate(self):
        return self.run("annotate", "adjudicate", "gold", "--project", self.adjudication, "--json")

    def decide(self, project):
        """What the truth holds is right; whatever else somebody marked is wrong."""
        with connect_to(self.studio.url, self.accounts["Dung"].token, identity="x") as server:
            for task in self.tasks(project):
                if task.data.get("stale") or task.annotations:
                    continue
                truth = {span.content for span in spans_of(task.data["index"], TRUTH)}
                [shown] = [p.result for p in task.predictions if p.model_version == EVERYTHING]
                result = []
                for one in shown:
                    if one["from_name"] == "label":
                        result += self.verdict(task, one, shown, truth)
                server.client.annotations.create(task.id, result=result, lead_time=3.0)

    def verdict(self, task, region, shown, truth):
        span = Span(
            start=region["value"]["start"],
            end=region["value"]["end"],
            label=region["value"]["labels"][0],
            attributes={
                one["from_name"].split(".")[1]: one["value"]["choices"][0]
                for one in shown
                if one["id"] == region["id"] and "." in one["from_name"]
            },
        )
        if span.content in truth:
            return marks(span, task.data["text"], "right")
        wrong = {"LEADER": "boundary", "COUNTRY": "attribute", "AGREEMENT": "spurious"}
        return marks(span, task.data["text"], wrong[span.label])

    def pull_decisions(self):
        self.run("annotate", "pull", "--project", self.adjudication, "-o", "decided.jsonl")


@pytest.fixture
def team(goldspan, studio, workspace, tmp_path):
    write_records(
        tmp_path / "s.jsonl",
        [Sentence(doc="d", index=n, text=text_of(n), lang="en") for n in range(SENTENCES)],
    )
    return Team(studio, goldspan, tmp_path.name[-30:].replace("_", "-"))


def origins(counts):
    return {name: counts[f"spans_{name}"] for name in ("agreed", "adjudicated", "single")}


def test_every_sentence_is_decided_also_after_a_late_annotation(team, tmp_path):
    team.push()
    everything = range(SENTENCES)
    team.annotate("Anna", everything)
    team.annotate("Binh", everything)
    team.annotate("Chi", range(20))

    counts = team.build()
    assert counts["sentences_in_gold"] == 10, "of the first kind"
    assert counts["sentences_in_disagreements"] == 30
    adjudication = team.adjudicate()
    assert adjudication["made"] == 30
    team.decide(adjudication["project"])
    team.pull_decisions()
    counts = team.build("decided.jsonl")
    assert (counts["sentences_in_gold"], counts["sentences_in_disagreements"]) == (SENTENCES, 0)
    assert counts["adjudications_in_gold"] == 30
    assert sum(origins(counts).values()) == counts["spans"] == 2 * SENTENCES
    # Agreed: both spans of the first kind; Vietnam of the second; Putin of the third and fourth.
    assert origins(counts) == {"agreed": 20 + 10 + 10 + 10, "adjudicated": 30, "single": 0}
    nothing = team.run("annotate", "adjudicate", "gold", "--project", team.adjudication)
    assert nothing.startswith("Nothing to adjudicate")

    team.annotate("Chi", LATE)
    changed = [n for n in LATE if n % 4 in (2, 3)]
    counts = team.build("decided.jsonl")
    assert counts["adjudications_outdated"] == len(changed)
    assert counts["sentences_in_disagreements"] == len(changed)
    reasons = {
        json.loads(line)["reason"]
        for line in (tmp_path / "gold" / "disagreements.jsonl").read_text().splitlines()
    }
    assert reasons == {"decided on other annotations"}
    again = team.adjudicate()
    assert (again["made"], again["stale"]) == (len(changed), len(changed))
    team.decide(again["project"])
    team.pull_decisions()
    counts = team.build("decided.jsonl")
    assert (counts["sentences_in_gold"], counts["sentences_in_disagreements"]) == (SENTENCES, 0)
    assert counts["adjudications_outdated"] == len(changed)
    assert sum(origins(counts).values()) == counts["spans"] == 2 * SENTENCES
    for what in ("annotations", "adjudications", "sentences", "annotated_spans"):
        parts = sum(count for name, count in counts.items() if name.startswith(f"{what}_"))
        assert counts[what] == parts, what
    for sentence in read_gold(tmp_path / "gold").sentences():
        assert [span.content for span in sentence.spans] == [
            span.content for span in spans_of(sentence.index, TRUTH)
        ]
        assert sentence.annotators == (3 if sentence.index < 30 else 2)
        for span in sentence.spans:
            assert (span.origin == "adjudicated") == (span.adjudicator is not None)
            assert span.verdict == ("right" if span.origin == "adjudicated" else None)


def test_an_adjudicator_decides_at_the_page(team, tmp_path):
    """Alt+. selects the next span, a letter gives its verdict; none may be without."""
    team.push()
    for person in SAID:
        team.annotate(person, [2])
    team.build()
    project = team.adjudicate()["project"]
    account = team.accounts["Dung"]
    with signed_in(team.studio.url, account.email, account.password) as page:
        page.goto(f"{team.studio.url}/projects/{project}/data?labeling=1")
        page.wait_for_selector("text=Decide where annotators differ")
        page.keyboard.press("Escape")
        page.wait_for_selector(f"{TEXT} [class*=htx-highlight]")
        page.wait_for_load_state("networkidle")
        disputed = page.locator("table", has_text="disputed").first
        rows = disputed.locator("tr").all_inner_texts()
        assert [row.split() for row in rows] == [
            ["disputed", "A", "B", "C"],
            ["1", "Vietnam", "COUNTRY", "\u2713", "\u2713"],
            ["2", "the", "pact", "AGREEMENT", "\u2713"],
        ]
        page.keyboard.press("Alt+.")
        page.keyboard.press("m")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=Give the selected span a verdict")
        page.keyboard.press("Escape")
        page.locator("text=Give the selected span a verdict").wait_for(state="hidden")
        page.keyboard.press("s")
        page.keyboard.press("u")
        submit(page)
    team.pull_decisions()
    [(_, record)] = read_records(tmp_path / "decided.jsonl", Annotation)
    assert {(d.span.text, d.verdict) for d in record.adjudication.decisions} == {
        ("Vietnam", "missed"),
        ("the pact", "spurious"),
        ("Putin", "right"),
    }
    assert record.adjudication.is_unclear
    counts = team.build("decided.jsonl")
    assert (counts["sentences_in_gold"], counts["spans_adjudicated"]) == (1, 1)
    assert counts["annotated_spans_not_adjudicated_in"] == 1
