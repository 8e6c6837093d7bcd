"""Matched, predicted and gold spans counted by document and by whatever groups spans.

Every figure of a report, its interval and its slices come from these counts.
"""

from collections.abc import Sequence

import numpy as np

from goldspan.counts import Cells
from goldspan.evaluate.arrays import Column, Flags, Integers, Numbers
from goldspan.evaluate.matching import Matching

_DENSE = 1 << 22
_NOWHERE = -4


class Counter:
    """Counts the spans of two sides by document, again and again by other groups.

    A prediction that matches is in the document and in the group of its gold span. So only gold
    spans, found or not, and the predictions that match none have to be counted.
    """

    def __init__(self, matching: Matching, document: Column, documents: int) -> None:
        """Look up the document of each span.

        Args:
            matching: the spans.
            document: the document of each sentence.
            documents: how many documents there are.
        """
        wide = document.astype(np.int64)
        self._gold: Numbers = wide[matching.gold.sentence]
        self._unmatched: Numbers = wide[matching.predicted.sentence[matching.unmatched]]
        self._is_found = matching.is_found
        self._documents = documents

    def count(
        self,
        gold_group: Integers | None = None,
        unmatched_group: Integers | None = None,
        groups: int = 1,
    ) -> Cells:
        """Count spans by document and group.

        Args:
            gold_group: of each gold span, negative to leave it out; None: one group of all.
            unmatched_group: of each prediction that matches no gold span.
            groups: how many groups there are.
        """
        wanted = _codes(self._gold, gold_group, groups)
        # Even numbers for gold spans that were missed, odd ones for those that were found.
        wanted *= 2
        wanted += self._is_found
        unmatched = _codes(self._unmatched, unmatched_group, groups)
        return _cells(_inside(wanted), _inside(unmatched), self._documents * groups, groups)


def summed(parts: Sequence[Cells]) -> Cells:
    """The counts of a whole from those of its parts, with the same documents and columns."""
    columns = parts[0].columns
    keys = np.concatenate([part.document * np.int64(columns) + part.column for part in parts])
    occupied, cell = np.unique(keys, return_inverse=True)
    counts = np.zeros((len(occupied), 3), dtype=np.int64)
    np.add.at(counts, cell, np.concatenate([part.counts for part in parts]))
    return Cells(occupied // columns, occupied % columns, counts, columns)


def _codes(document: Numbers, group: Integers | None, groups: int) -> Numbers:
    codes = document * groups
    if group is None:
        return codes
    codes += group
    outside: Flags = group < 0
    if outside.any():
        codes[outside] = _NOWHERE
    return codes


def _cells(wanted: Numbers, unmatched: Numbers, size: int, groups: int) -> Cells:
    occupied: Numbers | None = None
    if size > max(_DENSE, 2 * len(wanted)):
        occupied = np.unique(np.concatenate([wanted >> 1, unmatched]))
        wanted = np.searchsorted(occupied, wanted >> 1) * 2 + (wanted & 1)
        unmatched = np.searchsorted(occupied, unmatched)
        size = len(occupied)
    missed, matched = np.bincount(wanted, minlength=2 * size).reshape(size, 2).T
    predicted = np.bincount(unmatched, minlength=size) + matched
    support = missed + matched
    if occupied is None:
        occupied = np.flatnonzero(predicted + support)
        matched, predicted, support = matched[occupied], predicted[occupied], support[occupied]
    counts = np.stack([matched, predicted, support], axis=1)
    if groups == 1:
        return Cells(occupied, np.zeros(len(occupied), dtype=np.int64), counts, groups)
    return Cells(*np.divmod(occupied, groups), counts, groups)


def _inside(codes: Numbers) -> Numbers:
    return codes[codes >= 0] if len(codes) and codes.min() < 0 else codes
