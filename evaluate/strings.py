"""The strings of mentions: which were seen before, which are missed or claimed most often."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldspan.evaluate.arrays import Column, Flags, Numbers
from goldspan.evaluate.arrow import coded, encoded, taken, whole
from goldspan.evaluate.result import FrequentString
from goldspan.evaluate.scan import Side
from goldspan.mentions import wording

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_MOST = 10


Mentions = frozenset[tuple[str, str]]
"""Wordings and labels, as `goldspan.mentions` has them."""


class Seen(NamedTuple):
    """Which spans of both sides have a wording that carries the same label in the train split."""

    gold: Flags
    predicted: Flags


def distinct_mentions(parts: "Iterable[tuple[Array, Array]]") -> Mentions:
    """The mentions among strings with their labels, which come some at a time."""
    found: set[tuple[str, str]] = set()
    for strings, names in parts:
        labels: dict[str, int] = {}
        pairs, wordings = _pairs(strings, coded(names, labels), len(labels))
        known = list(labels)
        for pair in np.unique(pairs).tolist():
            found.add((wordings[pair // len(known)], known[pair % len(known)]))
    return frozenset(found)


def seen_mentions(
    train: Mentions, strings: "ChunkedArray", label: Column, labels: Sequence[str]
) -> Flags:
    """Which strings carry their label in the train split, too.

    Args:
        train: its mentions.
        strings: of spans.
        label: the numbers of their labels.
        labels: the labels' names.
    """
    pairs, wordings = _pairs(whole(strings), label, len(labels))
    distinct, which = np.unique(pairs, return_inverse=True)
    known = [
        (wordings[pair // len(labels)], labels[pair % len(labels)]) in train
        for pair in distinct.tolist()
    ]
    found: Flags = np.array(known, dtype=bool)[which]
    return found


def _pairs(strings: "Array", label: Column, labels: int) -> tuple[Numbers, list[str]]:
    """Of each string a number that holds its wording's and its label's; and the wordings."""
    codes, distinct = encoded(strings)
    return codes * np.int64(labels) + label, [wording(text) for text in distinct.to_pylist()]


def frequent(side: Side, rows: Numbers, labels: list[str]) -> list[FrequentString]:
    """The most frequent strings with their labels among some spans, ties in order of the alphabet.

    Args:
        side: the spans, as they were found in the texts.
        rows: those that count.
        labels: the labels' names.
    """
    if not len(rows):
        return []
    codes, distinct = encoded(side.strings_of(rows))
    label = side.spans.label[rows]
    pairs, counts = np.unique(codes * np.int64(len(labels)) + label, return_counts=True)
    least = np.sort(counts)[-min(_MOST, len(counts))]
    likely = np.flatnonzero(counts >= least)
    code, label = np.divmod(pairs[likely], len(labels))
    texts = taken(distinct, code).to_pylist()
    found = sorted(
        (-number, text, labels[place])
        for number, text, place in zip(counts[likely].tolist(), texts, label.tolist(), strict=True)
    )
    return [
        FrequentString(text=text, label=name, count=-number) for number, text, name in found[:_MOST]
    ]
