"""Every command and program on the pages is run, in order, and prints what the page shows.

To put what they print now into the pages: GOLDSPAN_WRITE_DOCS=1 pytest tests/docs/test_blocks.py.
"""

import os
import re
from difflib import get_close_matches

import pytest

from ..conftest import Run
from .blocks import ROOT, pages
from .settings import SETTINGS

PAGES = [page for page in pages() if page.steps]
LANGUAGES = {"console", "python", "text", "json", "yaml", "ini", "markdown", "xml", "toml"}
STANDS_IN = ("goldspan studio start", "goldspan studio stop")
"""The test run's own server stands in for them: one is enough, and it must not end."""
LONG = ("docs/for-annotation-leads.md", "docs/cluster.md")
"""Pages that take a minute: much is annotated there, or a cluster started twice."""
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


def cases(needs_label_studio):
    return [
        pytest.param(one, id=name_of(one), marks=pytest.mark.long if name_of(one) in LONG else ())
        for one in PAGES
        if one.needs_label_studio == needs_label_studio
    ]


@pytest.mark.parametrize("page", cases(needs_label_studio=False))
def test_a_page_prints_what_it_shows(page, shell):
    follow(page, shell)


@pytest.mark.parametrize("page", cases(needs_label_studio=True))
def test_a_page_with_label_studio_prints_what_it_shows(page, shell, people, running_studio):
    shell.people = people
    follow(page, shell)


def follow(page, shell):
    """Take the page's steps; where the page is to be renewed, write what each printed."""
    renewed = page.path.read_text(encoding="utf-8")
    SETTINGS[page.setting](shell)
    for step in page.steps:
        if step.kind == "file":
            (shell.folder / step.does).parent.mkdir(exist_ok=True)
            (shell.folder / step.does).write_text(step.shows, encoding="utf-8")
            continue
        if step.does.startswith(STANDS_IN):
            continue
        done = shell.python(step.does) if step.kind == "python" else shell.must(step.does)
        assert done.code in (0, 3), (step.where, step.does, done.err)
        if missing := not_printed(step.shows, done):
            if not os.environ.get("GOLDSPAN_WRITE_DOCS"):
                raise AssertionError((step.where, step.does, missing, done.err + done.out))
            between = "```\n\n```text\n" if step.kind == "python" else "\n"
            before = f"{step.does}{between}"
            renewed = renewed.replace(before + step.shows, before + renew(step.shows, done), 1)
    if os.environ.get("GOLDSPAN_WRITE_DOCS"):
        page.path.write_text(renewed, encoding="utf-8")


def not_printed(shows, done):
    """Lines of the page that the step hasn't printed, however it broke its lines."""
    printed = normal(done.err + done.out)
    return [line for line in shows.splitlines() if line != "..." and normal(line) not in printed]


def renew(shows, done):
    """A block with its cuts, in which lines that are printed otherwise now are put right.

    Where one has nothing like it in what is printed, all of that.
    """
    lines = []
    for line in shows.splitlines():
        if not_printed(line, done):
            [line] = get_close_matches(line, shown(done).splitlines(), 1) or [None]
            if line is None or line in lines:
                return shown(done)
        lines.append(line)
    return "".join(f"{line}\n" for line in lines)


def shown(done):
    lines = (done.err + done.out).strip("\n").splitlines()
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return re.sub(r"http://127\.0\.0\.1:\d+/datasets", "https://huggingface.co/datasets", text)


def test_a_renewed_block_keeps_its_cuts_and_what_is_printed_still():
    done = Run(0, "guidelines 1.1.0\nmore\nport http://127.0.0.1:5\n a long line\n", "said\n")
    shows = "guidelines 1.0.0\n...\nport http://127.0.0.1:7\n a\n long line\n"
    assert renew(shows, done) == shows.replace("1.0.0", "1.1.0")
    for otherwise in ("nothing of this\n", "guidelines 1.0.0\nguidelines 1.0.1\n"):
        assert renew(otherwise, done) == shown(done)


def test_every_block_says_what_it_is():
    said = {str(one.path.relative_to(ROOT)): one.languages - LANGUAGES for one in pages()}
    assert {name: languages for name, languages in said.items() if languages} == {}


def test_few_blocks_are_not_run_each_with_its_reason():
    reasons = [entry for page in pages() for entry in page.not_run]
    assert all(len(reason.split()) > 3 for _, reason in reasons), reasons
    assert len(reasons) <= 20, reasons
