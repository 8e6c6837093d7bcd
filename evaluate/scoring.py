"""Score predictions against gold: exact spans, with seqeval as the referee."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from goldspan import __version__
from goldspan.counts import Cells
from goldspan.evaluate.anatomy_report import errors_of
from goldspan.evaluate.case import Case
from goldspan.evaluate.counting import count
from goldspan.evaluate.figures import macro, power, resampled_figures
from goldspan.evaluate.referee import referee
from goldspan.evaluate.result import (
    Figures,
    GoldSide,
    Interval,
    OtherMode,
    PredictedSide,
    Referee,
    Repaired,
    Score,
)
from goldspan.evaluate.shown_report import shown_sentences
from goldspan.evaluate.slices import attributes, slices
from goldspan.evaluate.thresholds import thresholds
from goldspan.intervals import MOST_RESAMPLED, method
from goldspan.resampling import LEVEL, RESAMPLES, SEED


class Reading(NamedTuple):
    """How tags were read.

    Attributes:
        mode: strict or conlleval.
        other: what the other mode makes of them, where it differs.
        repaired: what was changed; None if all sequences are valid.
    """

    mode: str
    other: OtherMode | None
    repaired: Repaired | None


def score_case(
    case: Case,
    *,
    judged: Referee | None = None,
    reading: Reading | None = None,
    with_sentences: bool = False,
) -> Score:
    """Everything a report needs.

    Args:
        case: gold and predictions.
        judged: what the referee says; None: it is asked, by default in full up to 20,000 sentences.
        reading: how tags were read, if the spans come from tags.
        with_sentences: hold sentences with errors, too, for a report that people look at.

    Raises:
        RefereeError: seqeval counts otherwise.
    """
    corpus, predicted = case.corpus, case.predicted
    document, documents = corpus.document.codes, corpus.documents
    overall = count(case.matching, document, documents)
    by_label = count_labels(case)
    judged = judged or referee(case)
    by_slice = slices(case)
    [all_labels, *labels] = _with_labels(overall, by_label, documents)
    bootstrapped = method(documents).startswith("percentile")
    return Score(
        goldspan=__version__,
        mode=reading.mode if reading else "strict",
        other_mode=reading.other if reading else None,
        repaired=reading.repaired if reading else None,
        overall=all_labels,
        macro=macro(labels),
        labels=dict(zip(corpus.labels, labels, strict=True)),
        slices=by_slice,
        attributes=attributes(case),
        errors=errors_of(case),
        power=power(overall, all_labels.support),
        referee=judged,
        interval=Interval(
            unit=corpus.unit,
            method=method(documents),
            slices=method(0),
            level=LEVEL,
            resamples=RESAMPLES if bootstrapped else None,
            seed=SEED if bootstrapped else None,
        ),
        gold=GoldSide(
            sha256=corpus.sha256,
            split=corpus.split,
            documents=documents,
            sentences=len(corpus),
            entities=all_labels.support,
            guidelines=corpus.guidelines,
            colours=dict(corpus.colours),
        ),
        predictions=PredictedSide(
            extractor=", ".join(predicted.extractors),
            sha256=predicted.sha256,
            errors=predicted.failed,
            unlocated=predicted.unlocated,
            ignored=predicted.ignored,
            suggested=_suggested(case),
        ),
        documents=_documents(overall, corpus.document.names),
        thresholds=thresholds(case),
        sentences=shown_sentences(case, by_slice) if with_sentences else None,
    )


def count_labels(case: Case) -> Cells:
    """Counts by document and label."""
    return count(
        case.matching,
        case.corpus.document.codes,
        case.corpus.documents,
        case.matching.gold.label,
        case.matching.predicted.label,
        len(case.corpus.labels),
    )


def _with_labels(overall: Cells, by_label: Cells, documents: int) -> list[Figures]:
    """All labels together, then each; resampled together where there aren't too many."""
    if by_label.columns >= MOST_RESAMPLED:
        return [
            *resampled_figures(overall, documents),
            *resampled_figures(by_label, documents),
        ]
    together = Cells(
        np.concatenate([overall.document, by_label.document]),
        np.concatenate([overall.column, by_label.column + 1]),
        np.concatenate([overall.counts, by_label.counts]),
        by_label.columns + 1,
    )
    return resampled_figures(together, documents)


def _documents(overall: Cells, names: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    counts = np.zeros((len(names), 3), dtype=np.int64)
    counts[overall.document] = overall.counts
    return {
        name: (matched, predicted, support)
        for name, (matched, predicted, support) in zip(names, counts.tolist(), strict=True)
    }


def _suggested(case: Case) -> int:
    """Sentences whose annotators began with suggestions of the extractor that is scored."""
    marked = np.zeros(len(case.corpus), dtype=bool)
    for name, flags in case.corpus.suggested_by.items():
        if name in case.predicted.extractors:
            marked |= flags
    return int(marked.sum())
