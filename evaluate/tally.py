"""Counts of some sentences: all that a report's figures come from, and no text but of examples.

The tallies of the parts of a corpus, each sentence in one of them, add up to that of the whole:
a corpus can be counted in parts, wherever they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goldspan.counts import Cells
from goldspan.evaluate.anatomy_counts import ErrorCounts, error_counts, summed_errors
from goldspan.evaluate.case import Case
from goldspan.evaluate.counting import summed
from goldspan.evaluate.slices import SliceCells, attribute_cells, slice_cells
from goldspan.evaluate.suggested import Suggested, suggested, total_suggested
from goldspan.evaluate.thresholds import ScoreCounts, score_counts, summed_scores


class Tally(NamedTuple):
    """Counts of some sentences, by document and by whatever groups spans.

    Attributes:
        sentences: how many.
        overall: counts by document.
        labels: by document and label.
        slices: by document and group, for every way to divide the spans; to be gone through once.
        attributes: for each attribute, by document, of the spans without (0) and with it (1).
        errors: what became of the spans.
        scores: predictions by score.
        extractors: those that are named.
        failed: sentences on which the extractor failed.
        unlocated: claims that aren't in the text.
        ignored: predictions for sentences that aren't scored.
        suggested: what began with whose suggestions.
    """

    sentences: int
    overall: Cells
    labels: Cells
    slices: Iterable[SliceCells]
    attributes: Mapping[str, Cells]
    errors: ErrorCounts
    scores: ScoreCounts
    extractors: Sequence[str]
    failed: int
    unlocated: int
    ignored: int
    suggested: Suggested


def tally(case: Case, rows: Sequence[int] | None = None) -> Tally:
    """Count what there is to count.

    Args:
        case: gold and predictions; a part's names are to be those of the whole corpus.
        rows: where each sentence stands in the whole corpus; None if this is the whole.
    """
    corpus, predicted = case.corpus, case.predicted
    return Tally(
        sentences=len(corpus),
        overall=case.counter.count(),
        labels=count_labels(case),
        slices=slice_cells(case),
        attributes=attribute_cells(case),
        errors=error_counts(case, rows),
        scores=score_counts(case),
        extractors=predicted.extractors,
        failed=predicted.failed,
        unlocated=predicted.unlocated,
        ignored=predicted.ignored,
        suggested=suggested(case),
    )


def count_labels(case: Case) -> Cells:
    """Counts by document and label."""
    matching = case.matching
    unmatched = matching.predicted.label[matching.unmatched]
    return case.counter.count(matching.gold.label, unmatched, len(case.corpus.labels))


def total(tallies: Sequence[Tally]) -> Tally:
    """The tally of the whole from those of its parts, of which there is at least one."""
    parts = [[*one.slices] for one in tallies]
    return Tally(
        sentences=sum(one.sentences for one in tallies),
        overall=summed([one.overall for one in tallies]),
        labels=summed([one.labels for one in tallies]),
        slices=[
            SliceCells(same[0].name, same[0].groups, summed([part.cells for part in same]))
            for same in zip(*parts, strict=True)
        ],
        attributes={
            name: summed([one.attributes[name] for one in tallies])
            for name in tallies[0].attributes
        },
        errors=summed_errors([one.errors for one in tallies]),
        scores=summed_scores([one.scores for one in tallies]),
        extractors=sorted({name for one in tallies for name in one.extractors}),
        failed=sum(one.failed for one in tallies),
        unlocated=sum(one.unlocated for one in tallies),
        ignored=sum(one.ignored for one in tallies),
        suggested=total_suggested(one.suggested for one in tallies),
    )
