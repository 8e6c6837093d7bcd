"""What became of a corpus' spans, in numbers that add up, with examples."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from goldspan.evaluate.arrays import Numbers
from goldspan.evaluate.case import Case
from goldspan.evaluate.errors import (
    CLASSES,
    CORRECT,
    MERGED,
    MISSED,
    SPURIOUS,
    Anatomy,
    Counted,
    confused,
)
from goldspan.evaluate.examples import examples
from goldspan.evaluate.result_errors import Example
from goldspan.evaluate.semeval import PairCounts, pair_counts
from goldspan.evaluate.strings import StringCounts, string_counts, summed_strings

_EXAMPLES = 3


class PlacedExample(NamedTuple):
    """An example, and where its sentence stands in the corpus."""

    row: int
    example: Example


class ErrorCounts(NamedTuple):
    """What became of spans.

    Attributes:
        classes: gold spans and predictions in each class; of shape (classes, 2).
        confused: pairs of labels, see `goldspan.evaluate.errors.confused`.
        pairs: gold spans and predictions that belong together.
        missed: strings of gold spans without a partner; None without texts.
        spurious: strings of predictions without one.
        examples: the first of each class of errors.
    """

    classes: Numbers
    confused: Counted
    pairs: PairCounts
    missed: StringCounts | None
    spurious: StringCounts | None
    examples: Mapping[str, Sequence[PlacedExample]]


def error_counts(case: Case, rows: Sequence[int] | None = None) -> ErrorCounts:
    """Count what became of a case's spans.

    Args:
        case: what is scored.
        rows: where each of its sentences stands in the whole corpus; None: it is the whole.
    """
    found = case.anatomy
    missed = spurious = None
    if case.scan is not None:
        gold, others = case.scan.sides
        missed = string_counts(gold, np.flatnonzero(found.of_gold == MISSED))
        spurious = string_counts(
            others, np.flatnonzero(found.of_predicted[case.others] == SPURIOUS)
        )
    return ErrorCounts(
        classes=found.counts(),
        confused=confused(case.matching, found.pairs, len(case.corpus.labels)),
        pairs=pair_counts(case.matching, found.pairs),
        missed=missed,
        spurious=spurious,
        examples=_examples(case, found, rows),
    )


def summed_errors(parts: Sequence[ErrorCounts]) -> ErrorCounts:
    """The counts of a whole from those of its parts."""
    codes, place = np.unique(
        np.concatenate([part.confused.codes for part in parts]), return_inverse=True
    )
    counts = np.bincount(place, np.concatenate([part.confused.counts for part in parts]))
    examples = {
        name: sorted(
            (example for part in parts for example in part.examples.get(name, ())),
            key=lambda example: example.row,
        )[:_EXAMPLES]
        for name in CLASSES
    }
    return ErrorCounts(
        classes=np.sum([part.classes for part in parts], axis=0),
        confused=Counted(codes, counts.astype(np.int64)),
        pairs=PairCounts(*np.sum([part.pairs for part in parts], axis=0).tolist()),
        missed=summed_strings([part.missed for part in parts]),
        spurious=summed_strings([part.spurious for part in parts]),
        examples={name: some for name, some in examples.items() if some},
    )


def _examples(
    case: Case, found: Anatomy, places: Sequence[int] | None
) -> dict[str, list[PlacedExample]]:
    """The first spans of each class of errors."""
    gold, predicted = case.corpus.spans, case.predicted.spans
    chosen: dict[str, tuple[list[int], list[int], bool]] = {}
    for number, name in enumerate(CLASSES):
        turned = number in (SPURIOUS, MERGED)
        of_class = (found.of_predicted if turned else found.of_gold) == number
        if number == SPURIOUS:
            of_class &= predicted.located
        some = np.flatnonzero(of_class)[:_EXAMPLES].tolist()
        if number != CORRECT and some:
            sentences = (predicted if turned else gold).sentence[some].tolist()
            chosen[name] = (some, sentences, turned)
    # All at once: texts may have to be read again.
    texts = case.corpus.texts_of({one for _, sentences, _ in chosen.values() for one in sentences})
    return {
        name: [
            PlacedExample(sentence if places is None else places[sentence], example)
            for sentence, example in zip(
                sentences, examples(case, some, turned=turned, texts=texts), strict=True
            )
        ]
        for name, (some, sentences, turned) in chosen.items()
    }
