"""The bootstrap over documents: totals when as many documents are drawn anew; see `intervals`."""

from typing import Any

import numpy as np
import numpy.typing as npt

from goldspan.counts import Floats

RESAMPLES = 10_000
LEVEL = 0.95
SEED = 20_240_229

_DRAWN_ONE_BY_ONE = 200
_BLOCK = 512
"""Weights of so many documents in so many resamples at once: they stay in the processor's cache."""

_EXACT_FLOAT32 = 1 << 23


def resampled(by_document: npt.NDArray[Any], resamples: int = RESAMPLES) -> Floats:
    """What the totals are when as many documents are drawn anew, with replacement.

    Up to 200 documents are drawn one by one. Of more, each gets a weight of its own, 0, 1, 2 or 3
    with mean 1 and variance 1, instead of the number of times it was drawn: the bootstrap with
    independent weights (Mason and Newton, 1992; Owen and Eckles, 2012), the same in the limit and
    many times faster.

    Args:
        by_document: sums of shape (documents, columns).
        resamples: how many times.

    Returns:
        Totals of shape (resamples, columns); (0, columns) with fewer than two documents, which say
        nothing of others. Sums of whole numbers are exact.
    """
    documents, columns = by_document.shape
    if documents < 2:
        return np.empty((0, columns))
    random = np.random.Generator(np.random.SFC64(SEED))
    if documents <= _DRAWN_ONE_BY_ONE:
        sums = _short(by_document)
        drawn = _drawn(random, resamples, documents).astype(sums.dtype)
        return np.asarray(drawn @ sums, dtype=np.float64)
    totals = np.zeros((resamples, columns))
    for begin in range(0, documents, _BLOCK):
        sums = _short(by_document[begin : begin + _BLOCK])
        for first in range(0, resamples, _BLOCK):
            part = totals[first : first + _BLOCK]
            part += _weighted(random, len(part), len(sums)).astype(sums.dtype) @ sums
    return totals


def percentiles(values: Floats) -> tuple[float, float] | None:
    """The interval that holds the middle 95% of resampled values; None if none is defined."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _short(sums: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sums as floating-point numbers, of half the length where that stays exact."""
    largest = 3 * float(np.abs(sums).sum(axis=0).max(initial=0))
    whole = largest < _EXACT_FLOAT32 and bool((sums == np.rint(sums)).all())
    return sums.astype(np.float32 if whole else np.float64)


def _drawn(
    random: np.random.Generator, resamples: int, documents: int
) -> npt.NDArray[np.integer[Any]]:
    """How often each document was drawn, in `documents` draws with replacement."""
    draws = random.integers(0, documents, size=(resamples, documents))
    draws += (np.arange(resamples) * documents)[:, None]
    counts = np.bincount(draws.ravel(), minlength=resamples * documents)
    return counts.reshape(resamples, documents)


def _weighted(random: np.random.Generator, resamples: int, documents: int) -> npt.NDArray[np.uint8]:
    """Independent weights of mean and variance 1, from three random bits each.

    One bit counts 1, and where both others are set, 2 more: 0 and 1 each come up 6 times of 16, 2
    and 3 each twice.
    """
    size = resamples * documents
    words = random.integers(0, 1 << 64, size=(3, -(-size // 64)), dtype=np.uint64)
    one, two, three = words.view(np.uint8)
    weights = np.unpackbits(two & three, count=size)
    weights += weights
    weights += np.unpackbits(one, count=size)
    return weights.reshape(resamples, documents)
