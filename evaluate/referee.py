"""seqeval as the referee: strict IOB2 on the same spans, equal to exact span matching.

seqeval compares tags of tokens. Here the text is cut at every boundary of a gold or predicted span,
so that each span is a run of whole pieces. Spans that overlap lie in layers: the gold spans of a
label are laid without overlap, each matched prediction in the layer of its gold span, every other
prediction in the first layer where it fits. A claim that isn't in the text is a piece of its own
that gold knows nothing of. In well-formed IOB2 a strict decoder then finds exactly the spans that
were encoded, so seqeval counts set intersections of spans: matched, predicted and support are those
of the spans themselves, for each label.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from goldspan.dataset import GoldSentence
from goldspan.iob2 import OUTSIDE, encode
from goldspan.predictions import Prediction
from goldspan.spans import Span

Sequences = tuple[list[list[str]], list[list[str]]]


class Verdict(msgspec.Struct, frozen=True):
    """seqeval's figures: precision, recall, F1 and support, overall and by label."""

    overall: dict[str, float]
    labels: dict[str, dict[str, float]]
    sequences: int


class _Layer(msgspec.Struct):
    gold: list[Span] = []
    predicted: list[Span] = []


def judge(gold: Sequence[GoldSentence], predictions: Sequence[Prediction]) -> Verdict:
    """The strict IOB2 report of seqeval on the spans of all sentences."""
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    y_true, y_pred = sequences(gold, predictions)
    if not any(tag != OUTSIDE for side in (y_true, y_pred) for tags in side for tag in tags):
        # seqeval has nothing to report on and fails.
        return Verdict(_figures({}), {}, len(y_true))
    report: dict[str, dict[str, Any]] = classification_report(
        y_true, y_pred, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    averages = ("micro avg", "macro avg", "weighted avg")
    return Verdict(
        overall=_figures(report["micro avg"]),
        labels={
            label: _figures(figures) for label, figures in report.items() if label not in averages
        },
        sequences=len(y_true),
    )


def seqeval_version() -> str:
    """The version of seqeval that judges."""
    return version("seqeval")


def sequences(gold: Sequence[GoldSentence], predictions: Sequence[Prediction]) -> Sequences:
    """The tags seqeval compares: a pair of sequences for each sentence, label and layer."""
    y_true: list[list[str]] = []
    y_pred: list[list[str]] = []
    for sentence, prediction in zip(gold, predictions, strict=True):
        for layer in _layers(sentence.spans, prediction.spans):
            pieces = _pieces([*layer.gold, *layer.predicted])
            y_true.append(encode(layer.gold, pieces)[0])
            y_pred.append(encode(layer.predicted, pieces)[0])
        for claim in prediction.unlocated:
            y_true.append([OUTSIDE])
            y_pred.append([f"B-{claim.label}"])
    return y_true, y_pred


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


def _figures(report: dict[str, Any]) -> dict[str, float]:
    return {
        "precision": float(report.get("precision", 0)),
        "recall": float(report.get("recall", 0)),
        "f1": float(report.get("f1-score", 0)),
        "support": float(report.get("support", 0)),
    }
