"""What the page of a comparison shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldspan.evaluate.comparison import Comparison, PairOfSystems
from goldspan.evaluate.result import Example
from goldspan.spans import Span


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
    def summary(self) -> str:
        """The headline in one line."""
        best = self.comparison.systems[0]
        return f"{best.name} leads with F1 {best.f1:.4f}"

    @property
    def scale(self) -> float:
        """The greatest difference that an interval reaches: where the axis ends."""
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
        return any(pair.only_first or pair.only_second for pair in self.comparison.pairs)

    def listed(self, pair: PairOfSystems) -> str:
        """How many of the gold spans that only one of them found are among the sentences."""
        shown = len(pair.only_first) + len(pair.only_second)
        return f"{shown:,} of {pair.found.only_first + pair.found.only_second:,}"

    @property
    def data(self) -> dict[str, Any]:
        """What the browser of sentences reads."""
        pairs = self.comparison.pairs
        sentences = [
            record for number, pair in enumerate(pairs) for record in _sentences(pair, number)
        ]
        ids = {record["id"] for record in sentences}
        return {
            "labels": list(pairs[0].labels),
            "classes": [_alone(system.name) for system in self.comparison.systems],
            "slices": [["pair", f"{pair.first} and {pair.second}"] for pair in pairs],
            "names": ["gold", "the other"],
            "counted": ["gold spans that one of two found", "predictions of the other"],
            "sentences": sentences,
            "tasks": {name: task for name, task in self.tasks.items() if name in ids},
        }


def _alone(name: str) -> str:
    return f"only {name} found it"


def _sentences(pair: PairOfSystems, number: int) -> Iterator[dict[str, Any]]:
    """A record a sentence and side: what one found in it, and what the other said there."""
    for finder, other, examples in (
        (pair.first, pair.second, pair.only_first),
        (pair.second, pair.first, pair.only_second),
    ):
        together: dict[str, list[Example]] = {}
        for example in examples:
            together.setdefault(example.sentence, []).append(example)
        for sentence, some in together.items():
            yield {
                "id": sentence,
                "doc": sentence.rpartition("#")[0] or sentence,
                "text": some[0].text,
                "names": ["gold", other],
                "sides": [
                    _spans([span for one in some for span in one.gold], _alone(finder)),
                    _spans([span for one in some for span in one.predicted], _alone(finder)),
                ],
                "slices": [number],
            }


def _spans(spans: Sequence[Span], kind: str) -> list[dict[str, Any]]:
    distinct = {(span.start, span.end, span.label): span for span in spans}
    return [
        {"start": start, "end": end, "label": label, "kind": kind}
        for start, end, label in sorted(distinct)
    ]
