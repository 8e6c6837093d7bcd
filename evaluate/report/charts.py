"""Curves as points on a drawing surface: what a template needs to draw them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 12, 40


@dataclass(frozen=True)
class Point:
    """One measurement.

    Attributes:
        x: such as the number of training sentences.
        y: from 0 to 1.
        interval: of y.
        name: what it is the measurement of.
    """

    x: float
    y: float
    interval: tuple[float, float] | None = None
    name: str = ""


@dataclass(frozen=True)
class Line:
    """Points that belong together, by ascending x."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Chart:
    """Lines over one axis; y goes from 0 to 1.

    Attributes:
        title: its heading.
        says: one sentence on what it shows.
        x_name: what the horizontal axis stands for.
    """

    title: str
    says: str
    x_name: str
    lines: Sequence[Line]

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest x."""
        values = [point.x for line in self.lines for point in line.points]
        return min(values), max(values)

    def left(self, x: float) -> float:
        """Where x is, in units of the drawing."""
        low, high = self.range
        share = 0.5 if high == low else (x - low) / (high - low)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def top(self, y: float) -> float:
        """Where y is."""
        return round(TOP + (1 - y) * (HEIGHT - TOP - BOTTOM), 1)

    def path(self, line: Line) -> str:
        """The line as coordinates."""
        return " ".join(f"{self.left(point.x)},{self.top(point.y)}" for point in line.points)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Places on the horizontal axis and what stands there."""
        low, high = self.range
        values = [low] if high == low else [low + (high - low) * part / 4 for part in range(5)]
        return [
            (self.left(value), f"{value:,.4g}" if high < 1e4 else f"{value:,.0f}")
            for value in values
        ]
