"""The part of a report that says what went wrong, with examples."""

from collections.abc import Sequence

import numpy as np

from goldspan.evaluate.arrays import Spans
from goldspan.evaluate.case import Case
from goldspan.evaluate.errors import (
    CLASSES,
    CORRECT,
    MERGED,
    MISSED,
    SPURIOUS,
    Anatomy,
    confusion,
)
from goldspan.evaluate.result import ErrorClass, Errors, Example, FrequentString
from goldspan.evaluate.semeval import semeval
from goldspan.evaluate.strings import frequent
from goldspan.spans import Span

_EXAMPLES = 3


def errors_of(case: Case) -> Errors:
    """The classes of errors, confusion, partial measures, frequent strings and examples."""
    found = case.anatomy
    labels = case.corpus.labels
    return Errors(
        classes={
            name: ErrorClass(gold=gold, predicted=predicted)
            for name, (gold, predicted) in found.counts().items()
        },
        confusion=confusion(case.matching, found.pairs, labels),
        semeval=semeval(case.matching, found.pairs),
        missed=_missed(case, found),
        spurious=_spurious(case, found),
        examples=_examples(case, found),
    )


def _missed(case: Case, found: Anatomy) -> list[FrequentString]:
    if case.scan is None:
        return []
    rows = np.flatnonzero(found.of_gold == MISSED)
    return frequent(case.scan.sides[0], rows, case.corpus.labels)


def _spurious(case: Case, found: Anatomy) -> list[FrequentString]:
    if case.scan is None:
        return []
    rows = np.flatnonzero(found.of_predicted[case.others] == SPURIOUS)
    return frequent(case.scan.sides[1], rows, case.corpus.labels)


def _examples(case: Case, found: Anatomy) -> dict[str, list[Example]]:
    """The first spans of each class of errors."""
    predicted = case.predicted.spans
    rows: dict[str, tuple[list[int], bool]] = {}
    for number, name in enumerate(CLASSES):
        turned = number in (SPURIOUS, MERGED)
        of_class = (found.of_predicted if turned else found.of_gold) == number
        if number == SPURIOUS:
            of_class &= predicted.located
        some = np.flatnonzero(of_class)[:_EXAMPLES].tolist()
        if number != CORRECT and some:
            rows[name] = (some, turned)
    return {name: examples(case, some, turned=turned) for name, (some, turned) in rows.items()}


def examples(case: Case, rows: Sequence[int], *, turned: bool = False) -> list[Example]:
    """Spans of one side, each with those of the other side that overlap it.

    Args:
        case: what is scored.
        rows: gold spans.
        turned: they are predictions.
    """
    gold, predicted = case.corpus.spans, case.predicted.spans
    side, other = (predicted, gold) if turned else (gold, predicted)
    sentences = side.sentence[[*rows]].tolist()
    texts = case.corpus.texts_of(sentences)
    found = []
    for row, sentence in zip(rows, sentences, strict=True):
        text = texts.get(sentence)
        begin, end = np.searchsorted(other.sentence, [sentence, sentence + 1])
        near = [
            place
            for place in range(int(begin), int(end))
            if other.start[place] < side.end[row] and side.start[row] < other.end[place]
        ]
        mine = [_span(side, row, text, case.corpus.labels)]
        theirs = [_span(other, place, text, case.corpus.labels) for place in near]
        found.append(
            Example(
                sentence=case.corpus.ids[sentence].as_py(),
                text=text,
                gold=theirs if turned else mine,
                predicted=mine if turned else theirs,
            )
        )
    return found


def _span(spans: Spans, row: int, text: str | None, labels: list[str]) -> Span:
    start, end = int(spans.start[row]), int(spans.end[row])
    return Span(
        start=start,
        end=end,
        label=labels[spans.label[row]],
        text=None if text is None else text[start:end],
    )
