"""seqeval as the referee: it counts the same spans, and must say the same to the last digit.

It is shown the spans as tags, in layers (see `layers`), or the very tags that were given. Beyond
20,000 sentences it sees a random sample of documents, unless it is to see all.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from goldspan.counts import F1, PRECISION, RECALL, SUPPORT, Counts, figures
from goldspan.errors import RefereeError
from goldspan.evaluate.arrays import Numbers
from goldspan.evaluate.case import Case
from goldspan.evaluate.judge import (
    JudgeMode,
    Tags,
    Verdict,
    judge,
    nothing,
    safe_names,
    seqeval_version,
)
from goldspan.evaluate.layers import UNIT, sequences_of
from goldspan.evaluate.result import Referee
from goldspan.resampling import SEED

Extent = Literal["full", "sample", "off"]

FULL_UP_TO = 20_000
"""Up to so many sentences seqeval sees all of them by default."""


class Shown(NamedTuple):
    """What seqeval is shown, and how it is to read it.

    Attributes:
        tags: the tags of gold and of predictions for some sentences.
        mode: strict or default.
        scheme: a scheme of seqeval.
        unit: what a tag stands for, for the report.
    """

    tags: Callable[[Numbers], tuple[Tags, Tags]]
    mode: JudgeMode
    scheme: str
    unit: str


def layered(case: Case, mode: JudgeMode = "strict") -> Shown:
    """The spans in layers, as IOB2; well formed, so that both modes read them alike."""
    return Shown(lambda rows: sequences_of(case, rows), mode, "IOB2", UNIT)


class _Drawn(NamedTuple):
    """The sentences that seqeval sees."""

    sentences: Numbers
    documents: int
    extent: Extent


def referee(case: Case, extent: Extent | None = None, shown: Shown | None = None) -> Referee:
    """Let seqeval count, and compare.

    Args:
        case: what is scored.
        extent: full, sample or off; None: full up to 20,000 sentences, else a sample.
        shown: what seqeval is shown; None: the spans in layers, to be read as strict IOB2.

    Raises:
        RefereeError: seqeval counts otherwise; the message shows the first such sentence.
    """
    drawn = _draw(case, extent)
    shown = shown or layered(case)
    sequences = 0
    if drawn.extent != "off":
        y_true, y_pred = shown.tags(drawn.sentences)
        sequences = len(y_true)
        verdict = judge(y_true, y_pred, shown.mode, shown.scheme)
        _compare(case, drawn.sentences, verdict, shown)
    return Referee(
        name="seqeval",
        version=seqeval_version(),
        mode=shown.mode,
        scheme=shown.scheme,
        unit=shown.unit,
        extent=drawn.extent,
        documents=drawn.documents,
        sentences=len(drawn.sentences),
        sequences=sequences,
        agrees=None if drawn.extent == "off" else True,
    )


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
    matching = case.matching
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
    labels = case.corpus.labels
    names = ["overall", *labels]
    of_labels = [verdict.labels.get(name, nothing()) for name in safe_names(labels)]
    judged = [verdict.overall, *of_labels]
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


def _compare(case: Case, sentences: Numbers, verdict: Verdict, shown: Shown) -> None:
    """Refuse to report a figure that differs from seqeval's in any digit."""
    difference = _difference(case, _counts(case, sentences), verdict)
    if difference is None:
        return
    message = f"{difference}; this is a fault of goldspan, please report it with both files."
    for sentence in sentences.tolist():
        if there := _difference_in(case, sentence, shown):
            text = case.corpus.texts_of([sentence]).get(sentence)
            message += (
                f" First in sentence {case.corpus.ids[sentence].as_py()}:"
                f" {text!r}: with one more match of each label, {there}."
            )
            break
    raise RefereeError(message)


def _difference_in(case: Case, sentence: int, shown: Shown) -> str | None:
    """What differs in one sentence.

    A match of each label is added on both sides: without any match, precision is 0 however many
    spans are predicted.
    """
    one = np.array([sentence])
    y_true, y_pred = shown.tags(one)
    single = {"IOB1": "I", "IOBES": "S", "BILOU": "U"}.get(shown.scheme, "B")
    matches = [[f"{single}-{name}"] for name in safe_names(case.corpus.labels)]
    verdict = judge([*y_true, *matches], [*y_pred, *matches], shown.mode, shown.scheme)
    counts = _counts(case, one) + 1
    counts[0] += len(matches) - 1
    return _difference(case, counts, verdict)
