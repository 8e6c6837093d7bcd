"""The verb: pages from the JSON of scores."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from goldspan.annotations import Annotation
from goldspan.errors import InputError
from goldspan.evaluate.report.ceiling import Ceiling, read_ceiling
from goldspan.evaluate.report.charts import Chart, Line, Point
from goldspan.evaluate.report.page import Page
from goldspan.evaluate.report.read import read_score
from goldspan.evaluate.report.render import html, markdown
from goldspan.evaluate.result import Score
from goldspan.files import write_text
from goldspan.records import read_records
from goldspan.studio.address import task_url

JSON, HTML, MARKDOWN = "report.json", "report.html", "report.md"


def page_of(
    run: Path,
    *,
    agreement: Path | None = None,
    annotations: Path | None = None,
    server: str | None = None,
    curve: Sequence[str] = (),
) -> Page:
    """The page of a saved score.

    Args:
        run: the score's JSON, or a folder with a ``report.json``.
        agreement: what ``goldspan gold agreement --json`` printed.
        annotations: annotations that know their tasks in Label Studio, to link sentences to them.
        server: Label Studio's address, for the links.
        curve: ``SIZE=FILE`` each: scores of the same extractor trained on so many sentences.

    Raises:
        InputError: a file can't be read, or is something else.
    """
    ceiling: Ceiling | None = read_ceiling(agreement) if agreement else None
    return Page(
        score=read_score(saved(run)),
        ceiling=ceiling,
        charts=[_learning_curve(curve)] if curve else [],
        tasks=_tasks(annotations, server) if annotations and server else {},
    )


def saved(run: Path) -> Path:
    """The file of a run, which may be named by its folder."""
    return run / JSON if run.is_dir() else run


def write_page(page: Page, *paths: Path) -> None:
    """Write a page as each file's name says: Markdown for ``.md``, else HTML."""
    contents = [markdown(page) if path.suffix == ".md" else html(page) for path in paths]
    for path, content in zip(paths, contents, strict=True):
        write_text(path, content)


def write_report(score: Score, folder: Path) -> None:
    """Write ``report.json``, ``report.html`` and ``report.md``."""
    write_page(Page(score), folder / HTML, folder / MARKDOWN)
    document = msgspec.json.format(msgspec.json.encode(score), indent=1)
    write_text(folder / JSON, document.decode() + "\n")


def _learning_curve(named: Sequence[str]) -> Chart:
    points = []
    golds = set()
    for item in named:
        size, equals, file = item.partition("=")
        if not equals or not size.isdigit():
            raise InputError(f"--curve {item}: write SIZE=FILE, such as 500=report.json.")
        score = read_score(saved(Path(file)))
        golds.add((score.gold.sha256, score.gold.split))
        points.append(Point(int(size), score.overall.f1, score.overall.f1_interval))
    if len(golds) > 1:
        raise InputError("--curve: the scores are of different gold sets or splits; score again.")
    points.sort(key=lambda point: point.x)
    return Chart(
        title="Learning curve",
        says="F1 by the amount of training data, with 95% intervals.",
        x_name="training data",
        lines=[Line("F1", points)],
    )


def _tasks(annotations: Path, server: str) -> dict[str, str]:
    return {
        record.sentence: task_url(server, record.origin.project, record.origin.task)
        for _, record in read_records(annotations, Annotation)
        if record.origin and not record.stale
    }
