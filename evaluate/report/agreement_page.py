"""What the page of the agreement between annotators shows."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import Agreed
from goldspan.disagreements import SpanDisagreement
from goldspan.evaluate.report.charts import Chart, Line, Point
from goldspan.evaluate.report.quality import Week, Work
from goldspan.spans import Span


@dataclass(frozen=True)
class AgreementPage:
    """A measurement of agreement with what goes beside it.

    Attributes:
        agreement: the measurement.
        quality: each annotator's figures while the work goes on; empty if not known.
        disagreements: every one with its spans; None if they aren't known.
        texts: sentences' texts, as far as known.
        tasks: the address of each sentence's task in Label Studio, as far as known.
    """

    template = "agreement"

    agreement: Agreement
    quality: Mapping[str, Work] = field(default_factory=dict)
    disagreements: Sequence[SpanDisagreement] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Whose agreement it is."""
        return f"Agreement between {len(self.agreement.annotators)} annotators"

    @property
    def summary(self) -> str:
        """The headline in one line."""
        f1 = self.agreement.overall.f1
        return "nobody marked anything" if f1 is None else f"F1 {f1:.4f}"

    @property
    def slices(self) -> dict[str, dict[str, Agreed]]:
        """The parts it was measured in, by what they have in common."""
        found = self.agreement
        parts = {
            "label": found.labels,
            "language": found.languages,
            "section": found.sections,
            "version of the guidelines": found.guidelines,
            "suggestions shown": found.suggestions,
            "pair": found.pairs,
        }
        return {
            name: groups for name, groups in parts.items() if len(groups) > 1 or name == "label"
        }

    @property
    def charts(self) -> list[Chart]:
        """Agreement and pace week by week."""
        return [
            *self._weekly(
                "Agreement by week",
                "Strict F1 of each annotator with all others on the same sentences.",
                lambda week: week.agreement.f1,
                1.0,
            ),
            *self._weekly(
                "Pace by week",
                "Median seconds for 100 characters.",
                lambda week: week.pace.seconds,
                None,
            ),
        ]

    @property
    def has_sentences(self) -> bool:
        """Whether there are disagreements to browse."""
        return bool(self.disagreements)

    @property
    def data(self) -> dict[str, Any]:
        """What the browser of sentences reads."""
        found = self.disagreements or []
        spans = [span for one in found for span in one.spans]
        return {
            "labels": list(self.agreement.labels) or sorted({span.label for span in spans}),
            "classes": list(self.agreement.disagreements.kinds),
            "slices": [["language", name] for name in self._values("lang")]
            + [["section", name] for name in self._values("section")],
            "names": ["first", "second"],
            "counted": ["spans of the first", "of the second annotator"],
            "sentences": self._sentences(found),
            "tasks": {one.sentence: self.tasks[one.sentence] for one in found if one.sentence in
                      self.tasks},
        }  # fmt: skip

    def _sentences(self, found: Iterable[SpanDisagreement]) -> list[dict[str, Any]]:
        """A record a sentence and pair of annotators."""
        groups = [*self._values("lang"), *self._values("section")]
        languages = len(self._values("lang"))
        records: dict[tuple[str, str, str], dict[str, Any]] = {}
        for one in found:
            record = records.setdefault(
                (one.sentence, one.first, one.second),
                {
                    "id": one.sentence,
                    "doc": one.doc,
                    "text": self.texts.get(one.sentence),
                    "names": [one.first, one.second],
                    "sides": [[], []],
                    "slices": [
                        groups.index(one.lang),
                        languages + self._values("section").index(one.section),
                    ],
                },
            )
            for side, span in zip(record["sides"], (one.first_span, one.second_span), strict=True):
                if span is not None:
                    side.append(_shown(span, one.kind))
        return list(records.values())

    def _values(self, name: Literal["lang", "section"]) -> list[str]:
        return sorted({getattr(one, name) for one in self.disagreements or []})

    def _weekly(
        self, title: str, says: str, value: Callable[[Week], float | None], top: float | None
    ) -> list[Chart]:
        weeks = sorted({week.week for work in self.quality.values() for week in work.weeks})
        lines = [
            Line(name, points)
            for name, work in self.quality.items()
            if (
                points := [
                    Point(weeks.index(week.week), found)
                    for week in work.weeks
                    if (found := value(week)) is not None
                ]
            )
        ]
        if not lines:
            return []
        greatest = max(point.y for line in lines for point in line.points)
        return [Chart(title, says, "week", lines, top or math.ceil(greatest) or 1, weeks)]


def _shown(span: Span, kind: str) -> dict[str, Any]:
    said = " ".join(f"{name}={value}" for name, value in span.attributes.items())
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "kind": kind,
        "text": f"{span.text or ''}{f' ({said})' if said and kind == 'attribute' else ''}",
    }
