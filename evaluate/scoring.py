"""Score predictions against gold: exact spans, with seqeval as the referee."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from msgspec.structs import replace

from goldspan import __version__
from goldspan.counts import Cells
from goldspan.evaluate.anatomy_report import errors_of
from goldspan.evaluate.case import Case
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
from goldspan.evaluate.suggested import SLICE, leaning
from goldspan.evaluate.tally import Tally, tally
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


class Scored(NamedTuple):
    """What a score says of what was scored, besides figures.

    Attributes:
        labels: all labels.
        documents: the documents' names.
        unit: whether these are documents, or sentences because none are marked.
        gold_sha256: the hash of the gold that was read.
        predictions_sha256: of the predictions; None if they were made just now.
        split: the split; None for all.
        guidelines: their version.
        colours: each label's in the guidelines, as far as known.
    """

    labels: Sequence[str]
    documents: Sequence[str]
    unit: Literal["document", "sentence"]
    gold_sha256: str
    predictions_sha256: str | None
    split: str | None
    guidelines: str
    colours: Mapping[str, str]


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
    corpus = case.corpus
    scored = Scored(
        labels=corpus.labels,
        documents=corpus.document.names,
        unit=corpus.unit,
        gold_sha256=corpus.sha256,
        predictions_sha256=case.predicted.sha256,
        split=corpus.split,
        guidelines=corpus.guidelines,
        colours=corpus.colours,
    )
    found = score_tally(tally(case), scored, judged or referee(case), reading)
    if not with_sentences:
        return found
    return replace(found, sentences=shown_sentences(case, found.slices))


def score_tally(
    counted: Tally, scored: Scored, judged: Referee, reading: Reading | None = None
) -> Score:
    """Everything a report needs but sentences, from counts alone.

    Args:
        counted: all of them.
        scored: what was counted.
        judged: what the referee says.
        reading: how tags were read, if the spans come from tags.
    """
    documents = len(scored.documents)
    [all_labels, *labels] = _with_labels(counted.overall, counted.labels, documents)
    leaned = leaning(counted.suggested, counted.extractors, counted.overall, documents)
    bootstrapped = method(documents).startswith("percentile")
    return Score(
        goldspan=__version__,
        mode=reading.mode if reading else "strict",
        other_mode=reading.other if reading else None,
        repaired=reading.repaired if reading else None,
        overall=all_labels,
        macro=macro(labels),
        labels=dict(zip(scored.labels, labels, strict=True)),
        slices=slices(counted.slices) | ({SLICE: leaned.figures} if leaned.figures else {}),
        attributes=attributes(counted.attributes),
        errors=errors_of(counted.errors, scored.labels),
        power=power(counted.overall, all_labels.support, documents),
        referee=judged,
        interval=Interval(
            unit=scored.unit,
            method=_method(documents, len(scored.labels)),
            slices=method(0),
            level=LEVEL,
            resamples=RESAMPLES if bootstrapped else None,
            seed=SEED if bootstrapped else None,
        ),
        gold=GoldSide(
            sha256=scored.gold_sha256,
            split=scored.split,
            documents=documents,
            sentences=counted.sentences,
            entities=all_labels.support,
            guidelines=scored.guidelines,
            colours=dict(scored.colours),
        ),
        predictions=PredictedSide(
            extractor=", ".join(counted.extractors),
            sha256=scored.predictions_sha256,
            errors=counted.failed,
            unlocated=counted.unlocated,
            ignored=counted.ignored,
            suggested=leaned.sentences,
            suggested_by=leaned.by,
        ),
        documents=_documents(counted.overall, scored.documents),
        thresholds=thresholds(counted.scores, all_labels.support),
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


def _method(documents: int, labels: int) -> str:
    """How the intervals of all labels together are made, and of each, if not likewise."""
    together, of_labels = method(documents), method(documents, labels)
    return together if together == of_labels else f"{together}; labels: {of_labels}"


def _documents(overall: Cells, names: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    counts = np.zeros((len(names), 3), dtype=np.int64)
    counts[overall.document] = overall.counts
    return {
        name: (matched, predicted, support)
        for name, (matched, predicted, support) in zip(names, counts.tolist(), strict=True)
    }
