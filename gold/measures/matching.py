"""Spans of two annotators that match: strictly, overlapping, or by their boundaries alone.

* strict: same start, end and label.
* overlapping: same label and at least one code point in common, as "type" in SemEval-2013 task 9
  (Segura-Bedmar, Martínez and Herrero-Zazo, 2013). Every span has at most one partner, and as many
  pairs are made as can be (a maximum bipartite matching, by Hopcroft and Karp, 1973), so the count
  is the same whichever annotator comes first.
* boundaries: same start and end, any label; again one to one, equal labels first.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from goldspan.gold.measures.shared import Pair

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
        ours, theirs = ({span.key for span in said.spans} for said in (first, second))
        base = row * len(labels)
        both = ours & theirs
        mine, yours = sorted(ours - both), sorted(theirs - both)
        places = {key: (base + column[key[2]]) * 6 for key in ours | theirs}
        for key in both:
            place = places[key]
            cells += (
                place + FIRST,
                place + SECOND,
                place + STRICT,
                place + FIRST_BOUNDED,
                place + SECOND_BOUNDED,
            )
        cells += [places[key] + FIRST for key in mine]
        cells += [places[key] + SECOND for key in yours]
        if mine and yours:
            for one, other in _same_boundaries(mine, yours):
                cells += (places[one] + FIRST_BOUNDED, places[other] + SECOND_BOUNDED)
            edges.add(sorted(ours), sorted(theirs), places)
        else:  # The one has all the other has, so each of the other's spans has its equal.
            cells += [places[key] + OVERLAPPING for key in both]
    cells += [place + OVERLAPPING for place in edges.matched()]
    size = len(pairs) * len(labels) * 6
    counts = np.bincount(np.array(cells, dtype=np.int64), minlength=size)
    return counts.reshape(len(pairs), len(labels), 6)


def _same_boundaries(mine: Sequence[_Key], yours: Sequence[_Key]) -> Iterator[tuple[_Key, _Key]]:
    """Pairs with the same boundaries among spans that are all different, in order of labels."""
    labels: dict[tuple[int, int], list[str]] = {}
    for start, end, label in yours:
        labels.setdefault((start, end), []).append(label)
    for start, end, label in mine:
        if left := labels.get((start, end)):
            yield (start, end, label), (start, end, left.pop(0))


class _Edges:
    """Which spans of the first annotators overlap which of the second, of all pairs together."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._targets = 0

    def add(self, ours: Sequence[_Key], theirs: Sequence[_Key], places: Mapping[_Key, int]) -> None:
        """Add one pair's spans, with their places in the counts."""
        for start, end, label in ours:
            for number, (their_start, their_end, their_label) in enumerate(theirs):
                if label == their_label and start < their_end and their_start < end:
                    self._from.append(len(self._places))
                    self._to.append(self._targets + number)
            self._places.append(places[start, end, label])
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
