"""How sure an F1 is: a bootstrap interval that resamples whole documents.

Sentences of one document resemble each other, so resampling them one by one gives intervals that
are too narrow; a document is drawn with all its sentences (Cameron, Gelbach and Miller, 2008).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

MATCHED, PREDICTED, SUPPORT = 0, 1, 2
"""The last axis of counts: spans both sides have, spans of the one side, spans of the other."""

RESAMPLES = 10_000
LEVEL = 0.95
SEED = 20_240_229
_BLOCK = 500


def f1_intervals(counts: Counts, documents: Sequence[str]) -> list[tuple[float, float] | None]:
    """The percentile interval of F1 for each column of counts.

    Args:
        counts: of shape (sentences, columns, 3): matched, predicted and gold spans.
        documents: each sentence's document.

    Returns:
        (low, high) for each column, or None with fewer than two documents or without spans.
    """
    _, group = np.unique(np.asarray(documents), return_inverse=True)
    columns = counts.shape[1] * 3
    by_document = np.zeros((int(group.max()) + 1 if len(group) else 0, columns))
    np.add.at(by_document, group, counts.reshape(len(documents), columns))
    totals = resampled(by_document)
    totals = totals.reshape(len(totals), counts.shape[1], 3)
    with np.errstate(invalid="ignore"):
        f1 = 2 * totals[..., MATCHED] / (totals[..., PREDICTED] + totals[..., SUPPORT])
    return [percentiles(f1[:, column]) for column in range(counts.shape[1])]


def resampled(by_document: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What the totals are when as many documents are drawn anew, with replacement.

    Args:
        by_document: sums of shape (documents, columns).

    Returns:
        Totals of shape (RESAMPLES, columns); (0, columns) with fewer than two documents, which say
        nothing of others. Sums of whole numbers are exact.
    """
    size, columns = by_document.shape
    if size < 2:
        return np.empty((0, columns))
    random = np.random.default_rng(SEED)
    chance = np.full(size, 1 / size)
    return np.concatenate(
        [
            random.multinomial(size, chance, size=_BLOCK).astype(np.float64) @ by_document
            for _ in range(RESAMPLES // _BLOCK)
        ]
    )


def percentiles(values: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """The interval that holds the middle 95% of resampled values; None if none is defined."""
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
