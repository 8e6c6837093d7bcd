"""What a scoring returns, as it stands in the report."""

from typing import Any, Literal

import msgspec

from goldspan.evaluate.curve import AtThreshold
from goldspan.evaluate.result_errors import Errors
from goldspan.evaluate.shown import Sentences

Pair = tuple[float, float]

SCHEMA = "goldspan-score-2"
"""The version of a report's form."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Precision, recall and F1 with the counts they come from.

    Attributes:
        precision: matched / predicted; 0 where nothing is predicted.
        recall: matched / support; 0 where there is no gold span.
        f1: their harmonic mean; 0 where nothing matches.
        support: gold spans.
        predicted: predicted spans.
        matched: predictions equal to a gold span.
        precision_interval: 95%, documents taken as wholes; null with fewer than two documents that
            hold predicted spans.
        recall_interval: 95%; null with fewer than two documents that hold gold spans.
        f1_interval: 95%; null with fewer than two documents that hold either.
        is_too_few: under 30 gold spans, too few to say much.
    """

    precision: float
    recall: float
    f1: float
    support: int
    predicted: int
    matched: int
    precision_interval: Pair | None
    recall_interval: Pair | None
    f1_interval: Pair | None
    is_too_few: bool


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """Recall alone, where predictions don't say to which part they belong.

    Attributes:
        recall: matched / support; 0 where there is no gold span.
        support: gold spans.
        matched: gold spans that a prediction equals.
        recall_interval: 95%, documents taken as wholes; null with fewer than two documents that
            hold such gold spans.
        is_too_few: under 30 gold spans, too few to say much.
    """

    recall: float
    support: int
    matched: int
    recall_interval: Pair | None
    is_too_few: bool


class AttributeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How the spans with an attribute fare, and how all others do without them.

    Attributes:
        only: the gold spans that have it.
        without: all figures with these gold spans, and the predictions equal to them, left out.
    """

    only: Recall
    without: Figures


class Referee(msgspec.Struct, frozen=True, kw_only=True):
    """Who counted as well, how, and that the counts are the same to the last digit.

    Attributes:
        name: ``seqeval``.
        version: the version that is installed; null if it is off.
        mode: the mode of seqeval it was run in.
        scheme: the scheme of the tags it was given.
        unit: what a tag stands for.
        extent: ``full``, ``sample`` (some documents, drawn at random) or ``off``.
        documents: how many documents it saw.
        sentences: how many sentences it saw.
        sequences: how many tag sequences were compared.
        agrees: null if it is off. A disagreement is an error, never a report.
    """

    name: str
    version: str | None
    mode: str
    scheme: str
    unit: str
    extent: Literal["full", "sample", "off"]
    documents: int
    sentences: int
    sequences: int
    agrees: bool | None


class OtherMode(msgspec.Struct, frozen=True, kw_only=True):
    """The same tags read in seqeval's other mode; present where the figures differ.

    Attributes:
        mode: the other mode's name.
        precision: matched / predicted.
        recall: matched / support.
        f1: their harmonic mean.
        f1_difference: its F1 less the report's.
    """

    mode: str
    precision: float
    recall: float
    f1: float
    f1_difference: float


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """How the intervals were obtained.

    Attributes:
        unit: what is taken as a whole: ``document``, or ``sentence`` where no documents are marked;
            then intervals are too narrow.
        method: how those of the overall figures and of the labels were obtained.
        slices: how those of the slices were.
        level: how often an interval is to hold the true figure: 0.95.
        resamples: how many resamples `method` draws; null where it draws none.
        seed: the seed of all draws; null where nothing is drawn.
    """

    unit: Literal["document", "sentence"]
    method: str
    slices: str
    level: float
    resamples: int | None
    seed: int | None


class Power(msgspec.Struct, frozen=True, kw_only=True):
    """What difference in F1 between two systems this gold set can show.

    With 80% power at 5%, both systems scored on these documents, their errors correlated by
    `correlation`: 2.8 standard errors of the difference (Card et al., 2020; Cohen, 1988).

    Attributes:
        f1_standard_error: the standard error of this F1, documents taken as wholes.
        correlation: assumed; ``evaluate compare`` measures it for two systems.
        smallest_difference: in F1, such as 0.036; null with fewer than 6 documents, with which
            ``evaluate compare`` can't show any.
        entities_for_1_point: gold spans needed to show a difference of 0.01.
        entities_for_2_points: gold spans needed to show a difference of 0.02.
    """

    f1_standard_error: float
    correlation: float
    smallest_difference: float | None
    entities_for_1_point: int
    entities_for_2_points: int


class GoldSide(msgspec.Struct, frozen=True, kw_only=True):
    """What was scored against.

    Attributes:
        sha256: the hash of the gold set; scores of different ones can't be compared.
        split: the split that was scored; null for all.
        documents: how many it holds.
        sentences: how many it holds.
        entities: how many gold spans it holds.
        guidelines: the version of the guidelines.
        colours: each label's colour in the guidelines, as ``#rrggbb``; empty where they aren't
            known.
    """

    sha256: str
    split: str | None
    documents: int
    sentences: int
    entities: int
    guidelines: str
    colours: dict[str, str] = {}


class PredictedSide(msgspec.Struct, frozen=True, kw_only=True):
    """What was scored.

    Attributes:
        extractor: its name, as the predictions say it.
        sha256: the SHA-256 of the predictions file; null when the extractor was run for this very
            score.
        errors: sentences on which the extractor failed; counted as if it had found nothing.
        unlocated: claims that aren't in the text; counted as spurious.
        ignored: predictions for sentences of other splits.
        suggested: sentences whose annotators began with this extractor's suggestions, whatever its
            version.
        suggested_by: the extractor's name in these sentences, with the version.
    """

    extractor: str
    sha256: str | None
    errors: int
    unlocated: int
    ignored: int
    suggested: int
    suggested_by: list[str] = []


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """What was changed in invalid tag sequences.

    Attributes:
        how: ``conlleval`` or ``discard``, see ``--repair``.
        gold: how many places of gold.
        predicted: how many places of predictions.
    """

    how: str
    gold: int
    predicted: int


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """One question a gate asked, and the answer.

    Attributes:
        name: its name, such as ``fail-under``.
        passed: whether the answer is yes.
        says: the question and the answer in one sentence.
    """

    name: str
    passed: bool
    says: str


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One scoring: everything a report needs.

    Attributes:
        schema: the version of this form.
        goldspan: the version of goldspan that scored.
        mode: ``strict`` or ``conlleval``, as seqeval's two modes; they differ on invalid tags only.
        overall: all labels together (micro average).
        macro: precision, recall and F1, the plain mean over the labels that occur.
        labels: each label's figures.
        slices: figures by slice (language, section, length ...) and group; a slice with one group
            is left out.
        attributes: spans with an attribute such as ``form=demonym``, and all others.
        errors: what became of gold spans and predictions.
        power: what difference these documents can show; null where F1 has no standard error.
        referee: that seqeval counts the same.
        other_mode: the figures in seqeval's other mode; null where they are the same.
        repaired: what was changed in invalid tag sequences; null where nothing was asked to be.
        interval: how the intervals were obtained.
        gold: what was scored against.
        predictions: what was scored.
        documents: matched, predicted and gold spans of each document.
        gates: what the gates that were asked for say.
        thresholds: the figures by ascending threshold; null if predictions have no scores.
        sentences: sentences with errors; null unless a report for people was asked for.
    """

    schema: str = SCHEMA
    goldspan: str
    mode: str = "strict"
    overall: Figures
    macro: dict[str, float]
    labels: dict[str, Figures]
    slices: dict[str, dict[str, Figures]]
    attributes: dict[str, AttributeFigures]
    errors: Errors
    power: Power | None
    referee: Referee
    other_mode: OtherMode | None = None
    repaired: Repaired | None = None
    interval: Interval
    gold: GoldSide
    predictions: PredictedSide
    documents: dict[str, tuple[int, int, int]]
    gates: list[Gate] = []
    thresholds: list[AtThreshold] | None = None
    sentences: Sentences | None = None

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON types."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain
