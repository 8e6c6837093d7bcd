"""seqeval as the referee: strict IOB2 on the same spans, equal to exact span matching.

seqeval compares tags of tokens. Here the text is cut at every boundary of a gold or predicted span,
so that each span is a run of whole pieces. Spans that overlap lie in layers: the gold spans of a
label are laid without overlap, each matched prediction in the layer of its gold span, every other
prediction in the first layer where it fits. A claim that isn't in the text is a piece of its own
that gold knows nothing of. In well-formed IOB2 a strict decoder then finds exactly the spans that
were encoded, so seqeval counts set intersections of spans: matched, predicted and support are those
of the spans themselves, for each label.

Beyond 20,000 sentences seqeval sees a random sample of documents, unless it is to see all.
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np

from goldspan.errors import RefereeError
from goldspan.evaluate.arrays import NOWHERE, Numbers, Spans
from goldspan.evaluate.case import Case
from goldspan.evaluate.matching import Matching
from goldspan.evaluate.result import Referee
from goldspan.intervals import F1, PRECISION, RECALL, SEED, SUPPORT, Counts, figures
from goldspan.iob2 import OUTSIDE, encode
from goldspan.spans import Span

Extent = Literal["full", "sample", "off"]
Sequences = tuple[list[list[str]], list[list[str]]]

FULL_UP_TO = 20_000
"""Up to so many sentences seqeval sees all of them by default."""

UNIT = "text cut at every gold and predicted boundary, overlapping spans in layers"


class Verdict(msgspec.Struct, frozen=True):
    """seqeval's figures: precision, recall, F1 and support, overall and by label."""

    overall: dict[str, float]
    labels: dict[str, dict[str, float]]
    sequences: int


class _Layer(msgspec.Struct):
    gold: list[Span] = []
    predicted: list[Span] = []


class _Drawn(NamedTuple):
    """The sentences that seqeval sees."""

    sentences: Numbers
    documents: int
    extent: Extent


def referee(case: Case, extent: Extent | None = None) -> Referee:
    """Let seqeval count, and compare.

    Args:
        case: what is scored.
        extent: full, sample or off; None: full up to 20,000 sentences, else a sample.

    Raises:
        RefereeError: seqeval counts otherwise; the message shows the first such sentence.
    """
    drawn = _draw(case, extent)
    sequences = 0
    if drawn.extent != "off":
        verdict = judge(case, drawn.sentences)
        sequences = verdict.sequences
        _compare(case, drawn.sentences, verdict)
    return Referee(
        name="seqeval",
        version=seqeval_version(),
        mode="strict",
        scheme="IOB2",
        unit=UNIT,
        extent=drawn.extent,
        documents=drawn.documents,
        sentences=len(drawn.sentences),
        sequences=sequences,
        agrees=None if drawn.extent == "off" else True,
    )


def judge(case: Case, sentences: Numbers) -> Verdict:
    """The strict IOB2 report of seqeval on the spans of some sentences."""
    return report(*sequences_of(case, sentences), mode="strict", scheme="IOB2")


def report(y_true: list[list[str]], y_pred: list[list[str]], *, mode: str, scheme: str) -> Verdict:
    """Seqeval's report in one of its modes.

    Args:
        y_true: the tags of gold.
        y_pred: the tags predicted.
        mode: ``strict``, or ``default``, which is conlleval's.
        scheme: the name of a scheme of seqeval; for strict only.
    """
    from seqeval import scheme as schemes
    from seqeval.metrics import classification_report

    if not any(tag != OUTSIDE for side in (y_true, y_pred) for tags in side for tag in tags):
        # seqeval has nothing to report on and fails.
        return Verdict(_figures({}), {}, len(y_true))
    how = {"mode": "strict", "scheme": getattr(schemes, scheme)} if mode == "strict" else {}
    found: dict[str, dict[str, Any]] = classification_report(
        y_true, y_pred, output_dict=True, zero_division=0, **how
    )
    averages = ("micro avg", "macro avg", "weighted avg")
    return Verdict(
        overall=_figures(found.get("micro avg", {})),
        labels={
            label: _figures(values) for label, values in found.items() if label not in averages
        },
        sequences=len(y_true),
    )


def seqeval_version() -> str:
    """The version of seqeval that judges."""
    return version("seqeval")


def sequences_of(case: Case, sentences: Numbers) -> Sequences:
    """The tags seqeval compares: a pair of sequences for each sentence, label and layer."""
    y_true: list[list[str]] = []
    y_pred: list[list[str]] = []
    names = case.corpus.labels
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


def _draw(case: Case, extent: Extent | None) -> _Drawn:
    corpus = case.corpus
    everything = np.arange(len(corpus))
    if extent == "off":
        return _Drawn(everything[:0], 0, "off")
    if extent == "full" or len(corpus) <= FULL_UP_TO:
        return _Drawn(everything, corpus.documents, "full")
    sizes = np.bincount(corpus.document.codes, minlength=corpus.documents)
    order = np.random.default_rng(SEED).permutation(corpus.documents)
    chosen = order[: max(1, int((np.cumsum(sizes[order]) <= FULL_UP_TO).sum()))]
    wanted = np.zeros(corpus.documents, dtype=bool)
    wanted[chosen] = True
    return _Drawn(np.flatnonzero(wanted[corpus.document.codes]), len(chosen), "sample")


def _counts(case: Case, sentences: Numbers) -> Counts:
    """Goldspan's own counts in some sentences: all labels together, then each."""
    wanted = np.zeros(len(case.corpus), dtype=bool)
    wanted[sentences] = True
    matching: Matching = case.matching
    gold, predicted = matching.gold, matching.predicted
    sides = (
        predicted.label[wanted[predicted.sentence] & matching.is_matched],
        predicted.label[wanted[predicted.sentence]],
        gold.label[wanted[gold.sentence]],
    )
    labels = len(case.corpus.labels)
    by_label = np.stack([np.bincount(side, minlength=labels) for side in sides], axis=1)
    return np.concatenate([by_label.sum(axis=0, keepdims=True), by_label])


def _difference(case: Case, counts: Counts, verdict: Verdict) -> str | None:
    """The first figure that differs in any digit, in words."""
    nothing = _figures({})
    names = ["overall", *case.corpus.labels]
    judged = [verdict.overall, *(verdict.labels.get(name, nothing) for name in names[1:])]
    for name, total, value, theirs in zip(names, counts, figures(counts), judged, strict=True):
        ours = {
            "precision": float(value[PRECISION]),
            "recall": float(value[RECALL]),
            "f1": float(value[F1]),
            "support": float(total[SUPPORT]),
        }
        for key, figure in theirs.items():
            if ours[key] != figure:
                return (
                    f"{name}: {key} is {ours[key]!r} by goldspan's count and {figure!r} by"
                    " seqeval's"
                )
    return None


def _compare(case: Case, sentences: Numbers, verdict: Verdict) -> None:
    """Refuse to report a figure that differs from seqeval's in any digit."""
    difference = _difference(case, _counts(case, sentences), verdict)
    if difference is None:
        return
    message = f"{difference}; this is a fault of goldspan, please report it with both files."
    for sentence in sentences.tolist():
        if there := _difference_in(case, sentence):
            message += (
                f" First in sentence {case.corpus.ids[sentence].as_py()}:"
                f" {case.corpus.text(sentence)!r}: with one more match of each label, {there}."
            )
            break
    raise RefereeError(message)


def _difference_in(case: Case, sentence: int) -> str | None:
    """What differs in one sentence.

    A match of each label is added on both sides: without any match, precision is 0 however many
    spans are predicted.
    """
    one = np.array([sentence])
    y_true, y_pred = sequences_of(case, one)
    matches = [[f"B-{label}"] for label in case.corpus.labels]
    verdict = report([*y_true, *matches], [*y_pred, *matches], mode="strict", scheme="IOB2")
    counts = _counts(case, one) + 1
    counts[0] += len(matches) - 1
    return _difference(case, counts, verdict)


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


def _figures(report: dict[str, Any]) -> dict[str, float]:
    return {
        "precision": float(report.get("precision", 0)),
        "recall": float(report.get("recall", 0)),
        "f1": float(report.get("f1-score", 0)),
        "support": float(report.get("support", 0)),
    }
