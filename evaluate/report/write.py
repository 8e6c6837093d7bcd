"""The verb: pages from saved JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldspan.agreement.result import AGREEMENT, read_agreement
from goldspan.annotations import Annotation
from goldspan.disagreements import SpanDisagreement
from goldspan.errors import InputError
from goldspan.evaluate.comparison import Comparison
from goldspan.evaluate.history import read_history
from goldspan.evaluate.report.agreement_page import AgreementPage
from goldspan.evaluate.report.charts import Chart, Line, Point, axis_of
from goldspan.evaluate.report.comparison_page import ComparisonPage
from goldspan.evaluate.report.page import Page
from goldspan.evaluate.report.quality import read_quality
from goldspan.evaluate.report.read import COMPARISON, read_comparison, read_score, schema_of
from goldspan.evaluate.report.render import AnyPage, html, markdown
from goldspan.evaluate.report.trend import trend
from goldspan.evaluate.result import Score
from goldspan.files import write_text
from goldspan.records import read_records
from goldspan.studio.address import task_url

JSON, HTML, MARKDOWN = "report.json", "report.html", "report.md"


class Beside(NamedTuple):
    """Files whose content goes beside what is reported.

    Attributes:
        agreement: what ``goldspan gold agreement --json`` printed, as the ceiling of a score.
        curve: ``SIZE=FILE`` each: scores of the same extractor trained on so many sentences.
        history: past scores, as ``goldspan evaluate score --history`` keeps them.
        quality: what ``goldspan annotate status --quality --json`` printed.
        disagreements: what ``goldspan gold agreement --disagreements`` wrote.
        annotations: annotations, for the texts of disagreements and for the tasks in Label Studio.
        server: Label Studio's address, to link sentences to their tasks.
    """

    agreement: Path | None = None
    curve: Sequence[str] = ()
    quality: Path | None = None
    disagreements: Path | None = None
    annotations: Path | None = None
    server: str | None = None
    history: Path | None = None


def page_of(run: Path, beside: Beside | None = None) -> AnyPage:
    """The page of a saved score, comparison or measurement of agreement.

    Args:
        run: its JSON, or a folder with a ``report.json``.
        beside: what goes beside it.

    Raises:
        InputError: a file can't be read, is something else, or doesn't go with this kind of report.
    """
    beside = beside or Beside()
    records = _annotations(beside.annotations)
    tasks = _tasks(records, beside.server) if beside.server else {}
    schema = schema_of(saved(run))
    if schema in (AGREEMENT, COMPARISON):
        of_scores = {name: getattr(beside, name) for name in ("agreement", "curve", "history")}
        _refuse(run, "a score", **of_scores)
    if schema == AGREEMENT:
        return AgreementPage(
            agreement=read_agreement(saved(run)),
            quality=read_quality(beside.quality) if beside.quality else {},
            disagreements=_disagreements(beside.disagreements),
            texts={record.sentence: record.text for record in records if not record.stale},
            tasks=tasks,
        )
    _refuse(run, "agreement", quality=beside.quality, disagreements=beside.disagreements)
    if schema == COMPARISON:
        return ComparisonPage(read_comparison(saved(run)), tasks)
    return Page(
        score=read_score(saved(run)),
        ceiling=read_agreement(beside.agreement) if beside.agreement else None,
        curves=_curves(beside),
        tasks=tasks,
    )


def saved(run: Path) -> Path:
    """The file of a run, which may be named by its folder."""
    return run / JSON if run.is_dir() else run


def write_page(page: AnyPage, *paths: Path) -> None:
    """Write a page as each file's name says: Markdown for ``.md``, else HTML."""
    contents = [markdown(page) if path.suffix == ".md" else html(page) for path in paths]
    for path, content in zip(paths, contents, strict=True):
        write_text(path, content)


def write_report(result: Score | Comparison, folder: Path) -> None:
    """Write ``report.json``, ``report.html`` and ``report.md``."""
    page = Page(result) if isinstance(result, Score) else ComparisonPage(result)
    write_page(page, folder / HTML, folder / MARKDOWN)
    document = msgspec.json.format(msgspec.json.encode(result), indent=1)
    write_text(folder / JSON, document.decode() + "\n")


def _curves(beside: Beside) -> list[Chart]:
    curves = [_learning_curve(beside.curve)] if beside.curve else []
    past = trend(read_history(beside.history)) if beside.history else None
    return [*curves, past] if past else curves


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
        bottom=axis_of([Line("F1", points)]),
    )


def _refuse(run: Path, kind: str, **given: object) -> None:
    """Files that go with another kind of report aren't passed over in silence."""
    for name, value in given.items():
        if value:
            raise InputError(f"--{name} goes with the JSON of {kind}, and {run} is something else.")


def _annotations(path: Path | None) -> list[Annotation]:
    return [record for _, record in read_records(path, Annotation)] if path else []


def _disagreements(path: Path | None) -> list[SpanDisagreement] | None:
    return [record for _, record in read_records(path, SpanDisagreement)] if path else None


def _tasks(records: Sequence[Annotation], server: str) -> dict[str, str]:
    return {
        record.sentence: task_url(server, record.origin.project, record.origin.task)
        for record in records
        if record.origin and not record.stale
    }
