from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.report.write import write_report
from goldspan.evaluate.scoring import score_case
from goldspan.gold.build import build
from goldspan.guidelines.read import find_guidelines
from goldspan.samples import ANNOTATORS, sample_annotations

from ...end_to_end.browser import FLAGS, chromium


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Path:
    """A folder with the samples' gold, and in `run` the report of the baseline on it."""
    folder = tmp_path_factory.mktemp("report")
    annotations = [sample_annotations(annotator) for annotator in ANNOTATORS]
    build(annotations, folder / "gold", guidelines=find_guidelines())
    case = GoldFolder(folder / "gold").case_of_extractor("baseline")
    write_report(score_case(case, with_sentences=True), folder / "run")
    return folder


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
