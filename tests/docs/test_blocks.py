"""Every command and program on the pages is run, in order, and prints what the page shows.

To put what they print now into the pages: GOLDSPAN_WRITE_DOCS=1 pytest tests/docs/test_blocks.py.
"""

import os
import re

import pytest

from .blocks import ROOT, pages

PAGES = [page for page in pages() if page.steps]
LANGUAGES = {"console", "python", "text", "json", "yaml", "ini", "markdown", "xml", "toml"}
STANDS_IN = ("goldspan studio start", "goldspan studio stop")
"""The test run's own server stands in for them: one is enough, and it must not end."""
VARY = {
    r"127\.0\.0\.1:\d+": "HOST",
    r"http://HOST(?=/datasets)": "https://huggingface.co",
    r"commit [0-9a-f]{12}": "commit SHA",
    r"\b[0-9a-f]{40}\b": "SHA",
    r"/projects/\d+/": "/projects/N/",
    r"goldspan demo \d+": "goldspan demo",
    r"─+": "",
    r"\s+": " ",
}
"""What differs from run to run: ports, commits, numbers of projects, widths."""


def normal(text):
    for pattern, same in VARY.items():
        text = re.sub(pattern, same, text)
    return text.strip()


def name_of(page):
    return str(page.path.relative_to(ROOT))


@pytest.mark.parametrize("page", [one for one in PAGES if not one.needs_label_studio], ids=name_of)
def test_a_page_prints_what_it_shows(page, shell, set_up, tmp_path):
    assert set_up(page.setting) == []
    follow(page, shell, tmp_path)


@pytest.mark.parametrize("page", [one for one in PAGES if one.needs_label_studio], ids=name_of)
def test_a_page_with_label_studio_prints_what_it_shows(
    page, shell, set_up, people, running_studio, tmp_path
):
    for line in set_up(page.setting):
        done = shell.run(line)
        assert done.code == 0, (line, done.err)
        people.work_after(line, done.err)
    follow(page, shell, tmp_path, people)


def follow(page, shell, folder, people=None):
    """Take the page's steps; where the page is to be renewed, write what each printed."""
    renewed = page.path.read_text(encoding="utf-8")
    for step in page.steps:
        if step.kind == "file":
            (folder / step.does).parent.mkdir(exist_ok=True)
            (folder / step.does).write_text(step.shows, encoding="utf-8")
            continue
        if step.does.startswith(STANDS_IN):
            continue
        done = shell.python(step.does) if step.kind == "python" else shell.run(step.does)
        assert done.code in (0, 3), (step.where, step.does, done.err)
        if missing := not_printed(step.shows, done):
            if not os.environ.get("GOLDSPAN_WRITE_DOCS"):
                raise AssertionError((step.where, step.does, missing, done.err + done.out))
            renewed = renewed.replace(
                f"{step.does}\n{step.shows}", f"{step.does}\n{shown(done)}", 1
            )
        if people:
            people.work_after(step.does, done.err)
    if os.environ.get("GOLDSPAN_WRITE_DOCS"):
        page.path.write_text(renewed, encoding="utf-8")


def not_printed(shows, done):
    """Lines of the page that the step hasn't printed, however it broke its lines."""
    printed = normal(done.err + done.out)
    return [line for line in shows.splitlines() if line != "..." and normal(line) not in printed]


def shown(done):
    lines = (done.err + done.out).strip("\n").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def test_every_block_says_what_it_is():
    said = {str(one.path.relative_to(ROOT)): one.languages - LANGUAGES for one in pages()}
    assert {name: languages for name, languages in said.items() if languages} == {}


def test_few_blocks_are_not_run_each_with_its_reason():
    reasons = [entry for page in pages() for entry in page.not_run]
    assert all(len(reason.split()) > 3 for _, reason in reasons), reasons
    assert len(reasons) <= 12, reasons
