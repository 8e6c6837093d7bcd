"""What an annotator selects in a real browser is what comes back, character for character."""

import json

import pytest

from goldspan.annotate.server import connect, connect_to
from goldspan.annotate.tasks import marks
from goldspan.annotations import Annotation
from goldspan.records import read_records
from goldspan.spans import Span
from goldspan.studio.accounts import find_or_make_account

from .browser import TEXT, mark, open_task, signed_in, submit

SENTENCE = "🙂 PresidentPutin met  Trần Đại Quang on Vietnam\u2019s coast 🇻🇳, Vietnamgives thanks."

ARTICLE = f"""Leaders meet in Da Nang
-----
They came by sea.
{SENTENCE}
They left by air.
"""


@pytest.fixture
def annotator(running_studio, tmp_path, monkeypatch):
    return find_or_make_account(running_studio, f"person-{tmp_path.name.replace('_', '-')}")


@pytest.fixture
def pushed(goldspan, studio, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    name = f"browser {tmp_path.name}"[:50]
    run = goldspan("annotate", "push", "a.txt", "--project", name, "--json")
    assert run.code == 0, run.err
    project = json.loads(run.out)["project"]
    with connect() as server:
        listed = server.client.tasks.list(project=project, fields="task_only", include="id,data")
        tasks = {task.data["index"]: task.id for task in listed}
    return name, project, tasks


def test_what_is_selected_comes_back(goldspan, pushed, studio, annotator, tmp_path):
    name, project, tasks = pushed
    with signed_in(studio.url, annotator.email, annotator.password) as page:
        open_task(page, studio.url, project, tasks[2])
        mark(page, "1", "Putin")
        mark(page, "1", "Trần Đại Quang")
        mark(page, "2", "Vietnam")
        mark(page, "3", "thanks")
        submit(page)
    run = goldspan("annotate", "pull", "--project", name, "-o", "out.jsonl")
    assert run.code == 0, run.err
    [(_, record)] = read_records(tmp_path / "out.jsonl", Annotation)
    assert record.text == SENTENCE
    assert [(SENTENCE[s.start : s.end], s.label) for s in record.spans] == [
        ("Putin", "LEADER"),
        ("Trần Đại Quang", "LEADER"),
        ("Vietnam", "COUNTRY"),
        ("thanks", "AGREEMENT"),
    ]
    assert all(s.text == SENTENCE[s.start : s.end] for s in record.spans)
    assert record.spans[0].start == SENTENCE.index("Putin")
    assert (record.status, record.seconds is not None) == ("submitted", True)


def test_a_sentence_is_annotated_with_the_keyboard_alone(
    goldspan, pushed, studio, annotator, tmp_path
):
    name, project, _ = pushed
    with signed_in(studio.url, annotator.email, annotator.password) as page:
        page.goto(f"{studio.url}/projects/{project}/data?labeling=1")
        page.wait_for_selector("text=Labeling Instructions")
        page.keyboard.press("Escape")
        for text in ARTICLE.replace("-----\n", "").splitlines()[:3]:
            page.wait_for_function(
                "([selector, wanted]) =>"
                " document.querySelector(selector)?.textContent.includes(wanted)",
                arg=[TEXT, text.split()[-1]],
            )
            page.keyboard.press("8")
            if text == SENTENCE:
                tab_to(page, "Without a mouse")
                page.keyboard.type("1 Putin\nCOUNTRY Vietnam #2\n")
                page.keyboard.press("Tab")
            submit(page)
    run = goldspan("annotate", "pull", "--project", name, "-o", "out.jsonl")
    assert run.code == 0, run.err
    records = [record for _, record in read_records(tmp_path / "out.jsonl", Annotation)]
    assert [(record.index, record.flags) for record in records] == [
        (place, ["garbled"]) for place in range(3)
    ]
    assert [(s.start, s.text, s.label) for s in records[2].spans] == [
        (SENTENCE.index("Putin"), "Putin", "LEADER"),
        (SENTENCE.index("Vietnamgives"), "Vietnam", "COUNTRY"),
    ]


def tab_to(page, placeholder):
    """Press Tab until the field with this placeholder has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        focused = "document.activeElement?.getAttribute('placeholder') ?? ''"
        if page.evaluate(focused).startswith(placeholder):
            return
    raise AssertionError(f"no field {placeholder!r} can be reached by Tab")


def test_a_span_with_an_attribute_has_the_colour_of_its_label(
    pushed, studio, annotator, guidelines
):
    _, project, tasks = pushed
    start = SENTENCE.index("Vietnam\u2019s")
    span = Span(start=start, end=start + 7, label="COUNTRY", attributes={"form": "demonym"})
    with connect_to(studio.url, annotator.token, identity="x") as server:
        server.client.annotations.create(tasks[2], result=marks(span, SENTENCE))
    [country] = [label for label in guidelines.labels if label.name == "COUNTRY"]
    red, green, blue = bytes.fromhex(country.colour[1:])
    with signed_in(studio.url, annotator.email, annotator.password) as page:
        open_task(page, studio.url, project, tasks[2])
        page.wait_for_function(
            "([selector, colour]) =>"
            " getComputedStyle(document.querySelector(selector)).backgroundColor.includes(colour)",
            arg=[f"{TEXT} [class*=htx-highlight]", f"({red}, {green}, {blue}"],
        )


def test_the_page_shows_sentence_headline_neighbours_labels_and_instructions(
    pushed, studio, annotator, guidelines
):
    _, project, tasks = pushed
    with signed_in(studio.url, annotator.email, annotator.password) as page:
        open_task(page, studio.url, project, tasks[2])
        assert page.locator(TEXT).inner_text().startswith("🙂 PresidentPutin met")
        shown = page.locator("body").inner_text()
        for expected in ("Leaders meet in Da Nang", "They came by sea.", "They left by air."):
            assert expected in shown
        for label in guidelines.labels:
            assert label.name in shown
        page.goto(f"{studio.url}/projects/{project}/data?labeling=1")
        page.wait_for_selector("text=Labeling Instructions")
        assert guidelines.title in page.locator("body").inner_text()
