"""Three people annotate the same sentences in three browsers, through the labelling stream."""

import json
import threading
import time

import pytest

from goldspan.annotations import Annotation
from goldspan.records import read_records

from .browser import TEXT, mark, signed_in, submit

PEOPLE = ("Anna", "Binh", "Chi")


def annotate(studio, project, sentences, account, place, seen, failures):
    """One person's session: sentence after sentence a span, here and there more."""
    try:
        with signed_in(studio.url, account["email"], account["password"]) as page:
            page.goto(f"{studio.url}/projects/{project}/data?labeling=1")
            page.wait_for_selector("text=Labeling Instructions")
            page.keyboard.press("Escape")
            for number in range(sentences):
                page.wait_for_selector(TEXT)
                page.wait_for_function(
                    "([selector, old]) => document.querySelector(selector)?.textContent !== old",
                    arg=[TEXT, seen[place][-1][0] if seen[place] else ""],
                )
                shown = page.locator(f"{TEXT} [class*=htx-highlight]").count()
                seen[place].append((page.locator(TEXT).text_content(), shown))
                mark(page, "1", "Putin")
                if number % 10 == place:
                    page.locator(f"{TEXT} [class*=htx-highlight]").first.click()
                    page.locator('.gs-attribute:visible label:has(input[name="mt"])').click()
                    page.keyboard.press("Escape")
                if number % 5 == place:
                    page.keyboard.press("8")
                if number % 7 == place:
                    page.locator('input[placeholder="Note (optional)"], textarea').first.fill(
                        f"from {place}"
                    )
                    page.keyboard.press("Enter")
                submit(page)
    except BaseException as error:
        failures.append(error)


@pytest.mark.parametrize("sentences", [10, pytest.param(30, marks=pytest.mark.long)])
def test_each_sees_their_own_work_only_and_all_of_it_comes_back(
    sentences,
    goldspan,
    running_studio,
    workspace,
    tmp_path,
):
    (tmp_path / "a.txt").write_text(
        "".join(f"PresidentPutin met {number} people.\n" for number in range(sentences))
    )
    invited = json.loads(goldspan("studio", "invite", *PEOPLE, "--json").out)
    title = f"three {tmp_path.name}"[:50]
    run = goldspan(
        "annotate", "push", "a.txt", "--project", title, "--annotators-per-sentence", "3", "--json"
    )
    assert run.code == 0, run.err
    project = json.loads(run.out)["project"]
    seen, failures = [[], [], []], []
    sessions = [
        threading.Thread(
            target=annotate,
            args=(running_studio, project, sentences, account, place, seen, failures),
        )
        for place, account in enumerate(invited)
    ]
    for session in sessions:
        session.start()
        time.sleep(0.5)
    for session in sessions:
        session.join()
    assert not failures, failures[0]
    for of_one in seen:
        assert len({text for text, _ in of_one}) == sentences
        assert all(shown == 0 for _, shown in of_one), "nobody else's spans are shown"
    assert goldspan("annotate", "pull", "--project", title, "-o", "out.jsonl").code == 0
    records = [record for _, record in read_records(tmp_path / "out.jsonl", Annotation)]
    assert len(records) == 3 * sentences
    assert {(r.sentence, r.annotator) for r in records} == {
        (f"a#{number}", one["pseudonym"]) for number in range(sentences) for one in invited
    }
    for place, account in enumerate(invited):
        own = [r for r in records if r.annotator == account["pseudonym"]]
        assert all([s.text for s in r.spans] == ["Putin"] for r in own)
        assert all(r.seconds and r.created_at and r.updated_at for r in own)
        assert sum(r.spans[0].attributes == {"noise": "mt"} for r in own) == sentences // 10
        assert sum(r.flags == ["garbled"] for r in own) == sentences // 5
        expected = len([n for n in range(sentences) if n % 7 == place])
        assert sum(r.note == f"from {place}" for r in own) == expected
    status = json.loads(goldspan("annotate", "status", "--project", title, "--json").out)
    assert (status["complete"], status["overlap"]) == (sentences, {"3": sentences})
    assert {a["submitted"] for a in status["annotators"].values()} == {sentences}
