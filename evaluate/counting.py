"""Matched, predicted and gold spans counted by document and by whatever groups spans.

Every figure of a report, its interval and its slices come from these counts.
"""

from collections.abc import Sequence

import numpy as np

from goldspan.counts import Cells
from goldspan.evaluate.arrays import Column, Flags, Integers, Numbers
from goldspan.evaluate.matching import Matching

_DENSE = 1 << 22


def count(
    matching: Matching,
    document: Column,
    documents: int,
    gold_group: Integers | None = None,
    predicted_group: Integers | None = None,
    groups: int = 1,
) -> Cells:
    """Count spans by document and group.

    Args:
        matching: the spans.
        document: the document of each sentence.
        documents: how many documents there are.
        gold_group: the group of each gold span, negative to leave it out; None: one group of all.
        predicted_group: the group of each prediction. A match counts in the group of its gold span,
            and only where its prediction is in the same.
        groups: how many groups there are.
    """
    gold, predicted = matching.gold, matching.predicted
    wanted = _codes(document[gold.sentence], gold_group, groups)
    found = _codes(document[predicted.sentence], predicted_group, groups)
    hits = matching.is_matched
    matched = found[hits]
    if gold_group is not None or predicted_group is not None:
        matched = matched[matched == wanted[matching.gold_of[hits]]]
    return _cells(matched, found, wanted, documents * groups, groups)


def summed(parts: Sequence[Cells]) -> Cells:
    """The counts of a whole from those of its parts, with the same documents and columns."""
    columns = parts[0].columns
    keys = np.concatenate([part.document * np.int64(columns) + part.column for part in parts])
    occupied, cell = np.unique(keys, return_inverse=True)
    counts = np.zeros((len(occupied), 3), dtype=np.int64)
    np.add.at(counts, cell, np.concatenate([part.counts for part in parts]))
    return Cells(occupied // columns, occupied % columns, counts, columns)


def _codes(document: Column, group: Integers | None, groups: int) -> Numbers:
    if group is None:
        return document.astype(np.int64)
    codes = document * np.int64(groups) + group
    outside: Flags = group < 0
    if outside.any():
        codes[outside] = -1
    return codes


def _cells(matched: Numbers, found: Numbers, wanted: Numbers, size: int, groups: int) -> Cells:
    sides = [_inside(codes) for codes in (matched, found, wanted)]
    if size <= max(_DENSE, 2 * len(wanted)):
        dense = [np.bincount(codes, minlength=size) for codes in sides]
        occupied = np.flatnonzero((dense[1] + dense[2]) > 0)
        counts = np.stack([side[occupied] for side in dense], axis=1)
    else:
        occupied = np.unique(np.concatenate(sides[1:]))
        counts = np.stack(
            [
                np.bincount(np.searchsorted(occupied, codes), minlength=len(occupied))
                for codes in sides
            ],
            axis=1,
        )
    if groups == 1:
        return Cells(occupied, np.zeros(len(occupied), dtype=np.int64), counts, groups)
    return Cells(occupied // groups, occupied % groups, counts, groups)


def _inside(codes: Numbers) -> Numbers:
    return codes[codes >= 0] if len(codes) and codes.min() < 0 else codes
