"""Gates: questions a score answers with yes or no, for continuous integration."""

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from goldspan.errors import InputError
from goldspan.evaluate.pairing import difference
from goldspan.evaluate.report.read import read_score
from goldspan.evaluate.result import Gate, Score


class Gates(NamedTuple):
    """What a score is asked.

    Attributes:
        least: F1 is to be at least this; None asks nothing.
        point: the estimate is, not the lower bound of its interval.
        baseline: an earlier report, than which F1 is not to be worse; None asks nothing.
        margin: by how much it may be.
    """

    least: float | None = None
    point: bool = False
    baseline: Path | None = None
    margin: float = 0.01


def gated(score: Score, gates: Gates) -> Score:
    """The score with what its gates say.

    Raises:
        InputError: the baseline can't be read or doesn't fit, or there is no interval.
    """
    asked: list[Gate] = []
    if gates.least is not None:
        asked.append(fail_under(score, gates.least, point=gates.point))
    if gates.baseline is not None:
        asked.append(not_worse_than(score, read_score(gates.baseline), gates.margin))
    return msgspec.structs.replace(score, gates=asked)


def fail_under(score: Score, least: float, *, point: bool = False) -> Gate:
    """Whether F1 is at least this: the lower bound of its interval, or the estimate itself.

    Raises:
        InputError: there is no interval, and the estimate wasn't asked for.
    """
    value, interval = score.overall.f1, score.overall.f1_interval
    if not point:
        if interval is None:
            raise InputError(
                "F1 has no interval here (fewer than two documents with spans), so its lower bound"
                " can't be compared; use --point to compare the estimate."
            )
        value = interval[0]
    what = "F1" if point else "the lower bound of F1's 95% interval"
    is_enough = value >= least
    return Gate(
        name="fail-under",
        passed=is_enough,
        says=f"{what} is {value:.4f}, {'not ' if is_enough else ''}under {least:g}.",
    )


def not_worse_than(score: Score, baseline: Score, margin: float) -> Gate:
    """Whether F1 is surely not more than a margin below that of an earlier report.

    The lower bound of the 95% interval of the paired difference must be above -margin
    (non-inferiority; Piaggio et al., 2012).

    Raises:
        InputError: the two are of different gold, or there are fewer than two documents.
    """
    if (score.gold.sha256, score.gold.split) != (baseline.gold.sha256, baseline.gold.split):
        raise InputError(
            "the baseline's report is of another gold set or split, so the two can't be compared;"
            " score the baseline's predictions on this one."
        )
    if set(score.documents) != set(baseline.documents):
        raise InputError(
            "the baseline's report doesn't say how each document fared; score its predictions"
            " again."
        )
    if len(score.documents) < 2:
        raise InputError("one document can't show how sure a difference is; use --fail-under.")
    counts = [
        np.array([one.documents[name] for name in score.documents], dtype=np.float64)[:, None]
        for one in (score, baseline)
    ]
    apart = difference(*counts)
    value, low = float(apart.value[0]), float(apart.interval[0, 0])
    passed = low > -margin
    return Gate(
        name="not-worse-than",
        passed=passed,
        says=f"F1 is {_apart(value)} the baseline's, and surely {_at_worst(low)};"
        f" the margin allows {margin:g}.",
    )


def _apart(value: float) -> str:
    return f"{abs(value):.4f} {'above' if value > 0 else 'below'}" if value else "the same as"


def _at_worst(low: float) -> str:
    if low > 0:
        return f"at least {low:.4f} above it"
    return f"no more than {-low:.4f} below it" if low else "not below it"
