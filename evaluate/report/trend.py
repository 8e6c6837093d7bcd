"""Past scores as a chart: a line for each extractor on each gold set."""

from collections.abc import Sequence

from goldspan.evaluate.history import PastScore
from goldspan.evaluate.report.charts import Chart, Line, Point, axis_of


def trend(history: Sequence[PastScore]) -> Chart | None:
    """F1 over time; None without any past score.

    Args:
        history: the oldest first.
    """
    if not history:
        return None
    lines: dict[str, list[Point]] = {}
    for place, past in enumerate(history):
        lines.setdefault(_line(past), []).append(Point(place, past.f1, past.f1_interval))
    drawn = [Line(name, points) for name, points in lines.items()]
    return Chart(
        title="Trend",
        says="F1 of past scores with 95% intervals, in their order. Scores of different gold sets"
        " can't be compared, so each gold set has lines of its own.",
        x_name="scored on",
        lines=drawn,
        bottom=axis_of(drawn),
        names=[past.at[:10] for past in history],
    )


def _line(past: PastScore) -> str:
    """The extractor without its version, and the gold set by the beginning of its hash."""
    name, _, version = past.extractor.rpartition(" ")
    extractor = name if name and version[:1].isdigit() else past.extractor
    split = past.split or "all splits"
    return f"{extractor or 'predictions'} on gold {past.gold[:8] or 'not known'}, {split}"
