"""What suggestions did, as a terminal shows it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from goldspan.annotate.anchoring import TOO_FEW, Anchoring, Difference, Interval, Side
from goldspan.console import new_table
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.console import Group


def anchoring_table(suggestions: Mapping[str, Anchoring]) -> "Group":
    """For each extractor a row for sentences that showed its suggestions, one for blind ones."""
    from rich.console import Group
    from rich.text import Text

    table = new_table(
        "suggestions", "annotations", "suggested", "marked", "F1", "95% of F1", "unchanged", "spans"
    )
    lines = []
    for name, found in suggestions.items():
        table.add_row(f"{name}, shown", *_cells(found.shown))
        table.add_row("  blind", *_cells(found.blind))
        if found.f1 and found.unchanged and found.spans_per_sentence:
            table.add_row(
                "  difference",
                *["" for _ in range(3)],
                f"{found.f1.value:+.3f}",
                _signed(found.f1.interval),
                f"{100 * found.unchanged.value:+.0f}%",
                f"{found.spans_per_sentence.value:+.2f}",
            )
        lines.append(_verdict(name, found))
    lines.append(
        "F1: of suggestions and annotations, strict; blind: with suggestions that weren't shown."
        " unchanged: exactly as suggested. spans: a sentence."
    )
    return Group(table, Text("\n".join(lines), style="dim"))


def _cells(side: Side) -> tuple[str, ...]:
    interval = side.f1_interval
    return (
        str(side.annotations),
        str(side.suggested),
        str(side.own),
        "-" if side.f1 is None else f"{side.f1:.3f}",
        f"{interval[0]:.2f}-{interval[1]:.2f}" if interval else "-",
        f"{side.unchanged}/{side.annotations}" if side.annotations else "-",
        "-" if side.spans_per_sentence is None else f"{side.spans_per_sentence:.2f}",
    )


def _verdict(name: str, found: Anchoring) -> str:
    """What the difference says, in one sentence."""
    anew = ""
    if found.anew:
        begun = how_many(found.anew, "annotation was", "annotations were")
        anew = f" {begun} begun anew, outside both rows."
    if not found.blind.annotations:
        return f"{name}: nothing blind to compare with; push with --blind 0.2.{anew}"
    if found.too_few or found.f1 is None or found.f1.interval is None:
        return (
            f"{name}: too few to say much (fewer than {TOO_FEW} annotations or spans in a row, or"
            f" one document only).{anew}"
        )
    return f"{name}: {_sways(found.f1)}{anew}"


def _sways(f1: Difference) -> str:
    low, high = f1.interval or (0.0, 0.0)
    if low > 0:
        return "annotators follow it where they see its suggestions: gold leans its way."
    if high < 0:
        return "annotators agree with it less where they see its suggestions."
    return "no sign that its suggestions sway annotators, within these intervals."


def _signed(interval: Interval | None) -> str:
    return f"{interval[0]:+.2f} to {interval[1]:+.2f}" if interval else "-"
