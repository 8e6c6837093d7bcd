"""A system that is compared, and the counts of its runs."""

from functools import cached_property

import numpy as np
from msgspec import Struct

from goldspan.counts import Cells, Floats
from goldspan.evaluate.arrays import Flags
from goldspan.evaluate.case import Case
from goldspan.evaluate.slices import parts
from goldspan.evaluate.tally import count_labels


class Contestant(Struct, frozen=True, eq=False, dict=True):
    """A system: one or more runs over the same corpus.

    Attributes:
        name: what to call it.
        files: of the runs.
        runs: what each run predicted.
    """

    name: str
    files: list[str]
    runs: list[Case]

    @cached_property
    def overall(self) -> Floats:
        """Counts of each run, of shape (runs, documents, 1, 3)."""
        return np.stack([_dense(run.counter.count(), run) for run in self.runs])

    @cached_property
    def counts(self) -> Floats:
        """Counts of shape (documents, 1 + labels, 3): all labels, then each; means over runs."""
        by_label = np.mean([_dense(count_labels(run), run) for run in self.runs], axis=0)
        return np.concatenate([self.overall.mean(axis=0), by_label], axis=1)

    @cached_property
    def found(self) -> Flags:
        """Which gold spans at least half of the runs found."""
        share = np.mean([run.matching.is_found for run in self.runs], axis=0)
        found: Flags = share >= 0.5
        return found

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The groups of each slice."""
        return {part.name: [*part.groups] for part in parts(self.runs[0])}

    @cached_property
    def slices(self) -> dict[str, Floats]:
        """Counts of each slice, of shape (documents, groups, 3); means over runs."""
        found: dict[str, Floats] = {}
        for run in self.runs:
            for part in parts(run):
                cells = run.counter.count(part.gold, part.unmatched, len(part.groups))
                counts = _dense(cells, run)
                found[part.name] = found[part.name] + counts if part.name in found else counts
        return {name: total / len(self.runs) for name, total in found.items()}


def _dense(cells: Cells, case: Case) -> Floats:
    dense = np.zeros((case.corpus.documents, cells.columns, 3))
    dense[cells.document, cells.column] = cells.counts
    return dense
