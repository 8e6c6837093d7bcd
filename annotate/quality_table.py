"""Annotators' quality as a terminal shows it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from goldspan.annotate.quality import TOO_FAST, Agreed, AnnotatorQuality
from goldspan.console import new_table

if TYPE_CHECKING:
    from rich.console import Group

_HEADINGS = ("F1", "95% of F1", "pairs", "controls", "s/100 ch.", "too fast")


def quality_tables(quality: Mapping[str, AnnotatorQuality]) -> "Group":
    """A row an annotator, then a row for each week of each, and what the figures mean."""
    from rich.console import Group
    from rich.text import Text

    people = new_table("annotator", *_HEADINGS, "kept", "unchanged")
    weeks = new_table("week", "annotator", *_HEADINGS)
    for name, figures in quality.items():
        shown = figures.suggestions
        people.add_row(
            name,
            *_agreed(figures.agreement),
            _share(figures.controls_right, figures.controls),
            _seconds(figures.pace.seconds),
            _share(figures.pace.too_fast, figures.pace.sentences),
            _share(shown.kept, shown.spans) if shown else "-",
            _share(shown.unchanged, shown.sentences) if shown else "-",
        )
        for week in figures.weeks:
            weeks.add_row(
                week.week,
                name,
                *_agreed(week.agreement),
                _share(week.controls_right, week.controls),
                _seconds(week.pace.seconds),
                _share(week.pace.too_fast, week.pace.sentences),
            )
    return Group(
        people,
        weeks,
        Text(
            "F1: strict, with all others on the same sentences; pairs: annotations compared."
            " controls: hidden examples of the guidelines answered exactly.\n"
            f"too fast: above {TOO_FAST:.0f} characters a second."
            " kept: suggested spans left as they were; unchanged: sentences.",
            style="dim",
        ),
    )


def _agreed(agreed: Agreed) -> tuple[str, str, str]:
    interval = agreed.f1_interval
    return (
        "-" if agreed.f1 is None else f"{agreed.f1:.3f}",
        f"{interval[0]:.2f}-{interval[1]:.2f}" if interval else "-",
        str(agreed.sentences),
    )


def _share(count: int, total: int) -> str:
    return f"{count}/{total}" if total else "-"


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"
