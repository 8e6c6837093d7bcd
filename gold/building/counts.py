"""What went in and where it went, counted so that both sides add up.

The counts that begin with ``annotations_`` add up to ``annotations``; likewise ``adjudications``
(decisions), ``sentences``, and ``annotated_spans`` (each annotator's mark of a span is one).
"""

from collections import Counter
from collections.abc import Sequence

from goldspan.annotations import Annotation
from goldspan.gold.building.outcome import LeftOutReason, Merged

_OF_ANNOTATIONS: tuple[LeftOutReason, ...] = (
    "draft",
    "skipped",
    "superseded",
    "stale",
    "flagged",
    "sentence skipped",
    "another annotator",
)
_OF_ADJUDICATIONS: tuple[LeftOutReason, ...] = (
    "draft",
    "skipped",
    "superseded",
    "stale",
    "outdated",
    "flagged",
    "sentence skipped",
)
_OF_SENTENCES: tuple[LeftOutReason, ...] = (
    "flagged",
    "sentence skipped",
    "another annotator",
    "not annotated",
)
_OF_SPANS: tuple[LeftOutReason, ...] = ("outvoted", "not adjudicated in")


def counts_of(merged: Merged, annotations: Sequence[Annotation], sentences: int) -> dict[str, int]:
    """The counts of a manifest.

    Args:
        merged: what became of the annotations.
        annotations: all of them, decisions too.
        sentences: how many sentences there are.
    """
    said = [one for one in annotations if not one.adjudication]
    open_, gold = merged.disagreements, merged.gold
    spans = [span for kept in gold for span in kept.sentence.spans]
    origins = Counter(span.origin for span in spans)
    records: Counter[LeftOutReason] = Counter()
    decisions: Counter[LeftOutReason] = Counter()
    marks: Counter[LeftOutReason] = Counter()
    ids: dict[LeftOutReason, set[str]] = {reason: set() for reason in _OF_SENTENCES}
    for one in merged.left_out:
        ids.get(one.reason, set()).add(one.sentence)
        marks[one.reason] += len(one.annotators)
        if one.annotation and one.annotation.adjudication:
            decisions[one.reason] += 1
        elif one.annotation:
            records[one.reason] += 1
            marks[one.reason] += len(one.annotation.spans)
    disputed_marks = sum(
        len(marked.annotators)
        for one in open_
        for part in (one.disagreement.agreed, one.disagreement.disputed, one.disagreement.outvoted)
        for marked in part
    )
    return {
        "annotations": len(said),
        "annotations_in_gold": sum(len(kept.annotations) for kept in gold),
        "annotations_in_disagreements": sum(len(one.annotations) for one in open_),
        **_named("annotations", _OF_ANNOTATIONS, records),
        "adjudications": len(annotations) - len(said),
        "adjudications_in_gold": sum(len(kept.adjudications) for kept in gold),
        "adjudications_in_disagreements": sum(len(one.adjudications) for one in open_),
        **_named("adjudications", _OF_ADJUDICATIONS, decisions),
        "sentences": sentences,
        "sentences_in_gold": len(gold),
        "sentences_in_disagreements": len(open_),
        **_named("sentences", _OF_SENTENCES, Counter({name: len(ids[name]) for name in ids})),
        "annotated_spans": sum(len(one.spans) for one in said),
        "annotated_spans_in_gold": sum(span.votes for span in spans),
        "annotated_spans_in_disagreements": disputed_marks,
        **_named("annotated_spans", (*_OF_ANNOTATIONS, *_OF_SPANS), marks),
        "spans": len(spans),
        **{f"spans_{origin}": origins[origin] for origin in ("agreed", "adjudicated", "single")},
    }


def _named(
    what: str, reasons: Sequence[LeftOutReason], counts: Counter[LeftOutReason]
) -> dict[str, int]:
    return {f"{what}_{reason.replace(' ', '_')}": counts[reason] for reason in reasons}
