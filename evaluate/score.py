"""Score predictions against a gold dataset: exact spans, with seqeval as the referee."""

from collections.abc import Mapping, Sequence

import numpy as np

from goldspan import __version__
from goldspan.dataset import GoldDataset, GoldSentence
from goldspan.errors import InputError, RefereeError
from goldspan.evaluate.counting import count
from goldspan.evaluate.referee import Verdict, judge, seqeval_version
from goldspan.evaluate.result import Figures, GoldSide, Interval, PredictedSide, Referee, Score
from goldspan.intervals import (
    LEVEL,
    MATCHED,
    PREDICTED,
    RESAMPLES,
    SEED,
    SUPPORT,
    Counts,
    f1_intervals,
)
from goldspan.predictions import Prediction

_TOO_FEW = 30


def score(
    dataset: GoldDataset,
    predictions: Mapping[str, Prediction],
    *,
    split: str | None = None,
    predictions_sha256: str | None = None,
) -> Score:
    """Precision, recall and F1 on exact spans, overall and by label.

    Args:
        dataset: the gold dataset.
        predictions: by sentence id, checked; one for each sentence of the split.
        split: the split to score; all if None.
        predictions_sha256: the hash of the file they come from.

    Raises:
        InputError: a sentence has no prediction, or there is no such split.
        RefereeError: seqeval counts otherwise.
    """
    gold = dataset.sentences(split)
    ordered = _in_order(gold, predictions)
    labels = dataset.manifest.labels
    extractors = {prediction.extractor for prediction in ordered if prediction.extractor}
    counts = count(gold, ordered, labels)
    verdict = judge(gold, ordered)
    by_column = np.concatenate([counts.sum(axis=1, keepdims=True), counts], axis=1)
    figures = _figures(by_column, [sentence.doc for sentence in gold])
    _compare(figures, labels, verdict)
    return Score(
        goldspan=__version__,
        overall=figures[0],
        labels=dict(zip(labels, figures[1:], strict=True)),
        referee=Referee(
            name="seqeval",
            version=seqeval_version(),
            mode="strict",
            scheme="IOB2",
            unit="text cut at every gold and predicted boundary, overlapping spans in layers",
            sequences=verdict.sequences,
            agrees=True,
        ),
        interval=Interval(
            method="percentile bootstrap over documents",
            level=LEVEL,
            resamples=RESAMPLES,
            seed=SEED,
        ),
        gold=GoldSide(
            sha256=dataset.sha256,
            split=split,
            documents=len({sentence.doc for sentence in gold}),
            sentences=len(gold),
            entities=figures[0].support,
            guidelines=dataset.manifest.guidelines["version"],
        ),
        predictions=PredictedSide(
            extractor=", ".join(sorted(extractors)),
            sha256=predictions_sha256,
            errors=sum(prediction.error is not None for prediction in ordered),
            unlocated=sum(len(prediction.unlocated) for prediction in ordered),
            ignored=len(predictions) - len(gold),
            suggested=sum(not extractors.isdisjoint(s.suggested_by) for s in gold),
        ),
    )


def _in_order(
    gold: Sequence[GoldSentence], predictions: Mapping[str, Prediction]
) -> list[Prediction]:
    missing = [sentence.id for sentence in gold if sentence.id not in predictions]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(gold)} sentences have no prediction, the first is"
            f" {missing[0]}; a sentence in which nothing was found needs a record without spans."
        )
    return [predictions[sentence.id] for sentence in gold]


def _figures(counts: Counts, documents: Sequence[str]) -> list[Figures]:
    """The figures of each column of counts (sentences, columns, 3)."""
    intervals = f1_intervals(counts, documents)
    return [
        _of_counts(
            matched=int(totals[MATCHED]),
            predicted=int(totals[PREDICTED]),
            support=int(totals[SUPPORT]),
            interval=interval,
        )
        for totals, interval in zip(counts.sum(axis=0), intervals, strict=True)
    ]


def _of_counts(
    *, matched: int, predicted: int, support: int, interval: tuple[float, float] | None
) -> Figures:
    precision = matched / predicted if predicted else 0.0
    recall = matched / support if support else 0.0
    f1 = 2 * precision * recall / (precision + recall) if matched else 0.0
    return Figures(
        precision=precision,
        recall=recall,
        f1=f1,
        support=support,
        predicted=predicted,
        matched=matched,
        f1_interval=interval,
        is_too_few=support < _TOO_FEW,
    )


def _compare(figures: Sequence[Figures], labels: Sequence[str], verdict: Verdict) -> None:
    """Refuse to report a figure that differs from seqeval's in any digit."""
    nothing = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0.0}
    judged = [verdict.overall, *(verdict.labels.get(label, nothing) for label in labels)]
    for name, ours, theirs in zip(["overall", *labels], figures, judged, strict=True):
        for key, value in theirs.items():
            if getattr(ours, key) != value:
                raise RefereeError(
                    f"{name}: {key} is {getattr(ours, key)!r} by goldspan's count and {value!r} by"
                    " seqeval's; this is a fault of goldspan, please report it with both files."
                )
