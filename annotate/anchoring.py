"""How far suggestions sway annotators: sentences that showed them against those kept blind.

Which sentences are blind was left to chance, so the extractor is as good on them as on the others,
and annotators who aren't swayed agree with it as often. What they agree more where its suggestions
are shown is the estimate of anchoring: partly help (a mention nobody would have seen), partly harm
(a mistake nobody corrects); which of the two, only an adjudicator can say.

Intervals take documents as wholes: differences of ratios, linearised by documents (Cochran, 1977,
chapter 6), with Student's t for their number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np

from goldspan.annotate.suggesting import made_of
from goldspan.annotate.suggestions import keys_of, shown_first
from goldspan.annotations import Annotation
from goldspan.counts import MATCHED, PREDICTED, SUPPORT, Floats
from goldspan.intervals import f1_intervals
from goldspan.linearised import t_quantile

TOO_FEW = 30
"""With fewer annotations or fewer spans than this on a side there is too little to say much."""

_EXACT, _ONE = 3, 4
_Row = tuple[int, int, int, int, int]
"""Of an annotation: spans matched, suggested, its own; whether they are the same; and 1."""

Interval = tuple[float, float]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Annotations of sentences that showed an extractor's suggestions, or of those that didn't.

    Attributes:
        annotations: submitted.
        documents: they are of.
        suggested: spans suggested, or that would have been.
        own: spans in the annotations.
        matched: spans in both, with the same boundaries and label.
        unchanged: annotations with exactly the suggested spans.
        f1: strict F1 of suggestions and annotations; null where there is no span.
        f1_interval: 95%; null with fewer than two documents.
        spans_per_sentence: own spans an annotation; null without any.
    """

    annotations: int
    documents: int
    suggested: int
    own: int
    matched: int
    unchanged: int
    f1: float | None
    f1_interval: Interval | None
    spans_per_sentence: float | None

    @property
    def is_too_few(self) -> bool:
        """Whether there is too little to say much."""
        return min(self.annotations, self.own + self.suggested - self.matched) < TOO_FEW


class Difference(msgspec.Struct, frozen=True):
    """Shown less blind, and its 95% interval; null with fewer than two documents."""

    value: float
    interval: Interval | None


class Anchoring(msgspec.Struct, frozen=True, kw_only=True):
    """One extractor's suggestions, and what annotators made of them.

    Attributes:
        shown: annotations begun with its suggestions.
        blind: annotations of sentences kept blind.
        anew: annotations begun anew although a suggestion was there; on neither side.
        f1: how much more annotators agree with it where they see what it says.
        unchanged: how many more sentences are submitted exactly as it says, as a share.
        spans_per_sentence: how many more spans they mark.
        too_few: there is too little on a side to say much.
    """

    shown: Side
    blind: Side
    anew: int
    f1: Difference | None
    unchanged: Difference | None
    spans_per_sentence: Difference | None
    too_few: bool


def anchoring_of(
    tasks: Iterable[Mapping[str, Any]], annotations: Iterable[Annotation]
) -> dict[str, Anchoring]:
    """What each extractor's suggestions did, by its name.

    Args:
        tasks: as exported, with their ``meta``; controls left out.
        annotations: those that count; others in the tasks are passed over.
    """
    of_number = {a.origin.annotation: a for a in annotations if a.origin}
    rows: defaultdict[tuple[str, bool], list[tuple[str, _Row]]] = defaultdict(list)
    anew: defaultdict[str, int] = defaultdict(int)
    for task in tasks:
        made = made_of(task["meta"])
        if made is None or made.error is not None:
            continue
        for said in task["annotations"]:
            annotation = of_number.get(said["id"])
            if annotation is None:
                continue
            if made.blind:
                suggested = {span.key for span in made.spans}
            elif (shown := shown_first(said)) is not None:
                suggested = keys_of(shown)
            else:
                anew[made.extractor] += 1
                continue
            own = {span.key for span in annotation.spans}
            row = (len(own & suggested), len(suggested), len(own), int(own == suggested), 1)
            rows[made.extractor, made.blind].append((annotation.doc, row))
    return {
        name: _anchoring(rows[name, False], rows[name, True], anew[name])
        for name in sorted({name for name, _ in rows} | set(anew))
    }


def _anchoring(
    shown: list[tuple[str, _Row]], blind: list[tuple[str, _Row]], anew: int
) -> Anchoring:
    documents = {doc: place for place, doc in enumerate(sorted({d for d, _ in [*shown, *blind]}))}
    sums = [np.zeros((len(documents), 5)) for _ in range(2)]
    for totals, rows in zip(sums, (shown, blind), strict=True):
        for doc, row in rows:
            totals[documents[doc]] += row
    sides = [_side(rows) for rows in (shown, blind)]
    return Anchoring(
        shown=sides[0],
        blind=sides[1],
        anew=anew,
        f1=_difference(*((2 * s[:, MATCHED], s[:, PREDICTED] + s[:, SUPPORT]) for s in sums)),
        unchanged=_difference(*((s[:, _EXACT], s[:, _ONE]) for s in sums)),
        spans_per_sentence=_difference(*((s[:, SUPPORT], s[:, _ONE]) for s in sums)),
        too_few=any(side.is_too_few for side in sides),
    )


def _side(rows: list[tuple[str, _Row]]) -> Side:
    table = np.array([row for _, row in rows], dtype=np.int64).reshape(-1, 5)
    matched, suggested, own, exact, count = table.sum(axis=0).tolist()
    documents = [doc for doc, _ in rows]
    [interval] = f1_intervals(table[:, None, :3], documents) if rows else [None]
    return Side(
        annotations=count,
        documents=len(set(documents)),
        suggested=suggested,
        own=own,
        matched=matched,
        unchanged=exact,
        f1=2 * matched / (suggested + own) if suggested + own else None,
        f1_interval=interval,
        spans_per_sentence=own / count if count else None,
    )


def _difference(shown: tuple[Floats, Floats], blind: tuple[Floats, Floats]) -> Difference | None:
    """The difference of two ratios, numerators and denominators by document."""
    if not shown[1].sum() or not blind[1].sum():
        return None
    ratios = [above.sum() / below.sum() for above, below in (shown, blind)]
    influence = [
        (above - ratio * below) / below.sum()
        for ratio, (above, below) in zip(ratios, (shown, blind), strict=True)
    ]
    value = float(ratios[0] - ratios[1])
    taking_part = int(((shown[1] > 0) | (blind[1] > 0)).sum())
    if taking_part < 2:
        return Difference(value, None)
    squares = ((influence[0] - influence[1]) ** 2).sum()
    error = float(np.sqrt(squares * taking_part / (taking_part - 1)))
    half = float(t_quantile(np.array(taking_part - 1))) * error
    return Difference(value, (value - half, value + half))
