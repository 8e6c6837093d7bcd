"""Approximate randomisation: could two systems' difference in F1 be chance?

If the systems were alike, each document's two outputs could as well be exchanged. The difference is
compared with those after exchanging at random (Noreen, 1989; Yeh, 2000), whole documents at a time,
because errors in one document go together.
"""

import math

import numpy as np

from goldspan.counts import MATCHED, PREDICTED, SUPPORT, Floats
from goldspan.resampling import RESAMPLES, SEED

ALPHA = 0.05
"""A difference is significant with a p-value, adjusted for all pairs, under this."""

_BLOCK = 1 << 22
_ROUNDING = 1e-12


def p_values(first: Floats, second: Floats, trials: int = RESAMPLES) -> Floats:
    """The two-sided p-value of each column's difference in F1: (k + 1) / (trials + 1).

    Args:
        first: counts of one system, of shape (documents, columns, 3).
        second: of the other, on the same documents.
        trials: random exchanges.
    """
    columns = first.shape[1]
    total = (first + second).sum(axis=0) / 2
    observed = np.abs(_difference(total, (first - second).sum(axis=0) / 2))
    every = ((first - second) / 2)[..., [MATCHED, PREDICTED]].reshape(len(first), -1)
    half = every[np.flatnonzero(every.any(axis=1))]
    reached = np.zeros(columns)
    random = np.random.Generator(np.random.SFC64(SEED))
    block = max(1, _BLOCK // max(len(half), 1))
    matrix = half.astype(np.float32)
    for begin in range(0, trials, block):
        size = min(block, trials - begin)
        bits = np.frombuffer(random.bytes(-(-size * len(half) // 8)), dtype=np.uint8)
        signs = np.unpackbits(bits)[: size * len(half)].reshape(size, len(half))
        moved = (2 * (signs.astype(np.float32) @ matrix) - matrix.sum(axis=0)).astype(np.float64)
        deltas = np.zeros((size, columns, 3))
        deltas[..., [MATCHED, PREDICTED]] = moved.reshape(size, columns, 2)
        reached += (np.abs(_difference(total, deltas)) >= observed - _ROUNDING).sum(axis=0)
    found: Floats = (reached + 1) / (trials + 1)
    return found


def fewest_documents(pairs: int = 1) -> int:
    """With fewer documents than this no difference, however large, is significant.

    Of 2 ** n exchanges of n documents at least two, the one observed and its opposite, reach what
    was observed, and Holm's adjustment multiplies the smallest p-value by the number of pairs: it
    takes the first n with ``pairs * 2 / 2 ** n < ALPHA``; 6 for one pair, 7 for three.

    Args:
        pairs: how many pairs of systems are tested.
    """
    return math.floor(math.log2(2 * pairs / ALPHA)) + 1


def holm(values: Floats) -> Floats:
    """P-values adjusted for their number (Holm, 1979)."""
    order = np.argsort(values, kind="stable")
    steps = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _difference(total: Floats, delta: Floats) -> Floats:
    """F1 of ``total + delta`` less F1 of ``total - delta``."""
    sides = []
    for side in (total + delta, total - delta):
        below = side[..., PREDICTED] + side[..., SUPPORT]
        above = 2 * side[..., MATCHED]
        sides.append(np.divide(above, below, out=np.zeros_like(above), where=below > 0))
    found: Floats = sides[0] - sides[1]
    return found
