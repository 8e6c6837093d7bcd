"""What a comparison returns, as it stands in its JSON."""

from typing import Literal

import msgspec

from goldspan.evaluate.randomisation import fewest_documents
from goldspan.evaluate.result import GoldSide, Pair, Referee
from goldspan.evaluate.result_errors import Example
from goldspan.wording import how_many


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """Several runs of one stochastic extractor.

    Attributes:
        f1: F1 of each run.
        mean: their mean.
        standard_deviation: their standard deviation, with n - 1; null for a single run.
    """

    f1: list[float]
    mean: float
    standard_deviation: float | None


class System(msgspec.Struct, frozen=True, kw_only=True):
    """One of the systems compared.

    With several runs the counts are means over the runs, and the interval draws runs and documents
    (a two-level bootstrap).

    Attributes:
        name: as it was named, else the file's.
        files: a predictions file for each run.
        sha256: the SHA-256 of each file; null where there is none.
        precision: matched / predicted.
        recall: matched / support.
        f1: their harmonic mean.
        support: gold spans.
        predicted: predicted spans.
        matched: predictions equal to a gold span.
        f1_interval: 95%, documents taken as wholes; null with fewer than two documents.
        rank: its place by F1, from 1; equal F1 share the better rank.
        rank_interval: 95%, documents resampled; null with fewer than two documents.
        runs: F1 of each run, and how far runs differ.
        referee: that seqeval counts the same, for each run.
        suggested: sentences whose annotators began with its suggestions, whatever its version.
        failed: sentences on which it failed, counted as if it had found nothing; the most of its
            runs.
    """

    name: str
    files: list[str]
    sha256: list[str | None]
    precision: float
    recall: float
    f1: float
    support: float
    predicted: float
    matched: float
    f1_interval: Pair | None
    rank: int
    rank_interval: tuple[int, int] | None
    runs: Runs
    referee: list[Referee]
    suggested: int = 0
    failed: int = 0

    @property
    def cautions(self) -> list[str]:
        """Why its figures aren't quite what they seem, a sentence each."""
        said = []
        if self.suggested:
            said.append(
                f"{self.name} looks too good: in {how_many(self.suggested, 'sentence')}"
                " annotators began with"
                " its suggestions."
            )
        if self.failed:
            said.append(
                f"{self.name} failed on {how_many(self.failed, 'sentence')} (counted as empty)."
            )
        return said


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """The difference in F1 of two systems in one part of the data.

    Attributes:
        difference: the first's F1 less the second's.
        interval: 95%, paired, documents taken as wholes; null with fewer than two documents.
        p: the p-value by approximate randomisation of documents; null where it isn't tested.
        p_holm: the same, adjusted for all pairs (Holm); null where it isn't tested.
        support: gold spans.
        is_too_few: under 30 gold spans, too few to say much.
    """

    difference: float
    interval: Pair | None
    p: float | None
    p_holm: float | None
    support: int
    is_too_few: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Gold spans by who found them (in at least half of the runs).

    Attributes:
        both: found by both.
        only_first: by the first alone.
        only_second: by the second alone.
        neither: by neither.
    """

    both: int
    only_first: int
    only_second: int
    neither: int


class Alone(msgspec.Struct, frozen=True, kw_only=True):
    """Predictions that aren't gold, by who made them (in at least half of the runs).

    Attributes:
        both: made by both.
        only_first: by the first alone.
        only_second: by the second alone.
    """

    both: int
    only_first: int
    only_second: int


class PairOfSystems(msgspec.Struct, frozen=True, kw_only=True):
    """Two systems on the same documents.

    Attributes:
        first: the better one's name.
        second: the other's.
        overall: all labels together.
        is_significant: whether `p_holm` of `overall` is under 0.05.
        smallest_difference: the smallest difference in F1 that these documents can show between
            these two, with 80% power, by the standard error of their difference and before
            p-values are adjusted for all pairs; null where it has none, and with so few documents
            that no difference can be significant (under 6 for two systems, under 7 for three, and
            so on).
        labels: by label; p-values adjusted within the label.
        slices: by slice and group, not tested.
        found: gold spans by which of the two found them.
        only_first: examples of gold spans that only the first found, with what the second said.
        only_second: examples of gold spans that only the second found, with what the first said.
        spurious: predictions that aren't gold, by which of the two made them; null in reports
            made before these were counted.
        sentences_apart: sentences in which the two say different things; null likewise.
    """

    first: str
    second: str
    overall: Contrast
    is_significant: bool
    smallest_difference: float | None
    labels: dict[str, Contrast]
    slices: dict[str, dict[str, Contrast]]
    found: Found
    only_first: list[Example]
    only_second: list[Example]
    spurious: Alone | None = None
    sentences_apart: int | None = None


class PlainSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A span alone.

    Attributes:
        start: first code point; -1 for a claim that isn't in the text.
        end: one past the last code point; -1 likewise.
        label: its label.
    """

    start: int
    end: int
    label: str


class DifferingSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in which systems say different things.

    Attributes:
        text: null where the texts aren't known.
        gold: gold spans.
        systems: what each said (in at least half of its runs), in the order of the systems.
        slices: numbers of the groups in `Differing.slices` that it, or a span of it, is in.
    """

    id: str
    doc: str
    text: str | None
    gold: list[PlainSpan]
    systems: list[list[PlainSpan]]
    slices: list[int]


class Differing(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences in which systems differ.

    Attributes:
        count: how many there are; where not all are shown, those shown are spread evenly.
        slices: slice and group, such as ``["language", "vi"]``.
        shown: in the order of the dataset.
    """

    count: int
    slices: list[tuple[str, str]]
    shown: list[DifferingSentence]


class Intervals(msgspec.Struct, frozen=True, kw_only=True):
    """How the intervals of a comparison were obtained.

    Attributes:
        unit: what is taken as a whole: ``document``, or ``sentence`` where no documents are marked;
            then intervals are too narrow.
        method: how those of the differences were, overall and by label.
        slices: how those of the differences by slice were.
        systems: how those of F1 of systems with one run were; null in reports made before this
            was said.
        drawn: how those of ranks, and of F1 of systems with several runs, were; null likewise, and
            with fewer than two documents, as there are none.
        level: how often an interval is to hold the true figure: 0.95.
        resamples: how many resamples are drawn, wherever any are; null where none are.
        seed: the seed of all draws, also of the exchanges behind p-values.
    """

    unit: Literal["document", "sentence"]
    method: str
    slices: str
    systems: str | None = None
    drawn: str | None = None
    level: float
    resamples: int | None
    seed: int

    @property
    def methods(self) -> str:
        """What was obtained how, as a line of a report."""
        named = {
            "differences": self.method,
            "by slice": self.slices,
            "F1": self.systems,
            "ranks, and F1 of several runs": self.drawn,
        }
        return "; ".join(f"{what}: {how}" for what, how in named.items() if how)


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Several systems on one gold set.

    Attributes:
        schema: the version of this form.
        goldspan: the version of goldspan that compared.
        systems: the best first.
        pairs: every pair, the better one first.
        interval: how the intervals were obtained.
        gold: what was scored against.
        sentences: sentences in which systems differ; null unless a report for people was asked for.
    """

    schema: str = "goldspan-compare-1"
    goldspan: str
    systems: list[System]
    pairs: list[PairOfSystems]
    interval: Intervals
    gold: GoldSide
    sentences: Differing | None = None

    def reach(self, pair: PairOfSystems) -> str:
        """What difference these documents can show between two systems; empty if it isn't known."""
        fewest = fewest_documents(len(self.pairs))
        if self.gold.documents < fewest:
            return (
                f"with {how_many(self.gold.documents, 'document')} no difference can be shown;"
                f" that takes {fewest} at least"
            )
        if not pair.smallest_difference:
            return ""
        if not pair.is_significant and abs(pair.overall.difference) >= pair.smallest_difference:
            points = f"{100 * abs(pair.overall.difference):.1f}"
            return f"to show that they are {points} points of F1 apart takes more documents"
        return f"these documents can show {100 * pair.smallest_difference:.1f} points of F1"
