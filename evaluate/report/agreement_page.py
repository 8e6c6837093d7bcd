"""What the page of the agreement between annotators shows."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import Agreed, Interval
from goldspan.disagreements import SpanDisagreement
from goldspan.evaluate.report.agreement_findings import agreement_findings, not_measured
from goldspan.evaluate.report.axis import axis_from
from goldspan.evaluate.report.charts import Chart, Line, Point, axis_of
from goldspan.evaluate.report.colours import marks
from goldspan.evaluate.report.findings import Finding
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
    def on(self) -> str:
        """What it was measured on."""
        overall, names = self.agreement.overall, self.agreement.annotators
        return (
            f"{overall.sentences:,} pairs of annotations in {overall.documents:,} documents, by"
            f" {', '.join(names)}"
        )

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
            "label and language": found.labels_by_language if len(found.languages) > 1 else {},
            "section": found.sections,
            "version of the guidelines": found.guidelines,
            "suggestions shown": found.suggestions,
            "pair": found.pairs,
        }
        return {
            name: groups for name, groups in parts.items() if len(groups) > 1 or name == "label"
        }

    @property
    def low(self) -> float:
        """Where the axis of F1 begins."""
        every = [self.agreement.overall, *(a for g in self.slices.values() for a in g.values())]
        shown = [(agreed.f1, agreed.f1_interval) for agreed in every]
        shown += [
            (self.agreement.alpha.overall.alpha, self.agreement.alpha.overall.alpha_interval),
            (every[0].label_accuracy.accuracy, every[0].label_accuracy.accuracy_interval),
        ]
        if self.agreement.gamma:
            shown.append((self.agreement.gamma.gamma, self.agreement.gamma.gamma_interval))
        return axis_from(
            value for one, bounds in shown for value in (one, *(bounds or ())) if value is not None
        )

    @property
    def all_labels(self) -> list[str]:
        """All labels."""
        spans = [span for one in self.disagreements or [] for span in one.spans]
        return list(dict.fromkeys([*self.agreement.labels, *(span.label for span in spans)]))

    @property
    def colours(self) -> Mapping[str, str]:
        """The guidelines' colours of labels."""
        return self.agreement.colours

    @property
    def findings(self) -> list[Finding]:
        """What to know first."""
        return agreement_findings(self.agreement, self.slices, can_browse=self.has_sentences)

    @property
    def not_measured(self) -> str:
        """Which measures weren't asked for."""
        return not_measured(self.agreement)

    @property
    def charts(self) -> list[Chart]:
        """Agreement and pace week by week."""
        return [
            *self._weekly(
                "Agreement by week",
                "Strict F1 of each annotator with all others on the same sentences.",
                lambda week: week.agreement.f1,
                lambda week: week.agreement.f1_interval,
                top=1.0,
            ),
            *self._weekly(
                "Pace by week",
                "Median seconds for 100 characters.",
                lambda week: week.pace.seconds,
            ),
            *self._weekly(
                "Controls by week",
                "Share of hidden control sentences with exactly the spans of the guidelines.",
                lambda week: week.controls_right / week.controls if week.controls else None,
                top=1.0,
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
        return {
            "labels": self.all_labels,
            "marks": marks(self.all_labels),
            "classes": list(self.agreement.disagreements.kinds),
            "slices": self._groups,
            "names": ["first", "second"],
            "counted": [
                ["span of the first annotator", "spans of the first annotator"],
                ["of the second", "of the second"],
            ],
            "sentences": self._sentences(found),
            "tasks": {one.sentence: self.tasks[one.sentence] for one in found if one.sentence in
                      self.tasks},
        }  # fmt: skip

    def _sentences(self, found: Iterable[SpanDisagreement]) -> list[dict[str, Any]]:
        """A record a sentence and pair of annotators."""
        groups = self._groups
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
                    "slices": [groups.index(group) for group in _groups_of(one)],
                },
            )
            for side, span in zip(record["sides"], (one.first_span, one.second_span), strict=True):
                if span is not None:
                    side.append(_shown(span, one.kind))
        return list(records.values())

    @property
    def _groups(self) -> list[tuple[str, str]]:
        """Slice and group, as the browser of sentences numbers them."""
        return sorted({group for one in self.disagreements or [] for group in _groups_of(one)})

    def _weekly(
        self,
        title: str,
        says: str,
        value: Callable[[Week], float | None],
        interval: Callable[[Week], Interval] = lambda week: None,
        top: float | None = None,
    ) -> list[Chart]:
        weeks = sorted({week.week for work in self.quality.values() for week in work.weeks})
        lines = [
            Line(name, points)
            for name, work in self.quality.items()
            if (
                points := [
                    Point(weeks.index(week.week), found, interval(week))
                    for week in work.weeks
                    if (found := value(week)) is not None
                ]
            )
        ]
        if not lines:
            return []
        greatest = max(point.y for line in lines for point in line.points)
        bottom = axis_of(lines) if top == 1 else 0.0
        return [Chart(title, says, "week", lines, top or math.ceil(greatest) or 1, bottom, weeks)]


def _groups_of(one: SpanDisagreement) -> list[tuple[str, str]]:
    return [
        ("annotators", f"{one.first} & {one.second}"),
        ("language", one.lang),
        ("section", one.section),
    ]


def _shown(span: Span, kind: str) -> dict[str, Any]:
    said = " ".join(f"{name}={value}" for name, value in span.attributes.items())
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "kind": kind,
        "text": f"{span.text or ''}{f' ({said})' if said and kind == 'attribute' else ''}",
    }
