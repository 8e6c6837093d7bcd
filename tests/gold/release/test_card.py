"""The card is drawn by a browser, the same each time; beside it Croissant and a citation."""

import os
import shutil

import pytest
import yaml
from playwright.sync_api import sync_playwright
from pyarrow.parquet import read_table

from .conftest import OWN, compile_release
from .rendered import as_html


def test_it_is_drawn_with_its_charts(release, card, tmp_path):
    chromium = shutil.which("chromium")
    if not chromium and not os.environ.get("GOLDSPAN_NEEDS_BROWSER"):
        pytest.skip("there is no Chromium")
    page_file = release / "card.html"
    page_file.write_text(as_html(card), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 900, "height": 1200})
        page.goto(page_file.as_uri())
        widths = page.evaluate("[...document.images].map(i => [i.naturalWidth, i.alt])")
        overflow = page.evaluate("document.body.scrollWidth - document.body.clientWidth")
        text = page.evaluate("document.body.innerText")
        page.screenshot(path=tmp_path / "card.png", full_page=True)
        browser.close()
    page_file.unlink()
    assert [width > 400 and bool(alt) for width, alt in widths] == [True, True]
    assert overflow <= 0
    assert "yours:" not in text and "**" not in text and "|---" not in text
    assert "All of them, whole." in text


def test_the_same_data_give_the_same_bytes(split_gold, release, tmp_path, guidelines):
    again = compile_release(split_gold, tmp_path / "again", guidelines, paragraphs=OWN)
    for path in sorted(p for p in again.rglob("*") if p.is_file()):
        assert path.read_bytes() == (release / path.relative_to(again)).read_bytes(), path


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's, in mlcroissant
def test_croissant_describes_every_table(release):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=release / "croissant.json")
    assert dataset.metadata.version == "1.0.0"
    names = {record_set.name for record_set in dataset.metadata.record_sets}
    assert names == {
        f"{config}-{split}"
        for config in ("default", "bio", "annotations")
        for split in ("train", "validation", "test")
    }
    rows = list(dataset.records("default-test"))
    table = read_table(release / "sentences" / "test.parquet").to_pylist()
    assert [row["default-test/text"].decode() for row in rows] == [row["text"] for row in table]
    field = "default-test/spans"
    assert [
        [(s[f"{field}/start"], s[f"{field}/end"], s[f"{field}/label"].decode()) for s in row[field]]
        for row in rows
    ] == [[(s["start"], s["end"], s["label"]) for s in row["spans"]] for row in table]
    for config in ("bio", "annotations"):
        assert list(dataset.records(f"{config}-train"))


def test_citation_and_about(release):
    citation = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "dataset"
    assert citation["license"] == "CC-BY-4.0" and citation["version"] == "1.0.0"
    assert citation["authors"] == [{"name": "goldspan sample corpus"}]
