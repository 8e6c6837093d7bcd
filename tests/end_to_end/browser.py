"""A person at the labelling page: signs in, presses hotkeys, drags the mouse, submits."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

TEXT = '.gs-text [class*="htx-richtext"]'

# The screen rectangle of the first occurrence of some text inside an element.
RECTANGLE = """
([selector, wanted]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const place = node.data.indexOf(wanted);
    if (place < 0) continue;
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + wanted.length);
    const box = range.getBoundingClientRect();
    return [box.left, box.top + box.height / 2, box.right];
  }
  return null;
}
"""


def chromium() -> str:
    """The browser's path; the test is skipped without one, unless CI says there must be one."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found and not os.environ.get("GOLDSPAN_NEEDS_BROWSER"):
        pytest.skip("no Chromium on this machine")
    return found or "/usr/bin/chromium"


@contextmanager
def signed_in(url: str, email: str, password: str) -> Iterator[Page]:
    """A page of a fresh browser in which somebody has signed in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{url}/user/login/")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/user/login" not in address)
        yield page
        browser.close()


def open_task(page: Page, url: str, project: int, task: int) -> None:
    """Open a task's labelling page and wait until its text is there."""
    page.goto(f"{url}/projects/{project}/data?task={task}")
    page.wait_for_selector(TEXT)
    page.wait_for_load_state("networkidle")


def mark(page: Page, hotkey: str, wanted: str) -> None:
    """Press a label's hotkey, then drag over the first occurrence of `wanted`."""
    page.keyboard.press(hotkey)
    left, middle, right = page.evaluate(RECTANGLE, [TEXT, wanted])
    page.mouse.move(left + 0.5, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=5)
    page.mouse.move(right - 0.5, middle, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "([selector, wanted]) => [...document.querySelectorAll(selector)].some("
        "node => node.textContent.includes(wanted))",
        arg=[f"{TEXT} [class*=htx-highlight]", wanted],
    )


def submit(page: Page) -> None:
    """Submit with the keyboard, and wait until the server has it."""
    with page.expect_response(
        lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
    ) as answer:
        page.keyboard.press("Control+Enter")
    assert answer.value.status == 201
