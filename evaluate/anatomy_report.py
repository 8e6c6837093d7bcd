"""The part of a report that says what went wrong, with examples."""

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
        examples={
            name: examples
            for number, name in enumerate(CLASSES)
            if number != CORRECT and (examples := _examples(case, found, number))
        },
    )


def _missed(case: Case, found: Anatomy) -> list[FrequentString]:
    if case.scan is None:
        return []
    rows = np.flatnonzero(found.of_gold == MISSED)
    return frequent(case.scan.sides[0].strings, case.corpus.spans, rows, case.corpus.labels)


def _spurious(case: Case, found: Anatomy) -> list[FrequentString]:
    if case.scan is None:
        return []
    rows = np.flatnonzero(found.of_predicted[case.others] == SPURIOUS)
    spans = case.predicted.spans.take(case.others)
    return frequent(case.scan.sides[1].strings, spans, rows, case.corpus.labels)


def _examples(case: Case, found: Anatomy, number: int) -> list[Example]:
    gold, predicted = case.corpus.spans, case.predicted.spans
    if number == SPURIOUS:
        rows = np.flatnonzero((found.of_predicted == number) & predicted.located)[:_EXAMPLES]
        return [example(case, predicted, gold, row, turned=True) for row in rows.tolist()]
    side, other = (predicted, gold) if number == MERGED else (gold, predicted)
    of_side = found.of_predicted if number == MERGED else found.of_gold
    rows = np.flatnonzero(of_side == number)[:_EXAMPLES]
    return [example(case, side, other, row, turned=number == MERGED) for row in rows.tolist()]


def example(case: Case, side: Spans, other: Spans, row: int, *, turned: bool) -> Example:
    """One span with those of the other side that overlap it.

    Args:
        case: what is scored.
        side: the span's side.
        other: the other side.
        row: the span.
        turned: the span is a prediction.
    """
    sentence = int(side.sentence[row])
    text = case.corpus.text(sentence)
    begin, end = np.searchsorted(other.sentence, [sentence, sentence + 1])
    near = [
        place
        for place in range(int(begin), int(end))
        if other.start[place] < side.end[row] and side.start[row] < other.end[place]
    ]
    mine = [_span(side, row, text, case.corpus.labels)]
    theirs = [_span(other, place, text, case.corpus.labels) for place in near]
    return Example(
        sentence=case.corpus.ids[sentence].as_py(),
        text=text,
        gold=theirs if turned else mine,
        predicted=mine if turned else theirs,
    )


def _span(spans: Spans, row: int, text: str | None, labels: list[str]) -> Span:
    start, end = int(spans.start[row]), int(spans.end[row])
    return Span(
        start=start,
        end=end,
        label=labels[spans.label[row]],
        text=None if text is None else text[start:end],
    )
