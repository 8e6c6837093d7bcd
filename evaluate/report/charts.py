"""Curves as points on a drawing surface: what a template needs to draw them."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldspan.evaluate.report.axis import axis_from

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 54, 46, 12, 42

_MOST_NAMES = 6


@dataclass(frozen=True)
class Point:
    """One measurement, and its interval."""

    x: float
    y: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Line:
    """Points that belong together, by ascending x."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Chart:
    """Lines over one axis.

    Attributes:
        title: its heading.
        says: one sentence on what it shows.
        x_name: what the horizontal axis stands for.
        lines: at least one, with at least one point.
        top: the greatest y.
        bottom: the least y.
        names: what stands at x = 0, 1, 2 ...; empty for numbers.
    """

    title: str
    says: str
    x_name: str
    lines: Sequence[Line]
    top: float = 1.0
    bottom: float = 0.0
    names: Sequence[str] = ()

    @property
    def xs(self) -> list[float]:
        """Every x at which something was measured."""
        return sorted({point.x for line in self.lines for point in line.points})

    def named(self, x: float) -> str:
        """What x stands for."""
        return self.names[int(x)] if self.names else f"{x:,.10g}"

    def at(self, line: Line, x: float) -> Point | None:
        """What a line has at x."""
        return next((point for point in line.points if point.x == x), None)

    def across(self, x: float) -> float:
        """Where x is, in units of the drawing."""
        low, high = self.xs[0], self.xs[-1]
        share = 0.5 if high == low else (x - low) / (high - low)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def down(self, y: float) -> float:
        """Where y is."""
        share = (y - self.bottom) / (self.top - self.bottom)
        return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)

    def path(self, line: Line) -> str:
        """The line as coordinates."""
        return " ".join(f"{self.across(point.x)},{self.down(point.y)}" for point in line.points)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Places on the horizontal axis, and what stands there."""
        xs = self.xs
        if self.names or len(xs) < 3:
            step = -(-len(xs) // _MOST_NAMES)
            return [(self.across(x), self.named(x)) for x in xs[::step]]
        values = [xs[0] + (xs[-1] - xs[0]) * part / 4 for part in range(5)]
        return [(self.across(value), f"{value:,.4g}" if xs[-1] < 1e4 else f"{value:,.0f}")
                for value in values]  # fmt: skip

    @property
    def levels(self) -> list[tuple[float, str]]:
        """Places on the vertical axis, and what stands there."""
        step = (self.top - self.bottom) / 4
        values = [self.bottom + part * step for part in range(5)]
        return [(self.down(value), f"{value:.3g}") for value in values]


def axis_of(lines: Sequence[Line]) -> float:
    """Where the axis of lines of shares begins."""
    points = [point for line in lines for point in line.points]
    return axis_from(value for point in points for value in (point.y, *(point.interval or ())))


def marker(number: int, x: float, y: float) -> str:
    """The outline of the points of line `number`: circle, square, triangle, diamond in turn."""
    shapes = (
        f"M{x - 4},{y}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
        f"M{x - 3.5},{y - 3.5}h7v7h-7z",
        f"M{x},{y - 4.5}l4.5,8h-9z",
        f"M{x},{y - 5}l5,5l-5,5l-5,-5z",
    )
    return shapes[number % len(shapes)]
