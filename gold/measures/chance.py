"""Random continua, for the disorder that gamma expects by chance.

They are drawn as pygamma-agreement's StatisticalContinuumSampler draws them, number by number, so
that the same seed gives the same continua: the number of units of an annotator, the gaps between
them and their lengths come from normal distributions with the mean and deviation of the real
continuum, their categories with its shares. The generator is NumPy's RandomState, whose stream
will never change, so neither will a gamma.
"""

from collections.abc import Sequence

import numpy as np

from goldspan.gold.measures.alignment import Units

_SHORTEST = 1e-6
"""Shorter units are drawn anew."""


class Chance:
    """Draws continua like a given one."""

    def __init__(self, annotators: Sequence[Units], seed: int) -> None:
        """Take the measure of a continuum.

        Args:
            annotators: their units, in the order of the annotators' names; at least one unit.
            seed: two with the same seed draw the same.
        """
        lengths = np.concatenate([units.end - units.start for units in annotators])
        gaps = [0.0]
        for units in annotators:
            gaps += (units.start[1:] - units.end[:-1]).tolist()
        gaps += [
            float(units.start[0]) for units in annotators if len(units.start) and units.start[0] > 0
        ]
        sizes = [len(units.start) for units in annotators]
        self._size = float(np.mean(sizes)), float(np.std(sizes))
        self._gap = float(np.mean(gaps)), float(np.std(gaps))
        self._length = float(np.mean(lengths)), float(np.std(lengths))
        self._categories, counts = np.unique(
            np.concatenate([units.category for units in annotators]), return_counts=True
        )
        self._shares = counts / counts.sum()
        self._annotators = len(annotators)
        self._random = np.random.RandomState(seed)

    def draw(self) -> list[Units]:
        """One continuum: each annotator's units; at least one unit in all."""
        drawn: list[Units] = []
        is_empty = True
        for _ in range(self._annotators):
            size = abs(int(self._random.normal(*self._size)))
            if is_empty:
                size = max(1, size)
            is_empty = is_empty and size == 0
            drawn.append(self._units(size))
        return drawn

    def _units(self, size: int) -> Units:
        units = []
        last = 0.0
        for _ in range(size):
            start = last + self._random.normal(*self._gap)
            last = start + abs(self._random.normal(*self._length))
            while last - start < _SHORTEST:
                last = start + abs(self._random.normal(*self._length))
            category = self._random.choice(len(self._categories), p=self._shares)
            units.append((start, last, self._categories[category]))
        columns = np.array(units, dtype=np.float64).reshape(-1, 3).T
        return Units(columns[0], columns[1], columns[2].astype(np.int64))
