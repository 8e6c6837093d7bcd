"""The JSON of a score, whichever version of goldspan wrote it."""

from pathlib import Path
from typing import Any

import msgspec

from goldspan.errors import InputError
from goldspan.evaluate.comparison import Comparison
from goldspan.evaluate.result import Score
from goldspan.files import read_text

COMPARISON = "goldspan-compare-1"
_FIRST, _SECOND = "goldspan-score-1", "goldspan-score-2"


def schema_of(path: Path) -> str | None:
    """Which form of JSON a file says it is; None if it doesn't say.

    Raises:
        InputError: it can't be read, or isn't JSON.
    """
    plain = _plain(path)
    schema = plain.get("schema") if isinstance(plain, dict) else None
    return schema if isinstance(schema, str) else None


def read_score(path: Path) -> Score:
    """A score that ``goldspan evaluate score`` wrote; what an older version didn't know is empty.

    Raises:
        InputError: it can't be read, isn't a score, or is of a later version.
    """
    plain = _plain(path)
    schema = plain.get("schema") if isinstance(plain, dict) else None
    if schema not in (_FIRST, _SECOND):
        raise InputError(
            f"{path}: not a report of goldspan evaluate score that this version can read"
            f" (schema {schema!r}; it reads {_FIRST} and {_SECOND})."
        )
    try:
        return msgspec.convert(_upgraded(plain), Score)
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: damaged: {error}; score again.") from None


def read_comparison(path: Path) -> Comparison:
    """A comparison that ``goldspan evaluate compare`` wrote.

    Raises:
        InputError: it can't be read, or is damaged.
    """
    try:
        return msgspec.convert(_plain(path), Comparison)
    except msgspec.ValidationError as error:
        raise InputError(f"{path}: damaged: {error}; compare again.") from None


def _plain(path: Path) -> Any:  # noqa: ANN401
    try:
        return msgspec.json.decode(read_text(path))
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: not JSON ({error}).") from None


def _upgraded(plain: dict[str, Any]) -> dict[str, Any]:
    """The same score in today's form."""
    plain["interval"] = {"unit": "document", **plain["interval"]}
    if plain["schema"] == _SECOND:
        return plain
    unknown = {"precision_interval": None, "recall_interval": None}
    overall = {**unknown, **plain["overall"]}
    labels = {name: {**unknown, **figures} for name, figures in plain["labels"].items()}
    occurring = [found for found in labels.values() if found["support"] or found["predicted"]]
    gold = plain["gold"]
    return {
        **plain,
        "overall": overall,
        "labels": labels,
        "macro": {
            name: sum(found[name] for found in occurring) / len(occurring) if occurring else 0.0
            for name in ("precision", "recall", "f1")
        },
        "slices": {},
        "attributes": {},
        "errors": {
            "classes": {},
            "confusion": {},
            "semeval": {},
            "missed": [],
            "spurious": [],
            "examples": {},
        },
        "power": None,
        "referee": {
            "extent": "full",
            "documents": gold["documents"],
            "sentences": gold["sentences"],
            **plain["referee"],
        },
        "interval": {"slices": plain["interval"]["method"], **plain["interval"]},
        "documents": {},
    }
