from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import sync_playwright

from goldspan.annotate.quality import Agreed, AnnotatorQuality, Pace, Week
from goldspan.annotate.status import Status
from goldspan.annotate.suggestions import Accepted
from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.evaluate.compare_files import compare_files
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.report.write import Beside, page_of, write_page, write_report
from goldspan.evaluate.scoring import score_case
from goldspan.extractors import find_extractor
from goldspan.gold.agreement import agreement, disagreements
from goldspan.gold.build import build
from goldspan.guidelines.read import find_guidelines
from goldspan.predicting import predict
from goldspan.records import read_records, write_records
from goldspan.samples import ANNOTATORS, sample_annotations

from ...end_to_end.browser import FLAGS, chromium
from ...strategies import LABELS


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Path:
    """A folder with the samples' gold, and in `run` the report of the baseline on it.

    Beside them agreement.html, and what it is made of.
    """
    folder = tmp_path_factory.mktemp("report")
    annotations = [sample_annotations(annotator) for annotator in ANNOTATORS]
    build(annotations, folder / "gold", guidelines=find_guidelines())
    case = GoldFolder(folder / "gold").case_of_extractor("baseline")
    write_report(score_case(case, with_sentences=True), folder / "run")
    write_comparison(folder)
    write_agreement(folder, annotations)
    return folder


def write_comparison(folder):
    """The baseline against itself without every third span, and two runs with still fewer."""
    sentences = [sentence.as_sentence for sentence in read_gold(folder / "gold").sentences()]
    made = predict(find_extractor("baseline", LABELS), sentences, LABELS).predictions
    write_records(folder / "baseline.jsonl", made)
    for every in (2, 3, 4):
        fewer = [
            msgspec.structs.replace(
                one, spans=[span for place, span in enumerate(one.spans, 1) if place % every]
            )
            for one in made
        ]
        write_records(folder / f"fewer-{every}.jsonl", fewer)
    systems = [folder / "baseline.jsonl", folder / "fewer-3.jsonl"]
    runs = f"runs={folder / 'fewer-2.jsonl'},{folder / 'fewer-4.jsonl'}"
    found = compare_files(folder / "gold", [*map(str, systems), runs], with_sentences=True)
    write_report(found, folder / "comparison")


def write_agreement(folder, paths):
    """What the other commands say of the annotators, and the page made from it."""
    records = [record for path in paths for _, record in read_records(path, Annotation)]
    rules = find_guidelines()
    found = folder / "agreement.json"
    found.write_bytes(
        msgspec.json.encode(agreement(records, rules.label_names, colours=rules.colours))
    )
    write_records(folder / "annotations.jsonl", records)
    write_records(folder / "disagreements.jsonl", disagreements(records))
    (folder / "status.json").write_bytes(msgspec.json.encode(status()))
    beside = Beside(
        quality=folder / "status.json",
        disagreements=folder / "disagreements.jsonl",
        annotations=folder / "annotations.jsonl",
    )
    write_page(page_of(found, beside), folder / "agreement.html", folder / "agreement.md")


def status() -> Status:
    """Two annotators' work, in the form in which ``annotate status`` tells it."""
    nobody = Agreed(None, None, 0, 0, 0, 0)
    weeks = [
        Week(f"2026-W{number:02}", 9, Agreed(f1, None, 9, 9, 9, 9), Pace(9, seconds, 0), 2, 1)
        for number, f1, seconds in ((7, 0.8, 11.5), (9, 0.95, 7.25))
    ]
    return Status(
        project=1,
        title="t",
        annotators_per_sentence=2,
        quality={
            "ada": AnnotatorQuality(
                Agreed(0.875, (0.8, 0.9), 7, 8, 8, 9), Pace(18, 9.5, 1), 4, 3,
                Accepted(10, 5, 40, 31, 4), weeks, [],
            ),
            "grace": AnnotatorQuality(nobody, Pace(0, None, 0), 0, 0, None, weeks[:1], []),
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
