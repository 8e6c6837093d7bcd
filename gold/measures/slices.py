"""Figures on spans for many slices of the pairs at once, with their intervals.

All figures of all slices are columns of one table of counts, so their intervals come at once.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from goldspan.agreement.spans import TOO_FEW, Agreed, Interval, LabelAccuracy, Matched
from goldspan.gold.measures.matching import (
    FIRST,
    FIRST_BOUNDED,
    OVERLAPPING,
    SECOND,
    SECOND_BOUNDED,
    STRICT,
    MatchCounts,
)
from goldspan.gold.measures.shared import Pair
from goldspan.intervals import f1_intervals, method

Slice = tuple[npt.NDArray[np.bool_], list[int]]
"""Which pairs are in it, and which labels (as columns of the counts)."""

Name = TypeVar("Name")

_MEASURES = 4


def measure_slices(
    pairs: Sequence[Pair], counts: MatchCounts, slices: Mapping[Name, Slice]
) -> dict[Name, Agreed]:
    """Every figure of every slice.

    Args:
        pairs: the pairs of annotations.
        counts: their matches, of shape (pairs, labels, 6).
        slices: by any key.
    """
    names, document = np.unique([pair[0].doc for pair in pairs], return_inverse=True)
    _, sentence = np.unique([pair[0].sentence for pair in pairs], return_inverse=True)
    sums = np.zeros((len(names), len(slices), 6), dtype=np.int64)
    for place, (rows, columns) in enumerate(slices.values()):
        np.add.at(sums[:, place], document[rows], counts[rows][:, columns].sum(axis=1))
    intervals = f1_intervals(_triples(sums), names.tolist())
    result = {}
    for place, (name, (rows, _)) in enumerate(slices.items()):
        documents = len(np.unique(document[rows]))
        mine = intervals[place * _MEASURES : (place + 1) * _MEASURES]
        result[name] = _agreed(
            sums[:, place].sum(axis=0),
            mine if documents > 1 else [None] * _MEASURES,
            sentences=len(np.unique(sentence[rows])),
            documents=documents,
        )
    return result


def interval_method(pairs: Sequence[Pair], slices: Mapping[Name, Slice]) -> str:
    """How the intervals of `measure_slices` are found, for the report."""
    return method(len({pair[0].doc for pair in pairs}), len(slices) * _MEASURES)


def _triples(sums: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of shape (documents, slices * 4, 3): what F1 = 2m / (p + s) takes, for each measure.

    Boundaries may match with different numbers on the two sides of a label. Then counts are doubled
    to stay whole; but not where everything matches, as the interval rests on their number there.
    """
    first, second = sums[..., FIRST], sums[..., SECOND]
    bounded = sums[..., FIRST_BOUNDED], sums[..., SECOND_BOUNDED]
    fewer = np.minimum(first, second)
    is_even = (bounded[0] == bounded[1]).all(axis=0)
    is_full = ((bounded[0] == first) & (bounded[1] == second)).all(axis=0)
    boundaries = [
        np.where(is_even, plain, np.where(is_full, fewer, doubled))
        for plain, doubled in (
            (bounded[0], bounded[0] + bounded[1]),
            (first, 2 * first),
            (second, 2 * second),
        )
    ]
    measures = [
        (sums[..., STRICT], first, second),
        (sums[..., OVERLAPPING], first, second),
        boundaries,
        (sums[..., STRICT], *bounded),
    ]
    triples = np.stack([np.stack(measure, axis=-1) for measure in measures], axis=2)
    return triples.reshape(len(sums), sums.shape[1] * _MEASURES, 3)


def _agreed(
    totals: npt.NDArray[np.int64], intervals: Sequence[Interval], *, sentences: int, documents: int
) -> Agreed:
    first, second, strict, overlapping, first_bounded, second_bounded = (
        int(totals[place])
        for place in (FIRST, SECOND, STRICT, OVERLAPPING, FIRST_BOUNDED, SECOND_BOUNDED)
    )
    return Agreed(
        f1=_share(2 * strict, first + second),
        f1_interval=intervals[0],
        matched=strict,
        first=first,
        second=second,
        sentences=sentences,
        documents=documents,
        is_too_few=min(first, second) < TOO_FEW,
        overlapping=Matched(
            f1=_share(2 * overlapping, first + second),
            f1_interval=intervals[1],
            first_matched=overlapping,
            second_matched=overlapping,
        ),
        boundaries=Matched(
            f1=_share(first_bounded + second_bounded, first + second),
            f1_interval=intervals[2],
            first_matched=first_bounded,
            second_matched=second_bounded,
        ),
        label_accuracy=LabelAccuracy(
            accuracy=_share(2 * strict, first_bounded + second_bounded),
            accuracy_interval=intervals[3],
            same=strict,
            first=first_bounded,
            second=second_bounded,
            is_too_few=min(first_bounded, second_bounded) < TOO_FEW,
        ),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
