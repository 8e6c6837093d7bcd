"""What became of a sentence's spans from one version to the next."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from goldspan.dataset import GoldSentence, GoldSpan

ChangeOfSpan = Literal[
    "added", "removed", "boundary", "label", "boundary and label", "attributes", "origin"
]
CHANGES_OF_SPANS: tuple[ChangeOfSpan, ...] = (
    "added",
    "removed",
    "boundary",
    "label",
    "boundary and label",
    "attributes",
    "origin",
)


class SpanChange(msgspec.Struct, frozen=True):
    """One span before and after; null where there is none."""

    change: ChangeOfSpan
    before: GoldSpan | None
    after: GoldSpan | None


def span_changes(before: GoldSentence, after: GoldSentence) -> list[SpanChange]:
    """The spans that differ, each paired with what it became.

    Paired are first spans of one place and label, then those of one place, then those of one label
    that overlap, then those that overlap, the larger overlap first. What has no pair was added or
    removed. Where the text itself changed, offsets can't be compared: there, spans of one label and
    quote are pairs in the order they stand, and say nothing but their attributes and origin.
    """
    old, new = list(before.spans), list(after.spans)
    found: list[SpanChange] = []

    def pair(rank: Callable[[GoldSpan, GoldSpan], int], change: ChangeOfSpan | None) -> None:
        for one, other in _pairs(old, new, rank):
            old.remove(one)
            new.remove(other)
            named = change or _lesser_change(one, other)
            if named:
                found.append(SpanChange(named, one, other))

    if before.text != after.text:
        pair(lambda one, other: (one.label, one.text) == (other.label, other.text), None)
    else:
        pair(lambda one, other: one.content == other.content, None)
        pair(lambda one, other: one.key == other.key, None)
        pair(lambda one, other: one.key[:2] == other.key[:2], "label")
        pair(lambda one, other: one.label == other.label and _overlap(one, other), "boundary")
        pair(_overlap, "boundary and label")
    found += [SpanChange("removed", span, None) for span in old]
    found += [SpanChange("added", None, span) for span in new]
    return sorted(found, key=_place)


def _pairs(
    old: Sequence[GoldSpan], new: Sequence[GoldSpan], rank: Callable[[GoldSpan, GoldSpan], int]
) -> list[tuple[GoldSpan, GoldSpan]]:
    """Pairs of positive rank, the highest first; each span in one pair at most."""
    ranked = sorted(
        (-rank(one, other), place, counterpart)
        for place, one in enumerate(old)
        for counterpart, other in enumerate(new)
        if rank(one, other) > 0
    )
    used: tuple[set[int], set[int]] = set(), set()
    found: list[tuple[GoldSpan, GoldSpan]] = []
    for _, place, counterpart in ranked:
        if place not in used[0] and counterpart not in used[1]:
            used[0].add(place)
            used[1].add(counterpart)
            found.append((old[place], new[counterpart]))
    return found


def _lesser_change(one: GoldSpan, other: GoldSpan) -> ChangeOfSpan | None:
    if one.attributes != other.attributes:
        return "attributes"
    return "origin" if one.origin != other.origin else None


def _overlap(one: GoldSpan, other: GoldSpan) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _place(change: SpanChange) -> tuple[int, int, str]:
    span = change.before or change.after
    return span.key if span else (0, 0, "")
