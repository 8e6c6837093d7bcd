"""Spans as flat columns of integers: the only form in which they are counted.

A span is a row: the number of its sentence, its start and end in code points, the number of its
label. Rows stand in order of sentence, start, end and label, so that no figure depends on the order
in which spans were given. A claim that can't be found in the text has start and end -1.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Column: TypeAlias = npt.NDArray[np.int32]
Numbers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Integers: TypeAlias = npt.NDArray[np.signedinteger[Any]]

NOWHERE = -1
"""Start and end of a claim that isn't in the text."""


class Spans(Struct, frozen=True, eq=False, dict=True):
    """The spans of one side, column by column, in order.

    Attributes:
        sentence: the number of the sentence, from 0.
        start: first code point; -1 for a claim that isn't in the text.
        end: one past the last code point.
        label: the number of the label.
    """

    sentence: Column
    start: Column
    end: Column
    label: Column

    def __len__(self) -> int:
        """How many."""
        return len(self.sentence)

    @cached_property
    def located(self) -> Flags:
        """Which of them are in the text."""
        located: Flags = self.start >= 0
        return located

    def rows_of(self, first: int, stop: int) -> slice:
        """The rows of the sentences from `first` to before `stop`."""
        # Places of another type would have numpy convert the whole column for each look-up.
        begin, end = np.searchsorted(self.sentence, column([first, stop])).tolist()
        return slice(begin, end)

    def take(self, rows: Integers | Flags) -> "Spans":
        """Some of the rows, in the order given."""
        return Spans(self.sentence[rows], self.start[rows], self.end[rows], self.label[rows])


def in_order(spans: Spans) -> tuple[Spans, Numbers]:
    """The rows in order, and where each of them was."""
    if _is_ascending(spans):
        return spans, np.arange(len(spans))
    keys = keys_of(spans)
    if bool((keys[1:] >= keys[:-1]).all()):
        return spans, np.arange(len(spans))
    order = np.argsort(keys, kind="stable")
    return spans.take(order), order


def distinct_in_order(spans: Spans) -> tuple[Spans, Numbers]:
    """The rows in order, equal ones once, and where each of them was."""
    if _is_ascending(spans):
        return spans, np.arange(len(spans))
    spans, order = in_order(spans)
    keys = keys_of(spans)
    repeated = keys[1:] == keys[:-1]
    if not repeated.any():
        return spans, order
    kept = np.append(True, ~repeated)
    return spans.take(kept), order[kept]


def _is_ascending(spans: Spans) -> bool:
    """Whether sentence and start alone show that the rows are in order and no two are equal."""
    before, after = spans.sentence[:-1], spans.sentence[1:]
    further = (after == before) & (spans.start[1:] > spans.start[:-1])
    return bool(((after > before) | further).all())


def column(values: npt.ArrayLike) -> Column:
    """Values as a column."""
    return np.asarray(values, dtype=np.int32)


def of_rows(rows: Iterable[tuple[int, int, int, int]]) -> Spans:
    """Spans from rows of sentence, start, end and label."""
    return Spans(*(column(values) for values in np.array([*rows], np.int64).reshape(-1, 4).T))


def joined(first: Spans, second: Spans) -> Spans:
    """The rows of both, one after the other."""
    return Spans(
        np.concatenate([first.sentence, second.sentence]),
        np.concatenate([first.start, second.start]),
        np.concatenate([first.end, second.end]),
        np.concatenate([first.label, second.label]),
    )


def keys_of(spans: Spans) -> Numbers:
    """A number for each row, equal for equal rows and ascending in their order."""
    return combined(spans.sentence, spans.start, spans.end, spans.label)


def common_keys(first: Spans, second: Spans) -> tuple[Numbers, Numbers]:
    """Keys for two sides that are comparable with each other."""
    keys = keys_of(joined(first, second))
    return keys[: len(first)], keys[len(first) :]


def combined(*columns: Column) -> Numbers:
    """One number for each row of several columns, in the columns' lexicographic order.

    Digits of a mixed radix; where they would need more than 63 bits, the columns so far are
    replaced by their ranks.
    """
    first, *others = columns
    keys: Numbers = first.astype(np.int64)
    size = _radix(first)
    for values in others:
        radix = _radix(values)
        if size * radix >= 1 << 63:
            distinct, ranks = np.unique(keys, return_inverse=True)
            keys, size = ranks.astype(np.int64), len(distinct)
        keys *= radix
        keys += values
        size *= radix
    return keys


def _radix(values: Column) -> int:
    """How many values there are from the smallest to the largest, 0 among them."""
    return int(values.max(initial=0)) - int(values.min(initial=0)) + 1
