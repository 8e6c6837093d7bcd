"""What the page of a comparison shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import msgspec

from goldspan.evaluate.comparison import Comparison, DifferingSentence, PairOfSystems
from goldspan.evaluate.report.axis import axis_from
from goldspan.evaluate.report.colours import marks
from goldspan.evaluate.report.page import measured_on


@dataclass(frozen=True)
class ComparisonPage:
    """Several systems on one gold set.

    Attributes:
        comparison: what was found.
        tasks: the address of each sentence's task in Label Studio, as far as known.
    """

    template = "comparison"

    comparison: Comparison
    tasks: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How many systems, on what."""
        split = self.comparison.gold.split
        where = f"split {split}" if split else "all splits"
        return f"{len(self.comparison.systems)} systems on {where}"

    @property
    def on(self) -> str:
        """What it was measured on."""
        return measured_on(self.comparison.gold)

    @property
    def summary(self) -> str:
        """The headline in one line."""
        best = self.comparison.systems[0]
        return f"{best.name} leads with F1 {best.f1:.4f}"

    @property
    def all_labels(self) -> list[str]:
        """All labels."""
        return list(self.comparison.pairs[0].labels)

    @property
    def colours(self) -> Mapping[str, str]:
        """The guidelines' colours of labels."""
        return self.comparison.gold.colours

    @property
    def lead(self) -> PairOfSystems:
        """The best system and the second."""
        best, second = self.comparison.systems[:2]
        return next(
            pair
            for pair in self.comparison.pairs
            if {pair.first, pair.second} == {best.name, second.name}
        )

    @property
    def low(self) -> float:
        """Where the axis of F1 begins."""
        systems = self.comparison.systems
        return axis_from(value for one in systems for value in (one.f1, *(one.f1_interval or ())))

    @property
    def scale(self) -> float:
        """The greatest difference that an interval reaches: where the axis of differences ends."""
        reached = [
            abs(bound)
            for pair in self.comparison.pairs
            for one in (pair.overall, *pair.labels.values())
            for bound in (one.difference, *(one.interval or ()))
        ]
        return max(reached, default=0) or 1.0

    @property
    def has_sentences(self) -> bool:
        """Whether there are sentences to browse."""
        sentences = self.comparison.sentences
        return sentences is not None and bool(sentences.shown)

    def place(self, pair: PairOfSystems) -> int:
        """The pair's number among the choices of the browser of sentences."""
        return self._pairs.index(self._places(pair))

    @property
    def data(self) -> dict[str, Any]:
        """What the browser of sentences reads."""
        sentences = self.comparison.sentences
        assert sentences is not None
        return {
            "labels": self.all_labels,
            "marks": marks(self.all_labels),
            "systems": [system.name for system in self.comparison.systems],
            "pairs": self._pairs,
            "slices": sentences.slices,
            "sentences": [_browsed(sentence) for sentence in sentences.shown],
            "tasks": {s.id: self.tasks[s.id] for s in sentences.shown if s.id in self.tasks},
        }

    @property
    def _pairs(self) -> list[tuple[int, int]]:
        """Numbers of systems, the better one first; best and second come first."""
        return list(combinations(range(len(self.comparison.systems)), 2))

    def _places(self, pair: PairOfSystems) -> tuple[int, int]:
        names = [system.name for system in self.comparison.systems]
        first, second = sorted((names.index(pair.first), names.index(pair.second)))
        return first, second


def _browsed(sentence: DifferingSentence) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "doc": sentence.doc,
        "text": sentence.text,
        "sides": msgspec.to_builtins([sentence.gold, *sentence.systems]),
        "slices": sentence.slices,
    }
