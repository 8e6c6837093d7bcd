"""The spans of sentences as tags that seqeval can compare.

seqeval compares tags of tokens. Here the text is cut at every boundary of a gold or predicted span,
so that each span is a run of whole pieces. Spans that overlap lie in layers: the gold spans of a
label are laid without overlap, each matched prediction in the layer of its gold span, every other
prediction in the first layer where it fits. A claim that isn't in the text is a piece of its own
that gold knows nothing of. In well-formed IOB2 a strict decoder then finds exactly the spans that
were encoded, so seqeval counts set intersections of spans: matched, predicted and support are those
of the spans themselves, for each label.
"""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from goldspan.evaluate.arrays import NOWHERE, Numbers, Spans
from goldspan.evaluate.case import Case
from goldspan.evaluate.judge import OUTSIDE, Tags, safe_names
from goldspan.spans import Span

UNIT = "text cut at every gold and predicted boundary, overlapping spans in layers"


class _Layer(msgspec.Struct):
    gold: list[Span] = []
    predicted: list[Span] = []


def sequences_of(case: Case, sentences: Numbers) -> tuple[Tags, Tags]:
    """The tags seqeval compares: a pair of sequences for each sentence, label and layer."""
    from goldspan.iob2 import encode

    y_true: Tags = []
    y_pred: Tags = []
    names = safe_names(case.corpus.labels)
    bounds = [
        np.searchsorted(side.sentence, [sentences, sentences + 1]).tolist()
        for side in (case.corpus.spans, case.predicted.spans)
    ]
    for place in range(len(sentences)):
        gold, predicted = (
            _objects(side, begins[place], ends[place], names)
            for side, (begins, ends) in zip(
                (case.corpus.spans, case.predicted.spans), bounds, strict=True
            )
        )
        for layer in _layers(gold, [span for span in predicted if span.start != NOWHERE]):
            pieces = _pieces([*layer.gold, *layer.predicted])
            y_true.append(encode(layer.gold, pieces)[0])
            y_pred.append(encode(layer.predicted, pieces)[0])
        for span in predicted:
            if span.start == NOWHERE:
                y_true.append([OUTSIDE])
                y_pred.append([f"B-{span.label}"])
    return y_true, y_pred


def _objects(spans: Spans, begin: int, end: int, names: Sequence[str]) -> list[Span]:
    return [
        Span(start=start, end=stop, label=names[label])
        for start, stop, label in zip(
            spans.start[begin:end].tolist(),
            spans.end[begin:end].tolist(),
            spans.label[begin:end].tolist(),
            strict=True,
        )
    ]


def _layers(gold: Iterable[Span], predicted: Iterable[Span]) -> list[_Layer]:
    """The spans laid so that none overlaps another of its side, matching ones side by side."""
    layers: dict[str, list[_Layer]] = {}
    home: dict[tuple[int, int, str], _Layer] = {}
    for span in {span.key: span for span in gold}.values():
        layer = _first_fit(layers.setdefault(span.label, []), span, "gold")
        layer.gold.append(span)
        home[span.key] = layer
    others: list[Span] = []
    for span in predicted:
        # The first copy of a matching prediction takes its place; further ones are spurious.
        if layer_of_match := home.pop(span.key, None):
            layer_of_match.predicted.append(span)
        else:
            others.append(span)
    for span in others:
        _first_fit(layers.setdefault(span.label, []), span, "predicted").predicted.append(span)
    return [layer for of_label in layers.values() for layer in of_label]


def _first_fit(layers: list[_Layer], span: Span, side: str) -> _Layer:
    """The first layer where the span overlaps none of its side; a new one if there is none.

    A spurious copy of a matched span finds its original in the way, so it lands in another layer,
    where gold has no such span: gold spans with equal keys don't exist.
    """
    for layer in layers:
        there: list[Span] = getattr(layer, side)
        if all(span.end <= other.start or other.end <= span.start for other in there):
            return layer
    layers.append(_Layer())
    return layers[-1]


def _pieces(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The text between neighbouring boundaries, as tokens."""
    cuts = sorted({cut for span in spans for cut in (span.start, span.end)})
    return list(zip(cuts, cuts[1:], strict=False))
