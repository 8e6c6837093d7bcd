"""Each annotator's work week by week, as another command wrote it down."""

from pathlib import Path

import msgspec

from goldspan.agreement.spans import Interval
from goldspan.errors import InputError
from goldspan.files import read_text


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


def read_quality(path: Path) -> dict[str, Work]:
    """Each annotator's figures, as ``goldspan annotate status --quality --json`` printed them.

    Raises:
        InputError: it can't be read, or is something else.
    """
    command = "goldspan annotate status --quality --json"
    try:
        found = msgspec.json.decode(read_text(path), type=Status).quality
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: not what {command} prints ({error}).") from None
    if found is None:
        raise InputError(f"{path}: no annotator's figures in it; make it with {command}.")
    return found
