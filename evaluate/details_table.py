"""The rest of a report as a terminal shows it: slices, errors, confusion, frequent strings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from goldspan.console import new_table
from goldspan.evaluate.result import Figures, Score

if TYPE_CHECKING:
    from rich.table import Table

_MOST_LABELS = 8


def details_tables(score: Score) -> "Iterator[Table]":
    """One table for each part that has something to show."""
    yield _slices(score)
    yield _errors(score)
    if 0 < len(score.errors.confusion) <= _MOST_LABELS + 1:
        yield _confusion(score)
    yield _semeval(score)
    if score.errors.missed or score.errors.spurious:
        yield _strings(score)


def _titled(title: str, *headings: str) -> "Table":
    table = new_table(*headings)
    table.title, table.title_justify = title, "left"
    return table


def _slices(score: Score) -> "Table":
    headings = ("slice", "P", "R", "F1", "95% of F1", "predicted", "support")
    table = _titled("Slices", *headings)
    for name, groups in score.slices.items():
        table.add_row(name, style="bold")
        for group, figures in groups.items():
            table.add_row(f"  {group}", *_cells(figures))
    for name, found in score.attributes.items():
        table.add_row(name, style="bold")
        only = found.only
        star = "*" if only.is_too_few else ""
        table.add_row("  only", "", f"{only.recall:.3f}", "", "", "", f"{only.support}{star}")
        table.add_row("  without", *_cells(found.without))
    return table


def _cells(figures: Figures) -> list[str]:
    interval = figures.f1_interval
    return [
        f"{figures.precision:.3f}",
        f"{figures.recall:.3f}",
        f"{figures.f1:.3f}",
        f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-",
        str(figures.predicted),
        f"{figures.support}{'*' if figures.is_too_few else ''}",
    ]


def _errors(score: Score) -> "Table":
    title = "What became of gold spans and predictions"
    table = _titled(title, "class", "gold", "predicted")
    table.add_column("for example", overflow="fold")
    for name, found in score.errors.classes.items():
        if found.gold or found.predicted:
            table.add_row(name, str(found.gold), str(found.predicted), _example(score, name))
    return table


def _example(score: Score, name: str) -> str:
    for example in score.errors.examples.get(name, []):
        gold, predicted = (
            " + ".join(f"{span.text or ''} {span.label}".strip() for span in side) or "nothing"
            for side in (example.gold, example.predicted)
        )
        return f"{gold} -> {predicted}"
    return ""


def _confusion(score: Score) -> "Table":
    rows = list(score.errors.confusion)
    columns = [label for label in score.labels if any(label in row for row in _rows(score))]
    table = _titled("Labels of gold (rows) and of predictions (columns)", "")
    for name in [*columns, "MISSED"]:
        table.add_column(name, justify="right", overflow="fold")
    for name in rows:
        counts = score.errors.confusion[name]
        table.add_row(name, *(str(counts.get(column, "")) for column in [*columns, "MISSED"]))
    return table


def _rows(score: Score) -> list[dict[str, int]]:
    return list(score.errors.confusion.values())


def _semeval(score: Score) -> "Table":
    counts = ("correct", "incorrect", "partial", "missing", "spurious")
    table = _titled("SemEval-2013", "measure", "P", "R", "F1", *counts)
    for name, found in score.errors.semeval.items():
        table.add_row(
            name,
            *(f"{value:.3f}" for value in (found.precision, found.recall, found.f1)),
            *map(str, (found.correct, found.incorrect, found.partial)),
            *map(str, (found.missing, found.spurious)),
        )
    return table


def _strings(score: Score) -> "Table":
    table = _titled("Most often")
    table.add_column("missed", overflow="fold")
    table.add_column("spurious", overflow="fold")
    missed, spurious = (
        [f"{item.count} x {item.text} {item.label}" for item in side]
        for side in (score.errors.missed, score.errors.spurious)
    )
    for place in range(max(len(missed), len(spurious))):
        table.add_row(*(side[place] if place < len(side) else "" for side in (missed, spurious)))
    return table
