"""Spans in their sentences, with those of the other side that have to do with them."""

from collections.abc import Mapping, Sequence

from goldspan.evaluate.arrays import Spans
from goldspan.evaluate.case import Case
from goldspan.evaluate.result_errors import Example
from goldspan.spans import Span


def examples(
    case: Case,
    rows: Sequence[int],
    *,
    turned: bool = False,
    texts: Mapping[int, str] | None = None,
) -> list[Example]:
    """Spans of one side, each with those of the other side that overlap it.

    Args:
        case: what is scored.
        rows: gold spans.
        turned: they are predictions.
        texts: those of their sentences, where they are at hand.
    """
    gold, predicted = case.corpus.spans, case.predicted.spans
    side, other = (predicted, gold) if turned else (gold, predicted)
    sentences = side.sentence[[*rows]].tolist()
    texts = case.corpus.texts_of(sentences) if texts is None else texts
    found = []
    for row, sentence in zip(rows, sentences, strict=True):
        text = texts.get(sentence)
        there = other.rows_of(sentence, sentence + 1)
        near = [
            place
            for place in range(there.start, there.stop)
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
