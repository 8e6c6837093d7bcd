"""Splits of a gold dataset: what each is meant to hold, and which sentence is where.

``splits.jsonl`` in a dataset's folder holds an `Assignment` for each sentence that ever was gold;
a later split goes by it, so that nothing moves from one split to another.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from goldspan.errors import InputError

SPLITS_FILE = "splits.jsonl"

LeftOutReason = Literal["boilerplate", "near duplicate"]


class SplitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a dataset was split.

    Attributes:
        shares: the share of each split, adding up to 1; the first is the one for training.
        seed: the seed of all that is left to chance.
    """

    shares: dict[str, float]
    seed: int

    @property
    def training(self) -> str:
        """The split that may hold boilerplate."""
        return next(iter(self.shares))


DEFAULT_SPLITS = SplitSettings({"train": 0.8, "validation": 0.1, "test": 0.1}, 0)


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which split a sentence is in, or why it is in none.

    Attributes:
        sentence: its id.
        doc: its document; all of a document's sentences have one split.
        text_sha256: the SHA-256 of the text it had; with another text it is a new sentence of its
            document.
        split: the split of its document, which holds it unless `left_out` says why not.
        left_out: why no split holds it; null if `split` does.
        duplicate_of: the sentence in another split of which it is a near duplicate.
    """

    sentence: str
    doc: str
    text_sha256: str
    split: str
    left_out: LeftOutReason | None = None
    duplicate_of: str | None = None


def checked_settings(settings: SplitSettings) -> SplitSettings:
    """The settings, if they can be kept.

    Raises:
        InputError: the shares don't add up to 1, or a name isn't one ``load_dataset`` takes.
    """
    total = math.fsum(settings.shares.values())
    if len(settings.shares) < 2 or min(settings.shares.values()) <= 0 or abs(total - 1) > 1e-6:
        given = ", ".join(f"{name}={share:g}" for name, share in settings.shares.items())
        raise InputError(
            f"the shares {given} add up to {total:g}: give at least two, each above 0, that add up"
            " to 1, such as --share train=0.8 --share test=0.2."
        )
    for name in settings.shares:
        if not name.isidentifier() or name == "all":
            raise InputError(f"{name!r} can't be the name of a split; take letters and digits.")
    return settings


def is_test(split: object) -> bool:
    """Whether a split is one that extractors are scored on in the end, by its name: test, test_vi.

    What is left over, such as validation, may look better than it is; a test may not.
    """
    return isinstance(split, str) and (split == "test" or split.startswith("test_"))


def documents_of(assignments: Iterable[Assignment], shares: Mapping[str, float]) -> dict[str, str]:
    """The split of each document that was assigned before.

    Raises:
        InputError: a document is in two splits, or in one that isn't among the shares.
    """
    found: dict[str, str] = {}
    for assignment in assignments:
        split = found.setdefault(assignment.doc, assignment.split)
        if split != assignment.split:
            raise InputError(
                f"document {assignment.doc} was in splits {split} and {assignment.split};"
                " give all of its sentences one split in that file."
            )
        if split not in shares:
            raise InputError(
                f"document {assignment.doc} was in split {split!r}, which has no share now;"
                f" add --share {split}=..., or split anew with --anew."
            )
    return found
