"""The agreement between annotators, as other commands wrote it down."""

from pathlib import Path
from typing import TypeVar

import msgspec

from goldspan.errors import InputError
from goldspan.files import read_text

AGREEMENT = "goldspan-agreement-1"

Interval = tuple[float, float] | None
_Kind = TypeVar("_Kind")


class Looser(msgspec.Struct, frozen=True, kw_only=True):
    """F1 where spans needn't be equal to match."""

    f1: float | None


class LabelAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """How often the label is the same where the boundaries are."""

    accuracy: float | None


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 between annotators; `first` and `second` count the spans of either side."""

    f1: float | None
    f1_interval: Interval
    matched: int
    first: int
    second: int
    sentences: int
    documents: int
    is_too_few: bool
    overlapping: Looser
    boundaries: Looser
    label_accuracy: LabelAccuracy


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Krippendorff's unitised alpha."""

    alpha: float | None
    alpha_interval: Interval


class Alphas(msgspec.Struct, frozen=True, kw_only=True):
    """Alpha over all labels, and of each."""

    overall: Alpha
    labels: dict[str, Alpha]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 of every two annotators, and the sentences they share."""

    annotators: list[str]
    f1: list[list[float | None]]
    sentences: list[list[int]]


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A marked string."""

    text: str
    label: str
    attributes: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Disagreements of one kind on the same strings."""

    kind: str
    marked: list[Marked]
    count: int
    sentences: list[str]


class Disagreements(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each kind, and what on."""

    kinds: dict[str, int]
    groups: list[Group]


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What a report needs of the JSON of ``goldspan gold agreement``."""

    schema: str
    annotators: list[str]
    documents: int
    changed_by_others: int
    overall: Agreed
    labels: dict[str, Agreed]
    languages: dict[str, Agreed]
    sections: dict[str, Agreed]
    guidelines: dict[str, Agreed]
    suggestions: dict[str, Agreed]
    pairs: dict[str, Agreed]
    alpha: Alphas
    matrix: Matrix
    disagreements: Disagreements

    @property
    def slices(self) -> dict[str, dict[str, Agreed]]:
        """The parts it was measured in."""
        parts = {
            "label": self.labels,
            "language": self.languages,
            "section": self.sections,
            "version of the guidelines": self.guidelines,
            "suggestions shown": self.suggestions,
            "pair": self.pairs,
        }
        return {
            name: groups for name, groups in parts.items() if len(groups) > 1 or name == "label"
        }


class WorkAgreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 of one annotator with all others."""

    f1: float | None
    f1_interval: Interval
    sentences: int


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How fast sentences were done; `seconds` is the median for 100 characters."""

    sentences: int
    seconds: float | None
    too_fast: int


class Suggestions(msgspec.Struct, frozen=True, kw_only=True):
    """What became of suggested spans: `kept` of `spans`."""

    sentences: int
    unchanged: int
    spans: int
    kept: int
    added: int


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """One ISO week of an annotator's work."""

    week: str
    sentences: int
    agreement: WorkAgreed
    pace: Pace
    controls: int
    controls_right: int


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """How well one annotator works."""

    agreement: WorkAgreed
    pace: Pace
    controls: int
    controls_right: int
    suggestions: Suggestions | None
    weeks: list[Week]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What a report needs of the JSON of ``goldspan annotate status --quality``."""

    quality: dict[str, Work] | None = None


def read_agreement(path: Path) -> Agreement:
    """Read what ``goldspan gold agreement --json`` printed.

    Raises:
        InputError: it can't be read, or is something else.
    """
    found = _decoded(path, Agreement, "goldspan gold agreement --json")
    if found.schema != AGREEMENT:
        raise InputError(f"{path}: agreement of another version ({found.schema}); measure again.")
    return found


def read_quality(path: Path) -> dict[str, Work]:
    """Each annotator's figures, as ``goldspan annotate status --quality --json`` printed them.

    Raises:
        InputError: it can't be read, or is something else.
    """
    command = "goldspan annotate status --quality --json"
    found = _decoded(path, Status, command).quality
    if found is None:
        raise InputError(f"{path}: no annotator's figures in it; make it with {command}.")
    return found


def _decoded(path: Path, kind: type[_Kind], command: str) -> _Kind:
    try:
        return msgspec.json.decode(read_text(path), type=kind)
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: not what {command} prints ({error}).") from None
