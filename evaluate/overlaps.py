"""Which gold spans and predictions overlap, and which of them belong together."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from goldspan.counts import Floats
from goldspan.evaluate.arrays import Flags, Numbers, Spans

_FEW = 6
"""With more spans than this on both sides of a tangle, scipy solves the assignment."""


class Pairs(NamedTuple):
    """Pairs of rows, one of each side.

    Attributes:
        first: rows of the first side.
        second: rows of the second side.
    """

    first: Numbers
    second: Numbers

    def take(self, which: Numbers) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.first[which], self.second[which])

    @property
    def turned(self) -> "Pairs":
        """The same pairs seen from the other side."""
        return Pairs(self.second, self.first)


def overlapping(first: Spans, second: Spans) -> Pairs:
    """All pairs of spans of one sentence that share a character, in order.

    Args:
        first: located spans, in order.
        second: the same.
    """
    empty = np.empty(0, np.int64)
    if not len(first) or not len(second):
        return Pairs(empty, empty)
    stride = int(max(first.end.max(), second.end.max())) + 1
    start, end = (first.sentence * np.int64(stride) + side for side in (first.start, first.end))
    from_, to = (second.sentence * np.int64(stride) + side for side in (second.start, second.end))
    low = np.searchsorted(np.maximum.accumulate(end), from_, side="right")
    high = np.searchsorted(start, to, side="left")
    counts = high - low
    right = np.repeat(np.arange(len(second)), counts)
    left = np.arange(len(right)) - np.repeat(np.cumsum(counts) - counts, counts)
    left += np.repeat(low, counts)
    touching = np.flatnonzero(end[left] > from_[right])
    found = Pairs(left[touching], right[touching])
    return found.take(np.lexsort((found.second, found.first)))


def best_pairs(first: Spans, second: Spans, pairs: Pairs) -> Pairs:
    """The overlapping pairs that belong together: at most one for each span, the best in all.

    A pair is worth one for the same boundaries, one for the same label, and the share of their
    characters that both cover; the assignment of the greatest total worth is taken (Kuhn, 1955).
    It depends on the spans alone, not on the order they were given in.

    Args:
        first: spans, in order.
        second: spans, in order.
        pairs: those that overlap, in order.
    """
    if not len(pairs.first):
        return pairs
    worth = _worth(first, second, pairs)
    alone = (np.bincount(pairs.first)[pairs.first] == 1) & (
        np.bincount(pairs.second)[pairs.second] == 1
    )
    chosen = [np.flatnonzero(alone)]
    tangled = np.flatnonzero(~alone)
    for component in _components(pairs, tangled):
        chosen.append(component[_assigned(pairs.take(component), worth[component])])
    return pairs.take(np.sort(np.concatenate(chosen)))


def _worth(first: Spans, second: Spans, pairs: Pairs) -> Floats:
    left, right = first.take(pairs.first), second.take(pairs.second)
    shared = np.minimum(left.end, right.end) - np.maximum(left.start, right.start)
    union = np.maximum(left.end, right.end) - np.minimum(left.start, right.start)
    same = (left.start == right.start) & (left.end == right.end)
    worth: Floats = same + (left.label == right.label) + shared / union
    return worth


def _components(pairs: Pairs, rows: Numbers) -> list[Numbers]:
    """Rows of pairs that hang together through the spans they share; in order."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = parent[above]
            node = above
        return node

    nodes = [
        ((0, left), (1, right))
        for left, right in zip(pairs.first[rows].tolist(), pairs.second[rows].tolist(), strict=True)
    ]
    for left, right in nodes:
        parent[root(right)] = root(left)
    found: dict[tuple[int, int], list[int]] = {}
    for row, (left, _) in zip(rows.tolist(), nodes, strict=True):
        found.setdefault(root(left), []).append(row)
    return [np.array(component) for component in found.values()]


def _assigned(pairs: Pairs, worth: Floats) -> Numbers:
    """The places of the pairs chosen in one component."""
    lefts, left = np.unique(pairs.first, return_inverse=True)
    rights, right = np.unique(pairs.second, return_inverse=True)
    if len(lefts) == 1 or len(rights) == 1:
        return np.array([int(np.argmax(worth))])
    matrix = np.zeros((len(lefts), len(rights)))
    matrix[left, right] = worth
    taken = np.zeros(matrix.shape, dtype=bool)
    if min(matrix.shape) > _FEW:
        from scipy.optimize import linear_sum_assignment

        taken[linear_sum_assignment(matrix, maximize=True)] = True
    elif len(lefts) <= len(rights):
        for row, column in small_assignment(matrix.tolist()):
            taken[row, column] = True
    else:
        for column, row in small_assignment(matrix.T.tolist()):
            taken[row, column] = True
    return np.flatnonzero(taken[left, right])


def small_assignment(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The cells of the assignment of the greatest total worth, for few rows.

    Column by column, the best for each set of rows that are taken (Held and Karp, 1962): exact, and
    done before scipy would be imported.
    """
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for column in range(len(worth[0])):
        following = dict(best)
        for taken, (total, cells) in best.items():
            for row, values in enumerate(worth):
                if taken >> row & 1 or not values[column]:
                    continue
                also = taken | 1 << row
                if also not in following or following[also][0] < total + values[column]:
                    following[also] = (total + values[column], [*cells, (row, column)])
        best = following
    return max(best.values(), key=lambda found: found[0])[1]


def nested(spans: Spans) -> Flags:
    """Which spans, in order, share a character with another span of their side."""
    found: Flags = np.zeros(len(spans), dtype=bool)
    if not len(spans):
        return found
    # Claims that aren't in the text are empty here, between two sentences.
    before = spans.sentence * (np.int64(spans.end.max()) + 1)
    start, end = before + spans.start, before + spans.end
    found[1:] = start[1:] < np.maximum.accumulate(end)[:-1]
    found[:-1] |= start[1:] < end[:-1]
    return found
