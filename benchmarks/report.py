"""The page of a large score: its size, and how long Chromium takes until its sentences are there.

100,000 sentences, 5,000 of them with errors. The peer is spaCy's displaCy, which draws the same
5,000 sentences with their gold spans alone, without figures or filters. Opening is timed by
the browser itself, from the request to the end of loading; the median of five fresh pages.

Run: python benchmarks/report.py (about a minute; prints JSON; benchmarks/report.json is a recorded
run)
"""

import json
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright
from spacy import displacy

from goldspan.evaluate.report.write import write_report
from goldspan.evaluate.scoring import score_case
from tests.end_to_end.browser import FLAGS, chromium
from tests.evaluate.report.large import large_case

SENTENCES, WITH_ERRORS, RUNS = 100_000, 5_000, 5
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
FILTERED = """() => {
  const started = performance.now();
  document.querySelector("input[name=text]").value = "number 9";
  document.getElementById("filters").dispatchEvent(new Event("input"));
  document.body.getBoundingClientRect();
  return performance.now() - started;
}"""


def peer(score, path):
    documents = [
        {
            "text": sentence.text,
            "ents": [{"start": s.start, "end": s.end, "label": s.label} for s in sentence.gold],
            "title": None,
        }
        for sentence in score.sentences.shown[:WITH_ERRORS]
    ]
    path.write_text(displacy.render(documents, style="ent", page=True, manual=True), "utf-8")


def opened(browser, path):
    seconds = []
    for _ in range(RUNS):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_function(f"{LOADED} > 0")
        seconds.append(page.evaluate(LOADED) / 1000)
        page.close()
    return {
        "megabytes": round(path.stat().st_size / 1e6, 2),
        "seconds_to_open": round(statistics.median(seconds), 3),
    }


def main():
    case = large_case(SENTENCES, WITH_ERRORS)
    started = time.perf_counter()
    score = score_case(case, with_sentences=True)
    scored = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        started = time.perf_counter()
        write_report(score, folder)
        written = time.perf_counter() - started
        peer(score, folder / "displacy.html")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto((folder / "report.html").as_uri())
        result = {
            "machine": f"2 cores, {platform.machine()}",
            "python": platform.python_version(),
            "chromium": browser.version,
            "sentences": SENTENCES,
            "with_errors": score.sentences.with_errors,
            "shown": len(score.sentences.shown),
            "seconds_to_score": round(scored, 2),
            "seconds_to_write": round(written, 2),
            "report": opened(browser, folder / "report.html"),
            "seconds_to_filter": round(page.evaluate(FILTERED) / 1000, 3),
            "displacy": opened(browser, folder / "displacy.html"),
        }
        browser.close()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
