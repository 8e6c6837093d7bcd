"""The strings of mentions: which were seen before, which are missed or claimed most often."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldspan.evaluate.arrays import Column, Flags, Integers, Numbers
from goldspan.evaluate.arrow import coded, encoded, taken, whole
from goldspan.evaluate.result_errors import FrequentString
from goldspan.evaluate.scan import Side
from goldspan.mentions import wording

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_MOST = 10


Mentions = frozenset[tuple[str, str]]
"""Wordings and labels, as `goldspan.mentions` has them."""


class Seen(NamedTuple):
    """Which spans have a wording that carries the same label in the train split.

    Attributes:
        gold: of all gold spans.
        unmatched: of the predictions that match none.
    """

    gold: Flags
    unmatched: Flags


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


class StringCounts(NamedTuple):
    """How often strings occur with their labels.

    Attributes:
        texts: the distinct strings.
        code: of each string with a label, the number of the string.
        label: the number of its label.
        counts: how often it occurs.
    """

    texts: "Array"
    code: Numbers
    label: Numbers
    counts: Numbers


def string_counts(side: Side, rows: Numbers) -> StringCounts:
    """Count the strings of some spans, as they were found in the texts."""
    codes, distinct = encoded(side.strings_of(rows))
    return _counted(distinct, codes, side.spans.label[rows], np.ones(len(rows), np.int64))


def summed_strings(parts: "Sequence[StringCounts | None]") -> StringCounts | None:
    """The counts of a whole from those of its parts."""
    import pyarrow

    known = [part for part in parts if part is not None]
    if not known:
        return None
    codes, distinct = encoded(pyarrow.concat_arrays([part.texts for part in known]))
    before = np.cumsum([0, *(len(part.texts) for part in known)])
    return _counted(
        distinct,
        codes[np.concatenate([part.code + n for part, n in zip(known, before, strict=False)])],
        np.concatenate([part.label for part in known]),
        np.concatenate([part.counts for part in known]),
    )


def frequent(counted: StringCounts | None, labels: Sequence[str]) -> list[FrequentString]:
    """The most frequent strings with their labels, ties in order of the alphabet.

    Args:
        counted: the strings; None where the texts aren't known.
        labels: the labels' names.
    """
    if counted is None or not len(counted.counts):
        return []
    least = np.sort(counted.counts)[-min(_MOST, len(counted.counts))]
    likely = np.flatnonzero(counted.counts >= least)
    texts = taken(counted.texts, counted.code[likely]).to_pylist()
    found = sorted(
        (-number, text, labels[place])
        for number, text, place in zip(
            counted.counts[likely].tolist(), texts, counted.label[likely].tolist(), strict=True
        )
    )
    return [
        FrequentString(text=text, label=name, count=-number) for number, text, name in found[:_MOST]
    ]


def _counted(texts: "Array", code: Integers, label: Integers, counts: Numbers) -> StringCounts:
    size = int(label.max(initial=0)) + 1
    pairs, place = np.unique(code * np.int64(size) + label, return_inverse=True)
    summed = np.bincount(place, counts, len(pairs)).astype(np.int64)
    return StringCounts(texts, *np.divmod(pairs, size), summed)
