"""What an annotator sees of suggestions in a real browser, and what is recorded of them."""

import json

import pytest

from goldspan.annotate.push import push
from goldspan.annotate.server import connect
from goldspan.annotate.suggesting import Suggestions, is_blind
from goldspan.annotations import Annotation
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.records import read_records
from goldspan.sentences import Sentence
from goldspan.studio.accounts import find_or_make_account

from .browser import TEXT, mark, open_task, signed_in, submit

SENTENCES = [
    Sentence(doc="d", index=n, text=f"President Putin came to Vietnam on day {n}.")
    for n in range(12)
]
BLIND = 0.4
REGIONS = f"{TEXT} [class*=htx-highlight]"


class Finder:
    """Finds Putin, for sure, and Vietnam, less so."""

    name, offsets, labels = "finder 1.0", Offsets(), ("LEADER", "COUNTRY")
    configuration = {}

    def extract(self, sentences):
        return [
            Answer(
                claims=[
                    Claim(label="LEADER", start=10, end=15, score=0.98),
                    Claim(label="COUNTRY", start=24, end=31, score=0.41),
                ]
            )
            for _ in sentences
        ]


@pytest.fixture
def pushed(studio, guidelines, tmp_path):
    name = f"suggestions {tmp_path.name}"[:50]
    with connect() as server:
        done = push(server, SENTENCES, project_name=name, guidelines=guidelines,
                    suggestions=Suggestions(Finder(), BLIND))  # fmt: skip
        listed = server.client.tasks.list(
            project=done.project, fields="task_only", include="id,data"
        )
        return name, done.project, {task.data["id"]: task.id for task in listed}


def test_a_suggested_task_shows_spans_and_scores_a_blind_one_nothing(
    goldspan, pushed, studio, running_studio, tmp_path
):
    name, project, tasks = pushed
    annotator = find_or_make_account(
        running_studio, f"person-{tmp_path.name.replace('_', '-')}"[:40]
    )
    blind = next(one.id for one in SENTENCES if is_blind(one, BLIND))
    kept, emptied = [one.id for one in SENTENCES if not is_blind(one, BLIND)][:2]
    with signed_in(studio.url, annotator.email, annotator.password) as page:
        open_task(page, studio.url, project, tasks[kept])
        page.wait_for_selector(REGIONS)
        assert page.locator(REGIONS).all_inner_texts() == ["Putin", "Vietnam"]
        assert "0.41" in page.locator("body").inner_text(), "the doubtful one shows its score"
        submit(page)

        open_task(page, studio.url, project, tasks[blind])
        assert page.locator(REGIONS).count() == 0
        shown = page.locator("body").inner_text()
        assert "0.98" not in shown and "finder" not in shown and "blind" not in shown
        mark(page, "1", "Putin")
        submit(page)

        open_task(page, studio.url, project, tasks[emptied])
        page.wait_for_selector(REGIONS)
        for left in (1, 0):
            page.locator(REGIONS).first.click()
            page.keyboard.press("Backspace")
            page.wait_for_function(
                "([selector, left]) => document.querySelectorAll(selector).length === left",
                arg=[REGIONS, left],
            )
        submit(page)
    run = goldspan("annotate", "pull", "--project", name, "-o", "out.jsonl")
    assert run.code == 0, run.err
    said = {
        record.sentence: ([span.text for span in record.spans], record.suggested_by)
        for _, record in read_records(tmp_path / "out.jsonl", Annotation)
    }
    assert said == {
        kept: (["Putin", "Vietnam"], "finder 1.0"),
        blind: (["Putin"], None),
        emptied: ([], "finder 1.0"),
    }
    run = goldspan("annotate", "status", "--project", name, "--quality", "--json")
    [found] = json.loads(run.out)["suggestions"].values()
    assert (found["shown"]["annotations"], found["shown"]["unchanged"]) == (2, 1)
    assert (found["blind"]["annotations"], found["blind"]["matched"]) == (1, 1)
    assert found["too_few"]
