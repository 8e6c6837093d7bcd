"""What the page of one score shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from goldspan.agreement.result import Agreement
from goldspan.evaluate.errors import CLASSES, CORRECT
from goldspan.evaluate.report.axis import axis_from
from goldspan.evaluate.report.charts import Chart, Line, Point
from goldspan.evaluate.report.colours import marks
from goldspan.evaluate.report.findings import Finding, findings
from goldspan.evaluate.result import GoldSide, Score
from goldspan.evaluate.result_errors import Example
from goldspan.evaluate.shown import Sentences, ShownSentence, ShownSpan
from goldspan.evaluate.table import notes
from goldspan.spans import Span


@dataclass(frozen=True)
class Page:
    """One score with what goes beside it.

    Attributes:
        score: the score.
        ceiling: the agreement between annotators, if it is known.
        curves: such as F1 by the amount of training data.
        tasks: the address of each sentence's task in Label Studio, as far as known.
    """

    template = "score"

    score: Score
    ceiling: Agreement | None = None
    curves: Sequence[Chart] = ()
    tasks: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What was scored on what."""
        gold = self.score.gold
        where = f"split {gold.split}" if gold.split else "all splits"
        return f"{self.score.predictions.extractor or 'Predictions'} on {where}"

    @property
    def on(self) -> str:
        """What it was measured on."""
        return measured_on(self.score.gold)

    @property
    def summary(self) -> str:
        """The headline in one line."""
        return f"F1 {self.score.overall.f1:.4f}"

    @property
    def has_sentences(self) -> bool:
        """Whether there are sentences to browse."""
        return self.shown is not None

    @property
    def charts(self) -> list[Chart]:
        """Precision and recall against threshold, and other curves."""
        found = self.score.thresholds
        if not found:
            return list(self.curves)
        lines = [
            Line(name, [Point(at.threshold, getattr(at, name.lower())) for at in found])
            for name in ("Precision", "Recall", "F1")
        ]
        says = (
            "What is left if predictions with a lower score are left out. Choose a threshold on"
            " other data than those you report."
        )
        return [Chart("Precision and recall by threshold", says, "score", lines), *self.curves]

    @property
    def notes(self) -> list[str]:
        """What else there is to say of it, as the terminal does."""
        return notes(self.score)[1:]

    @property
    def findings(self) -> list[Finding]:
        """What to know first."""
        return findings(self.score, self.shown)

    @property
    def low(self) -> float:
        """Where the axis of F1 begins."""
        slices = [found for groups in self.score.slices.values() for found in groups.values()]
        every = [self.score.overall, *(self.score.labels[label] for label in self.labels), *slices]
        shown = [(found.f1, found.f1_interval) for found in every]
        shown += [
            (every[0].precision, every[0].precision_interval),
            (every[0].recall, every[0].recall_interval),
        ]
        return axis_from(value for one, bounds in shown for value in (one, *(bounds or ())))

    @property
    def all_labels(self) -> list[str]:
        """All labels, also those that don't occur."""
        return list(self.score.labels)

    @property
    def colours(self) -> Mapping[str, str]:
        """The guidelines' colours of labels."""
        return self.score.gold.colours

    @property
    def labels(self) -> list[str]:
        """Labels that gold or predictions have."""
        occurring = [
            label
            for label, figures in self.score.labels.items()
            if figures.support or figures.predicted
        ]
        return occurring or list(self.score.labels)

    @property
    def confusion(self) -> tuple[list[str], list[tuple[str, list[int]]]]:
        """The columns' names, and each row's name with its counts."""
        table = self.score.errors.confusion
        columns = [*self.labels, "MISSED"]
        rows = [name for name in (*self.labels, "SPURIOUS") if name in table]
        return columns, [(row, [table[row].get(column, 0) for column in columns]) for row in rows]

    @property
    def predicted_as(self) -> list[int]:
        """The sum of each column of the confusion."""
        _, rows = self.confusion
        return [sum(column) for column in zip(*(counts for _, counts in rows), strict=True)]

    @property
    def shown(self) -> Sentences | None:
        """The sentences to browse: those of the score, else its examples."""
        return self.score.sentences or _of_examples(self.score)

    @property
    def is_complete(self) -> bool:
        """Whether every sentence with errors is shown."""
        sentences = self.score.sentences
        return sentences is not None and _wrong(sentences) == sentences.with_errors

    @property
    def shown_with_errors(self) -> int:
        """How many sentences with errors are shown."""
        return _wrong(self.shown) if self.shown else 0

    @property
    def data(self) -> dict[str, Any]:
        """What the browser of sentences reads."""
        shown = self.shown
        assert shown is not None
        return {
            "labels": self.all_labels,
            "marks": marks(self.all_labels),
            "classes": list(CLASSES),
            "slices": shown.slices,
            "names": ["gold", "predicted"],
            "counted": [["gold span", "gold spans"], ["prediction", "predictions"]],
            "sentences": [_browsed(sentence) for sentence in shown.shown],
            "tasks": {s.id: self.tasks[s.id] for s in shown.shown if s.id in self.tasks},
        }


def measured_on(gold: GoldSide) -> str:
    """A gold set in one line."""
    guidelines = f", guidelines {gold.guidelines}" if gold.guidelines else ""
    return (
        f"{gold.documents:,} documents, {gold.sentences:,} sentences,"
        f" {gold.entities:,} gold spans{guidelines}"
    )


def _browsed(sentence: ShownSentence) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "doc": sentence.doc,
        "text": sentence.text,
        "sides": msgspec.to_builtins([sentence.gold, sentence.predicted]),
        "slices": sentence.slices,
    }


def _wrong(sentences: Sentences) -> int:
    correct = CLASSES[CORRECT]
    return sum(
        any(span.kind != correct for span in (*sentence.gold, *sentence.predicted))
        for sentence in sentences.shown
    )


def _of_examples(score: Score) -> Sentences | None:
    """The examples of a plain score as sentences; None if it has none."""
    gold: dict[str, dict[tuple[int, int, str], ShownSpan]] = {}
    predicted: dict[str, dict[tuple[int, int, str], ShownSpan]] = {}
    texts: dict[str, str | None] = {}
    for kind, examples in score.errors.examples.items():
        for example in examples:
            texts[example.sentence] = example.text
            for sides, spans in ((gold, example.gold), (predicted, example.predicted)):
                side = sides.setdefault(example.sentence, {})
                for span in spans:
                    side.setdefault((span.start, span.end, span.label), _shown(span, kind, example))
    if not texts:
        return None
    return Sentences(
        with_errors=len(texts),
        without_errors=0,
        slices=[],
        shown=[
            ShownSentence(
                id=sentence,
                doc=sentence.rpartition("#")[0] or sentence,
                text=text,
                gold=sorted(gold[sentence].values(), key=lambda span: span.start),
                predicted=sorted(predicted[sentence].values(), key=lambda span: span.start),
                slices=[],
            )
            for sentence, text in texts.items()
        ],
    )


def _shown(span: Span, kind: str, example: Example) -> ShownSpan:
    """A span of an example: of the example's class, unless both sides have it."""
    key = (span.start, span.end, span.label)
    both = all(
        key in {(s.start, s.end, s.label) for s in side}
        for side in (example.gold, example.predicted)
    )
    name = CLASSES[CORRECT] if both else kind
    return ShownSpan(start=span.start, end=span.end, label=span.label, kind=name)
