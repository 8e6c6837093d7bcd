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
    size = int(group.max()) + 1 if len(documents) else 0
    if size < 2:
        return [None] * counts.shape[1]
    by_document = np.zeros((size, counts.shape[1] * 3), dtype=np.int64)
    np.add.at(by_document, group, counts.reshape(len(documents), -1))
    random = np.random.default_rng(SEED)
    draws = []
    for _ in range(RESAMPLES // _BLOCK):
        weights = random.multinomial(size, np.full(size, 1 / size), size=_BLOCK)
        draws.append((weights @ by_document).reshape(_BLOCK, -1, 3))
    totals = np.concatenate(draws)
    with np.errstate(invalid="ignore"):
        f1 = 2 * totals[..., MATCHED] / (totals[..., PREDICTED] + totals[..., SUPPORT])
    return [_percentiles(f1[:, column]) for column in range(counts.shape[1])]


def _percentiles(values: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
