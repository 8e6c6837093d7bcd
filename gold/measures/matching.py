"""Spans of two annotators that match: strictly, overlapping, or by their boundaries alone.

* strict: same start, end and label.
* overlapping: same label and at least one code point in common, as "type" in SemEval-2013 task 9
  (Segura-Bedmar, Martínez and Herrero-Zazo, 2013). Every span has at most one partner, and as many
  pairs are made as can be (a maximum bipartite matching, by Hopcroft and Karp, 1973), so the count
  is the same whichever annotator comes first.
* boundaries: same start and end, any label; again one to one, equal labels first.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from goldspan.gold.measures.shared import Pair
from goldspan.spans import Span

FIRST, SECOND, STRICT, OVERLAPPING, FIRST_BOUNDED, SECOND_BOUNDED = range(6)
"""The last axis of match counts.

Spans of the first annotator and of the second; of them those that match strictly or overlapping
(in one number each, a match has both); those of the first that have a partner with the same
boundaries, and those of the second (two numbers, as by label the two may differ).
"""

MatchCounts = npt.NDArray[np.int64]

_Key = tuple[int, int, str]


def count_matches(pairs: Sequence[Pair], labels: Sequence[str]) -> MatchCounts:
    """Counts of shape (pairs, labels, 6), the last axis as named above."""
    column = {label: place for place, label in enumerate(labels)}
    cells: list[int] = []
    edges = _Edges()
    for row, (first, second) in enumerate(pairs):
        ours, theirs = _keys(first.spans), _keys(second.spans)

        def add(keys: Sequence[_Key], *figures: int, row: int = row) -> None:
            for _, _, label in keys:
                place = (row * len(labels) + column[label]) * 6
                cells.extend(place + figure for figure in figures)

        add(ours, FIRST)
        add(theirs, SECOND)
        if ours == theirs:
            add(ours, STRICT, OVERLAPPING, FIRST_BOUNDED, SECOND_BOUNDED)
            continue
        add(sorted(set(ours) & set(theirs)), STRICT)
        for one, other in _same_boundaries(ours, theirs):
            add([one], FIRST_BOUNDED)
            add([other], SECOND_BOUNDED)
        edges.add(ours, theirs, [(row * len(labels) + column[key[2]]) * 6 for key in ours])
    cells.extend(place + OVERLAPPING for place in edges.matched())
    size = len(pairs) * len(labels) * 6
    counts = np.bincount(np.array(cells, dtype=np.int64), minlength=size)
    return counts.reshape(len(pairs), len(labels), 6)


def _keys(spans: Sequence[Span]) -> list[_Key]:
    return sorted({span.key for span in spans})


def _same_boundaries(ours: Sequence[_Key], theirs: Sequence[_Key]) -> list[tuple[_Key, _Key]]:
    """Pairs with the same boundaries: those with the same label, then the others in order."""
    labels_here: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
    for side, keys in enumerate((ours, theirs)):
        for start, end, label in keys:
            labels_here.setdefault((start, end), ([], []))[side].append(label)
    found = []
    for place, (mine, yours) in labels_here.items():
        same = [label for label in mine if label in yours]
        rest = [[label for label in labels if label not in same] for labels in (mine, yours)]
        found += [((*place, label), (*place, label)) for label in same]
        found += [((*place, one), (*place, other)) for one, other in zip(*rest, strict=False)]
    return found


class _Edges:
    """Which spans of the first annotators overlap which of the second, of all pairs together."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._targets = 0

    def add(self, ours: Sequence[_Key], theirs: Sequence[_Key], places: Sequence[int]) -> None:
        """Add one pair's spans, with the place in the counts of each of ours."""
        for (start, end, label), place in zip(ours, places, strict=True):
            for number, (their_start, their_end, their_label) in enumerate(theirs):
                if label == their_label and start < their_end and their_start < end:
                    self._from.append(len(self._places))
                    self._to.append(self._targets + number)
            self._places.append(place)
        self._targets += len(theirs)

    def matched(self) -> list[int]:
        """The places of the spans that a maximum matching gives a partner."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_bipartite_matching

        if not self._from:
            return []
        graph = csr_array(
            (np.ones(len(self._from), dtype=np.int8), (self._from, self._to)),
            shape=(len(self._places), self._targets),
        )
        partners = maximum_bipartite_matching(graph, perm_type="column")
        return [
            place
            for place, partner in zip(self._places, partners.tolist(), strict=True)
            if partner >= 0
        ]
