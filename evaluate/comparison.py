"""What a comparison returns, as it stands in its JSON."""

import msgspec

from goldspan.evaluate.result import GoldSide, Interval, Pair, Referee
from goldspan.evaluate.result_errors import Example


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """Several runs of one stochastic extractor.

    Attributes:
        f1: of each run.
        mean: of the runs.
        standard_deviation: of the runs, with n - 1; null for a single run.
    """

    f1: list[float]
    mean: float
    standard_deviation: float | None


class System(msgspec.Struct, frozen=True, kw_only=True):
    """One of the systems compared.

    With several runs the counts are means over the runs, and the interval draws runs and documents
    (a two-level bootstrap).

    Attributes:
        files: one for each run.
        sha256: of the files.
        rank: by F1, from 1; equal F1 share the better rank.
        rank_interval: 95%, documents resampled.
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
                f"{self.name} looks too good: in {self.suggested} sentences annotators began with"
                " its suggestions."
            )
        if self.failed:
            said.append(f"{self.name} failed on {self.failed} sentences (counted as empty).")
        return said


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """The difference in F1 of two systems in one part of the data.

    Attributes:
        difference: the first's F1 less the second's.
        interval: 95%, paired, documents taken as wholes; null with fewer than two documents.
        p: by approximate randomisation of documents; null where it isn't tested.
        p_holm: adjusted for all pairs.
        support: gold spans.
        is_too_few: under 30 gold spans.
    """

    difference: float
    interval: Pair | None
    p: float | None
    p_holm: float | None
    support: int
    is_too_few: bool


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Gold spans by who found them (in at least half of the runs)."""

    both: int
    only_first: int
    only_second: int
    neither: int


class Alone(msgspec.Struct, frozen=True, kw_only=True):
    """Predictions that aren't gold, by who made them (in at least half of the runs)."""

    both: int
    only_first: int
    only_second: int


class PairOfSystems(msgspec.Struct, frozen=True, kw_only=True):
    """Two systems on the same documents.

    Attributes:
        overall: all labels together.
        is_significant: p_holm of `overall` is under 0.05.
        smallest_difference: that these documents can show between these two, with 80% power.
        labels: by label; p-values adjusted within the label.
        slices: by slice and group, not tested.
        found: what one found and the other missed.
        spurious: what one predicted and the other didn't, and gold hasn't.
        sentences_apart: sentences in which the two say different things.
        only_first: examples of gold spans that only the first found, with what the second said.
        only_second: the other way round.
    """

    first: str
    second: str
    overall: Contrast
    is_significant: bool
    smallest_difference: float
    labels: dict[str, Contrast]
    slices: dict[str, dict[str, Contrast]]
    found: Found
    only_first: list[Example]
    only_second: list[Example]
    spurious: Alone | None = None
    sentences_apart: int | None = None


class PlainSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A span alone; start and end are -1 for a claim that isn't in the text."""

    start: int
    end: int
    label: str


class DifferingSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in which systems say different things.

    Attributes:
        text: null where the texts aren't known.
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


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Several systems on one gold set.

    Attributes:
        systems: the best first.
        pairs: every pair, the better one first.
        sentences: in which systems differ; null unless a report for people was asked for.
    """

    schema: str = "goldspan-compare-1"
    goldspan: str
    systems: list[System]
    pairs: list[PairOfSystems]
    interval: Interval
    gold: GoldSide
    sentences: Differing | None = None
