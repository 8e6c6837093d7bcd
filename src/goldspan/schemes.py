"""Tag schemes: how mentions are written as one tag a token, and read back.

====== ==================================================================================
IOB2   ``B-X`` begins every mention, ``I-X`` continues it (Tjong Kim Sang and Veenstra, 1999)
IOB1   ``I-X``; ``B-X`` only where a mention follows another of the same label
       (Ramshaw and Marcus, 1995)
BIOES  ``B-X``, ``I-X``, ``E-X`` at the end, ``S-X`` for a mention of one token
BILOU  the same, with ``L-X`` for the last token and ``U-X`` for a single one
IO     ``I-X`` only; neighbouring mentions of one label can't be told apart
====== ==================================================================================

``O`` is outside in all of them. A chunk is a mention in tokens: half-open, with its label.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

OUTSIDE = "O"
UNTYPED = "_"
"""The label of bare tags such as ``B`` and ``I``, as in seqeval."""


class Role(IntEnum):
    """What a tag says of its token, whatever the scheme's letter for it."""

    OUTSIDE = 0
    BEGIN = 1
    INSIDE = 2
    LAST = 3
    SINGLE = 4


class Chunk(NamedTuple):
    """A mention in tokens: the first one, one past the last, and the label."""

    start: int
    stop: int
    label: str


@dataclass(frozen=True)
class Scheme:
    """A tag scheme: which prefix plays which role.

    Attributes:
        name: as users write it.
        begin: the prefix of a mention's first token; None where the scheme has none.
        last: the prefix of the last of several tokens; None where it is that of the inside.
        single: the prefix of a mention of one token; None where it is that of a first one.
        begin_after_same: `begin` stands only where a mention follows another of its label.
    """

    name: str
    begin: str | None = None
    last: str | None = None
    single: str | None = None
    begin_after_same: bool = False

    @property
    def roles(self) -> dict[str, Role]:
        """The role of each prefix of the scheme."""
        pairs = (
            (self.begin, Role.BEGIN),
            ("I", Role.INSIDE),
            (self.last, Role.LAST),
            (self.single, Role.SINGLE),
        )
        return {prefix: role for prefix, role in pairs if prefix}

    @property
    def form(self) -> str:
        """The tags of the scheme, for messages."""
        return ", ".join([OUTSIDE, *(f"{prefix}-LABEL" for prefix in self.roles)])

    def parse(self, tag: str) -> tuple[Role, str] | None:
        """The tag's role and label; None if it isn't of this scheme."""
        if tag == OUTSIDE:
            return Role.OUTSIDE, ""
        prefix, _, label = tag.partition("-")
        role = self.roles.get(prefix)
        return None if role is None else (role, label or UNTYPED)


IOB2 = Scheme("IOB2", begin="B")

SCHEMES = {
    scheme.name: scheme
    for scheme in (
        IOB2,
        Scheme("IOB1", begin="B", begin_after_same=True),
        Scheme("BIOES", begin="B", last="E", single="S"),
        Scheme("BILOU", begin="B", last="L", single="U"),
        Scheme("IO"),
    )
}


def tag_names(labels: Iterable[str], scheme: Scheme = IOB2) -> list[str]:
    """All tags, in the order of the labels: ``O``, ``B-X``, ``I-X``, ``B-Y`` ..."""
    return [OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in scheme.roles)]


def encode(chunks: Iterable[Chunk], length: int, scheme: Scheme) -> tuple[list[str], list[Chunk]]:
    """Tags for a sequence of `length` tokens, and the chunks that the tags can't show.

    Of chunks that overlap the longest is tagged, then the first. In IO the second of two
    neighbours with one label can't be shown.

    Returns:
        One tag a token, and the chunks left over, in order.
    """
    owner: list[Chunk | None] = [None] * length
    left_over: list[Chunk] = []
    for chunk in sorted(set(chunks), key=lambda chunk: (chunk.start - chunk.stop, chunk)):
        start, stop, label = chunk
        touching = {owner[place] for place in (start - 1, stop) if 0 <= place < length}
        if any(owner[start:stop]) or (
            scheme.begin is None and any(other and other.label == label for other in touching)
        ):
            left_over.append(chunk)
        else:
            owner[start:stop] = [chunk] * (stop - start)
    tags = [OUTSIDE] * length
    for chunk in sorted({chunk for chunk in owner if chunk}):
        before = owner[chunk.start - 1] if chunk.start else None
        tags[chunk.start : chunk.stop] = _tags_of(chunk, before, scheme)
    return tags, sorted(left_over)


def _tags_of(chunk: Chunk, before: Chunk | None, scheme: Scheme) -> list[str]:
    start, stop, label = chunk
    begin = scheme.begin
    if scheme.begin_after_same and not (before and before.label == label):
        begin = None
    prefixes = [begin or "I", *"I" * (stop - start - 1)]
    if len(prefixes) == 1:
        prefixes = [scheme.single or prefixes[0]]
    else:
        prefixes[-1] = scheme.last or "I"
    return [f"{prefix}-{label}" for prefix in prefixes]
