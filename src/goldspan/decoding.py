"""Tags to chunks: many sequences at once, well formed or not.

A sequence may break its scheme. There are two ways to read such a one, and scores depend on which:
``discard`` drops what isn't well formed, as seqeval's strict mode does; ``conlleval`` begins a
mention wherever one isn't continued, as conlleval.pl and seqeval's default mode do. A sequence that
is well formed reads the same in both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from goldspan.schemes import UNTYPED, Chunk, Role, Scheme

Repair = Literal["discard", "conlleval"]

_OPEN = (Role.BEGIN, Role.INSIDE)
_CONTINUING = (Role.INSIDE, Role.LAST)
_BEGINNING = (Role.BEGIN, Role.SINGLE)

Flags: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.int64]


class UnknownTag(ValueError):
    """A tag that isn't of the scheme; `place` is that of its token."""

    def __init__(self, place: int, tag: str, scheme: Scheme) -> None:
        """Say which tag, and what the scheme's tags are."""
        super().__init__(f"tag {tag!r} isn't one of {scheme.name} ({scheme.form})")
        self.place = place
        self.tag = tag


class Fault(NamedTuple):
    """Where a sequence breaks its scheme: the place of the token, and what is wrong with it."""

    place: int
    reason: str


@dataclass(frozen=True)
class Decoded:
    """The chunks of one or more sequences, column by column, in order.

    Attributes:
        sequence: the number of each chunk's sequence.
        start: the place of its first token, counted through all sequences.
        stop: one past its last token.
        label: the number of its label in `labels`.
        labels: all labels met, in order of appearance.
        faults: where sequences break the scheme, in order; empty if all are well formed.
        bounds: where each sequence begins, and the number of all tokens at the end.
    """

    sequence: Numbers
    start: Numbers
    stop: Numbers
    label: Numbers
    labels: list[str]
    faults: list[Fault]
    bounds: Numbers

    def chunks(self) -> Iterator[list[Chunk]]:
        """The chunks of each sequence, counted from its own first token."""
        offset = self.bounds[self.sequence]
        columns = ((self.start - offset).tolist(), (self.stop - offset).tolist())
        names = [self.labels[number] for number in self.label]
        found = [Chunk(*row) for row in zip(*columns, names, strict=True)]
        cuts = np.searchsorted(self.sequence, np.arange(len(self.bounds))).tolist()
        for begin, end in zip(cuts, cuts[1:], strict=False):
            yield found[begin:end]


def decode(tags: Sequence[str], scheme: Scheme, repair: Repair = "discard") -> list[Chunk]:
    """The chunks of one sequence, in order; see `decode_all`."""
    [chunks] = decode_all(tags, [0], scheme, repair).chunks()
    return chunks


def decode_all(
    tags: Sequence[str], starts: Sequence[int], scheme: Scheme, repair: Repair = "discard"
) -> Decoded:
    """The chunks of many sequences at once.

    Args:
        tags: of all sequences, one after the other.
        starts: where each sequence begins in them, ascending.
        scheme: what the tags are to be.
        repair: how sequences that break the scheme are read; both give the same for others.

    Raises:
        UnknownTag: a tag isn't of the scheme.
    """
    roles, label, labels = _parsed(tags, scheme)
    bounds = np.asarray([*starts, len(tags)], dtype=np.int64)
    first = np.isin(np.arange(len(tags)), bounds)
    role_before = np.where(first, Role.OUTSIDE, _before(roles, Role.OUTSIDE))
    after_same = (role_before != Role.OUTSIDE) & (_before(label, -1) == label)
    continues = after_same & np.isin(role_before, _OPEN) & np.isin(roles, _CONTINUING)
    stray_begin = (roles == Role.BEGIN) & ~after_same & scheme.begin_after_same
    if repair == "discard":
        continues = continues & ~_before(stray_begin, False)
    start, stop = _runs(roles != Role.OUTSIDE, continues)
    unended = np.isin(roles[stop - 1], _OPEN) & (scheme.last is not None)
    faults = _faults(tags, scheme, start, stop, roles, stray_begin, unended)
    if repair == "discard":
        kept = ~unended & ~stray_begin[start]
        if scheme.begin_after_same:
            kept &= ~_before_stray_begin(start, stop, roles, stray_begin & ~first)
        elif scheme.begin:
            kept &= np.isin(roles[start], _BEGINNING)
        start, stop = start[kept], stop[kept]
    return Decoded(
        sequence=np.searchsorted(bounds, start, side="right") - 1,
        start=start,
        stop=stop,
        label=label[start],
        labels=labels,
        faults=faults,
        bounds=bounds,
    )


def _parsed(tags: Sequence[str], scheme: Scheme) -> tuple[Numbers, Numbers, list[str]]:
    """The role and the label's number of each tag, and the labels."""
    codes: dict[str, int] = {}
    code = np.fromiter((codes.setdefault(tag, len(codes)) for tag in tags), np.int64, len(tags))
    roles: list[int] = []
    label_of: list[int] = []
    labels: dict[str, int] = {}
    for tag, number in codes.items():
        parsed = scheme.parse(tag)
        if parsed is None:
            raise UnknownTag(int(np.argmax(code == number)), tag, scheme)
        roles.append(parsed[0])
        label_of.append(
            -1 if parsed[0] == Role.OUTSIDE else labels.setdefault(parsed[1], len(labels))
        )
    return (
        np.asarray(roles, dtype=np.int64)[code],
        np.asarray(label_of, dtype=np.int64)[code],
        list(labels),
    )


def _before(values: npt.NDArray[Any], filler: object) -> npt.NDArray[Any]:
    """Each token's neighbour on the left; `filler` for the first."""
    moved: npt.NDArray[Any] = np.concatenate((np.asarray([filler], dtype=values.dtype), values))
    return moved[:-1]


def _runs(inside: Flags, continues: Flags) -> tuple[Numbers, Numbers]:
    """Where chunks begin and end: at each token inside that continues nothing."""
    breaks = np.append(np.flatnonzero(~continues), len(inside))
    begins = inside[breaks[:-1]]
    return breaks[:-1][begins], breaks[1:][begins]


def _before_stray_begin(start: Numbers, stop: Numbers, roles: Numbers, stray_begin: Flags) -> Flags:
    """Chunks that are one ``B-X`` before a stray ``B-Y``: seqeval's strict IOB1 drops them, too.

    It lacks a rule by which they end (`seqeval.scheme.IOB1.end_patterns`).
    """
    followed: Flags = np.append(stray_begin, False)[stop]
    alone: Flags = (stop - start == 1) & (roles[start] == Role.BEGIN)
    return followed & alone


def _faults(
    tags: Sequence[str],
    scheme: Scheme,
    start: Numbers,
    stop: Numbers,
    roles: Numbers,
    stray_begin: Flags,
    unended: Flags,
) -> list[Fault]:
    found = [
        Fault(place, f"{tags[place]} follows no {_label(tags[place])}; IOB1 has I- here")
        for place in np.flatnonzero(stray_begin).tolist()
    ]
    if scheme.begin and not scheme.begin_after_same:
        orphans = start[np.isin(roles[start], _CONTINUING)]
        found += [
            Fault(place, f"{tags[place]} continues no {_label(tags[place])}")
            for place in orphans.tolist()
        ]
    found += [
        Fault(place, f"{tags[place]} isn't ended by {scheme.last}-{_label(tags[place])}")
        for place in (stop[unended] - 1).tolist()
    ]
    return sorted(found)


def _label(tag: str) -> str:
    return tag.partition("-")[2] or UNTYPED
