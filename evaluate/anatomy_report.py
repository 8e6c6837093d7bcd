"""The part of a report that says what went wrong, with examples."""

from collections.abc import Sequence

from goldspan.evaluate.anatomy_counts import ErrorCounts
from goldspan.evaluate.errors import CLASSES, confusion
from goldspan.evaluate.result_errors import ErrorClass, Errors
from goldspan.evaluate.semeval import semeval
from goldspan.evaluate.strings import frequent


def errors_of(counted: ErrorCounts, labels: Sequence[str]) -> Errors:
    """The classes of errors, confusion, partial measures, frequent strings and examples."""
    return Errors(
        classes={
            name: ErrorClass(gold=gold, predicted=predicted)
            for name, (gold, predicted) in zip(CLASSES, counted.classes.tolist(), strict=True)
        },
        confusion=confusion(counted.confused, labels),
        semeval=semeval(counted.pairs),
        missed=frequent(counted.missed, labels),
        spurious=frequent(counted.spurious, labels),
        examples={
            name: [placed.example for placed in some] for name, some in counted.examples.items()
        },
    )
