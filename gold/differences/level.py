"""What kind of new version a dataset's changes make, and why.

The level follows semantic versioning, read for data: *major* where scores on the two versions can't
be compared (spans, texts, splits, labels or tokens changed, or something is gone), *minor* where
something was only added, *patch* where the gold itself is the same, *none* where nothing differs.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from goldspan.dataset import Manifest
from goldspan.gold.differences.spans import ChangeOfSpan
from goldspan.gold.differences.versions import Rows, has_annotations, same_annotations
from goldspan.wording import how_many

Level = Literal["none", "patch", "minor", "major"]
LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")

ChangeOfSentence = Literal["added", "removed", "text", "spans", "split", "origin", "fields"]
CHANGES_OF_SENTENCES: tuple[ChangeOfSentence, ...] = (
    "added",
    "removed",
    "text",
    "spans",
    "split",
    "origin",
    "fields",
)

CARD = "README.md"


class Reason(msgspec.Struct, frozen=True):
    """A difference in words, and the level it calls for."""

    level: Level
    what: str


def reasons_for(
    sentences: Mapping[ChangeOfSentence, int],
    spans: Mapping[ChangeOfSpan, int],
    old: Rows,
    new: Rows,
) -> list[Reason]:
    """All that differs in words, the weightiest first.

    The card names the hashes of the files, so it is named only where nothing else changed.

    Args:
        sentences: how many sentences changed in each way.
        spans: how many spans of sentences in both versions changed in each way.
        old: the first version.
        new: the second version.
    """
    found = [
        *_reasons_of_sentences(sentences, spans),
        *_reasons_of_manifests(old.manifest, new.manifest),
        *_reasons_of_files(old, new),
    ]
    if not found and _read(old.folder / CARD) != _read(new.folder / CARD):
        found = [Reason("patch", "the card changed")]
    return sorted(found, key=lambda reason: -LEVELS.index(reason.level))


def _reasons_of_sentences(
    sentences: Mapping[ChangeOfSentence, int], spans: Mapping[ChangeOfSpan, int]
) -> list[Reason]:
    changed = sum(count for kind, count in spans.items() if kind != "origin")
    rows: list[tuple[Level, int, str, str]] = [
        ("major", sentences["removed"], "sentence", "removed"),
        ("major", sentences["text"], "sentence", "with another text"),
        ("major", changed, "span", "changed, added or removed in sentences that are in both"),
        ("major", sentences["split"], "sentence", "moved to another split"),
        ("minor", sentences["added"], "sentence", "added"),
        ("patch", spans["origin"], "span", "with another origin"),
        ("patch", sentences["fields"], "sentence", "with other fields changed"),
    ]
    return [
        Reason(level, f"{how_many(count, noun)} {what}")
        for level, count, noun, what in rows
        if count
    ]


def _reasons_of_manifests(old: Manifest, new: Manifest) -> list[Reason]:
    found: list[Reason] = []
    if old.labels != new.labels:
        kept = new.labels[: len(old.labels)] == old.labels
        found.append(
            Reason(
                "minor" if kept else "major",
                f"labels {', '.join(old.labels)} became {', '.join(new.labels)}",
            )
        )
    if old.tokeniser != new.tokeniser:
        found.append(Reason("major", f"tokeniser {old.tokeniser} became {new.tokeniser}"))
    if old.guidelines != new.guidelines:
        versions = [side.guidelines.get("version", "unknown") for side in (old, new)]
        what = (
            f"guidelines {versions[0]} became {versions[1]}"
            if versions[0] != versions[1]
            else f"guidelines {versions[0]} changed without a new version"
        )
        found.append(Reason("patch", what))
    return found


def _reasons_of_files(old: Rows, new: Rows) -> list[Reason]:
    found: list[Reason] = []
    gone, come = (
        ", ".join(name for name in one.columns if name not in other.columns)
        for one, other in ((old, new), (new, old))
    )
    if gone:
        found.append(Reason("major", f"columns gone: {gone}"))
    if come:
        found.append(Reason("minor", f"columns added: {come}"))
    had, has = (has_annotations(side.folder) for side in (old, new))
    if had and not has:
        found.append(Reason("major", "the annotators' own annotations are gone"))
    elif has and not had:
        found.append(Reason("minor", "the annotators' own annotations added"))
    elif had and not same_annotations(old, new):
        found.append(Reason("patch", "the annotators' own annotations changed"))
    return found


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
