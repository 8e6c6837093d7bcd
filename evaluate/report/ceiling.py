"""The agreement between annotators: about as well as an extractor can be told to do."""

from pathlib import Path

import msgspec

from goldspan.errors import InputError
from goldspan.files import read_text

_SCHEMA = "goldspan-agreement-1"


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 between annotators."""

    f1: float | None
    f1_interval: tuple[float, float] | None
    sentences: int
    documents: int
    is_too_few: bool


class Ceiling(msgspec.Struct, frozen=True, kw_only=True):
    """What a report needs of the JSON of ``goldspan gold agreement``."""

    schema: str
    annotators: list[str]
    overall: Agreed
    labels: dict[str, Agreed]


def read_ceiling(path: Path) -> Ceiling:
    """Read what ``goldspan gold agreement --json`` printed.

    Raises:
        InputError: it can't be read, or is something else.
    """
    try:
        found = msgspec.json.decode(read_text(path), type=Ceiling)
    except msgspec.DecodeError as error:
        raise InputError(
            f"{path}: not what goldspan gold agreement --json prints ({error})."
        ) from None
    if found.schema != _SCHEMA:
        raise InputError(f"{path}: agreement of another version ({found.schema}); measure again.")
    return found
