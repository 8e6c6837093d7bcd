"""Counts to figures with their intervals."""

from collections.abc import Sequence

import numpy as np

from goldspan.counts import (
    F1,
    MATCHED,
    PRECISION,
    PREDICTED,
    RECALL,
    SUPPORT,
    Cells,
    Counts,
    Floats,
    figures,
)
from goldspan.evaluate.pairing import STANDARD_ERRORS
from goldspan.evaluate.randomisation import fewest_documents
from goldspan.evaluate.result import Figures, Power, Recall
from goldspan.intervals import as_pair, intervals
from goldspan.linearised import linearised, standard_errors

TOO_FEW = 30
"""Under so many gold spans a figure says little."""

_CORRELATION = 0.5


def resampled_figures(cells: Cells, documents: int) -> list[Figures]:
    """The figures of each column, with intervals by the bootstrap where documents suffice."""
    return _all(cells.totals, intervals(cells, documents))


def linearised_figures(cells: Cells) -> list[Figures]:
    """The figures of each column, with linearised intervals."""
    return _all(cells.totals, linearised(cells))


def recalls(cells: Cells) -> list[Recall]:
    """The recall of each column, with linearised intervals."""
    return [
        Recall(
            recall=found.recall,
            support=found.support,
            matched=found.matched,
            recall_interval=found.recall_interval,
            is_too_few=found.is_too_few,
        )
        for found in linearised_figures(cells)
    ]


def macro(labels: Sequence[Figures]) -> dict[str, float]:
    """The plain mean over the labels that gold or predictions have; 0 if there is none."""
    present = [found for found in labels if found.support or found.predicted]
    return {
        name: sum(getattr(found, name) for found in present) / len(present) if present else 0.0
        for name in ("precision", "recall", "f1")
    }


def power(overall: Cells, support: int, documents: int) -> Power | None:
    """What difference these documents can show; None where F1 has no standard error.

    Args:
        overall: the counts of all labels together.
        support: gold spans.
        documents: how many there are, with or without spans.
    """
    error = float(standard_errors(overall)[0, F1])
    if not error:
        return None
    smallest = STANDARD_ERRORS * error * float(np.sqrt(2 * (1 - _CORRELATION)))
    return Power(
        f1_standard_error=error,
        correlation=_CORRELATION,
        smallest_difference=smallest if documents >= fewest_documents() else None,
        entities_for_1_point=round(support * (smallest / 0.01) ** 2),
        entities_for_2_points=round(support * (smallest / 0.02) ** 2),
    )


def _all(totals: Counts, bounds: Floats) -> list[Figures]:
    values = figures(totals)
    return [
        Figures(
            precision=float(value[PRECISION]),
            recall=float(value[RECALL]),
            f1=float(value[F1]),
            support=int(total[SUPPORT]),
            predicted=int(total[PREDICTED]),
            matched=int(total[MATCHED]),
            precision_interval=as_pair(bound[PRECISION]),
            recall_interval=as_pair(bound[RECALL]),
            f1_interval=as_pair(bound[F1]),
            is_too_few=int(total[SUPPORT]) < TOO_FEW,
        )
        for total, value, bound in zip(totals, values, bounds, strict=True)
    ]
