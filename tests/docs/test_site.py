"""The built site in Chromium: every page read by axe-core, printed, searched, without a network."""

import re
import runpy

import pytest
from playwright.sync_api import sync_playwright

from ..axe import axe, violations
from ..end_to_end.browser import FLAGS, chromium
from .blocks import ROOT

__all__ = ["axe"]

SHEETS = ("for-annotators", "for-annotators-vi")
WIDE, NARROW = 1400, 390


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page, watched: what it complains of, or asks anything but files for, fails the test."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []


def names(site):
    """Every page; the one at the root only leads to docs/index.html."""
    return sorted(path for path in site.rglob("*.html") if path != site / "index.html")


@pytest.mark.parametrize(
    ("scheme", "widths"),
    [
        ("light", (WIDE, NARROW)),
        pytest.param("light", (NARROW, WIDE), marks=pytest.mark.long),
        pytest.param("dark", (WIDE, NARROW), marks=pytest.mark.long),
        pytest.param("dark", (NARROW, WIDE), marks=pytest.mark.long),
    ],
)
def test_every_page_is_for_everybody_and_as_wide_as_the_window(page, site, axe, scheme, widths):
    """axe-core reads each page at the last of the widths."""
    page.emulate_media(color_scheme=scheme)
    found = {}
    for path in names(site):
        page.goto(path.as_uri())
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found[path.name, width] = f"{wide} pixels wide"
        serious = [one for one in violations(page, axe) if one[1] in ("serious", "critical")]
        if serious:
            found[path.name] = serious
    assert found == {}


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_for_annotators_fits_one_page(page, site, name):
    page.goto((site / "docs" / f"{name}.html").as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_the_search_finds_without_a_server(page, site):
    page.goto((site / "search.html").as_uri() + "?q=adjudicator")
    page.wait_for_selector("#search-results li a")
    assert "docs/adjudication.html" in page.inner_html("#search-results")
    assert page.inner_text("h1") == "Search"


def test_the_front_page_leads_to_the_index(page, site):
    page.goto((site / "index.html").as_uri())
    page.wait_for_url(lambda url: url.endswith("docs/index.html"))


def test_every_relative_link_of_the_readme_leads_somewhere():
    """Those of the other pages are the build's to check."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
    assert len(targets) > 20
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_links_outside_have_the_form_of_addresses():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for url in re.findall(r"\]\((https?:[^)\s]*)\)?", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}(/[^\s()]*)?", url), (path.name, url)


def test_pictures_are_those_the_script_draws(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "docs" / "images")
    runpy.run_path(str(ROOT / "docs" / "images" / "draw.py"))["draw_all"](tmp_path)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.svg")}
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "images").glob("*.svg")}
    assert made == kept
