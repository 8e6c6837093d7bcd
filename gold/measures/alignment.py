"""The best alignment of several annotators' units, as gamma defines it.

After Mathet, Widlöcher and Métivier (2015), "The unified and holistic method gamma for
inter-annotator agreement measure and alignment", sections 4 and 5: a unitary alignment takes one
unit, or none, of each annotator; an alignment puts every unit into exactly one; the best one has
the least disorder. The dissimilarity of two units is the sum of how far they lie apart (their
positional sporadic one) and of whether their categories differ, each with the weight 1; an absent
unit costs 1 (alpha = beta = delta-empty = 1, as in pygamma-agreement).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_Integers = npt.NDArray[np.int64]

NONE = -1
"""Stands for no unit of this annotator."""


class Units(NamedTuple):
    """One annotator's units, in order of start, end and category."""

    start: _Floats
    end: _Floats
    category: _Integers


class Alignment(NamedTuple):
    """An alignment with its disorder.

    Attributes:
        disorder: the sum of the unitary alignments' disorders, over the mean number of units of an
            annotator.
        tuples: of shape (unitary alignments, annotators): the place of each annotator's unit, or
            NONE.
    """

    disorder: float
    tuples: _Integers


def best_alignment(annotators: Sequence[Units]) -> Alignment:
    """The alignment with the least disorder; of two or more annotators, at least one unit in all.

    Two annotators make an assignment problem; more a set partition, which HiGHS solves exactly.
    """
    distances = {
        (one, other): _dissimilarity(annotators[one], annotators[other])
        for one, other in combinations(range(len(annotators)), 2)
    }
    if len(annotators) == 2:
        tuples, disorders = _assign(distances[0, 1])
    else:
        tuples, disorders = _partition([len(units.start) for units in annotators], distances)
    units = sum(len(units.start) for units in annotators)
    return Alignment(float(disorders.sum()) / (units / len(annotators)), tuples)


def _dissimilarity(one: Units, other: Units) -> _Floats:
    """Of every unit of one and every unit of the other."""
    apart = np.abs(one.start[:, None] - other.start) + np.abs(one.end[:, None] - other.end)
    lengths = (one.end - one.start)[:, None] + (other.end - other.start)
    return np.asarray((apart / lengths) ** 2 + (one.category[:, None] != other.category))


def _assign(distance: _Floats) -> tuple[_Integers, _Floats]:
    """For two annotators: pairing two units saves the cost of both alone, which is 2."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.minimum(distance - 2, 0))
    is_paired = distance[rows, columns] < 2
    rows, columns = rows[is_paired], columns[is_paired]
    first = np.setdiff1d(np.arange(distance.shape[0]), rows)
    second = np.setdiff1d(np.arange(distance.shape[1]), columns)
    tuples = np.concatenate(
        [
            np.column_stack([rows, columns]),
            np.column_stack([first, np.full(len(first), NONE)]),
            np.column_stack([np.full(len(second), NONE), second]),
        ]
    )
    alone = np.ones(len(first) + len(second))
    return tuples, np.concatenate([distance[rows, columns], alone])


def _partition(
    sizes: Sequence[int], distances: dict[tuple[int, int], _Floats]
) -> tuple[_Integers, _Floats]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    tuples, disorders = _candidates(sizes, distances)
    offsets = np.cumsum([0, *sizes[:-1]])
    column, annotator = np.nonzero(tuples != NONE)
    unit = offsets[annotator] + tuples[column, annotator]
    once = csr_array((np.ones(len(unit)), (unit, column)), shape=(sum(sizes), len(tuples)))
    solved = milp(
        disorders,
        integrality=np.ones(len(tuples)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(once, 1, 1),
        options={"mip_rel_gap": 0},
    )
    chosen = solved.x > 0.5
    return tuples[chosen], disorders[chosen]


def _candidates(
    sizes: Sequence[int], distances: dict[tuple[int, int], _Floats]
) -> tuple[_Integers, _Floats]:
    """Every unitary alignment that can be in the best alignment, with its disorder.

    Its disorder is the mean dissimilarity of its pairs, absent units included. A unit is better
    left alone (which costs 1) where its dissimilarity to the k - 1 others in the tuple is more than
    k - 1 + n (n - 1) / 2; such tuples are never made. The paper's own rule, no more than n for a
    tuple of n annotators (5.1.1), follows from this one.
    """
    count = len(sizes)
    pairs = count * (count - 1) // 2
    with_absent = {
        key: np.pad(matrix, ((0, 1), (0, 1)), constant_values=1.0)
        for key, matrix in distances.items()
    }
    tuples = np.arange(-1, sizes[0])[:, None]
    costs = np.zeros((len(tuples), 1))
    totals = np.zeros(len(tuples))
    for place in range(1, count):
        choice = np.arange(-1, sizes[place])
        added = np.stack(
            [with_absent[one, place][tuples[:, one]][:, choice] for one in range(place)], axis=2
        )
        is_there = (tuples != NONE)[:, None, :] & (choice != NONE)[None, :, None]
        between = np.where(is_there, added, 0.0)
        grown = np.concatenate(
            [costs[:, None, :] + between, between.sum(axis=2, keepdims=True)], axis=2
        )
        most = (tuples != NONE).sum(axis=1)[:, None] + (choice != NONE) + count - place - 1
        row, column = np.nonzero((grown <= (most - 1 + pairs)[:, :, None]).all(axis=2))
        totals = totals[row] + added[row, column].sum(axis=1)
        costs = grown[row, column]
        tuples = np.column_stack([tuples[row], choice[column]])
    some = (tuples != NONE).any(axis=1)
    return tuples[some], totals[some] / pairs
