"""How well each annotator works, while the work goes on: for whoever leads it, not for the others.

Agreement is strict F1 on spans with everybody else who did the same sentences. Controls are graded
span by span, attributes included. A sentence is too fast when it was done at more than
`TOO_FAST` characters a second: three times the speed at which English is read silently (238 words
a minute, Brysbaert 2019, about 20 characters a second with their spaces).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import permutations
from statistics import median
from typing import NamedTuple

import msgspec
import numpy as np

from goldspan.annotate.anchoring import Anchoring, anchoring_of
from goldspan.annotate.controls import control_examples
from goldspan.annotate.pull import Pulled
from goldspan.annotate.suggestions import Accepted, accepted_suggestions
from goldspan.annotations import Annotation
from goldspan.counted import counted
from goldspan.counts import MATCHED, PREDICTED, SUPPORT
from goldspan.guidelines.model import Guidelines
from goldspan.intervals import f1_intervals

TOO_FAST = 60.0
"""Characters a second above which a sentence can't have been read."""


class Agreed(msgspec.Struct, frozen=True):
    """Strict F1 of one annotator's spans with those of others on the same sentences.

    Attributes:
        f1: null where nobody marked anything, or nobody else did a sentence.
        f1_interval: 95%, documents resampled; null with fewer than two documents.
        sentences: pairs of annotations compared.
    """

    f1: float | None
    f1_interval: tuple[float, float] | None
    matched: int
    own: int
    others: int
    sentences: int


class Pace(msgspec.Struct, frozen=True):
    """How fast sentences were done.

    Attributes:
        sentences: with a time.
        seconds: the median time for 100 characters; null without any.
        too_fast: those done faster than anybody reads (`TOO_FAST`).
    """

    sentences: int
    seconds: float | None
    too_fast: int


class Week(msgspec.Struct, frozen=True):
    """One ISO week of an annotator's work: 2026-W07."""

    week: str
    sentences: int
    agreement: Agreed
    pace: Pace
    controls: int
    controls_right: int


class AnnotatorQuality(msgspec.Struct, frozen=True):
    """One annotator's figures.

    Attributes:
        controls: control sentences done.
        controls_right: of them, with exactly the spans and attributes of the guidelines.
        suggestions: what became of suggested spans; null if none was shown.
        too_fast: the sentences done faster than anybody reads.
    """

    agreement: Agreed
    pace: Pace
    controls: int
    controls_right: int
    suggestions: Accepted | None
    weeks: list[Week]
    too_fast: list[str]


_Pair = tuple[Annotation, Annotation]
"""One annotator's annotation of a sentence, and somebody else's."""


class Quality(NamedTuple):
    """Each annotator's figures by pseudonym, and what each extractor's suggestions did, by name."""

    annotators: dict[str, AnnotatorQuality]
    suggestions: dict[str, Anchoring]


def quality_of(pulled: Pulled, guidelines: Guidelines) -> Quality:
    """How well people work, from what was just pulled."""
    said = _by_annotator(pulled.records())
    of_controls = _by_annotator(pulled.records(of_controls=True))
    everything = [a for by in (said, of_controls) for own in by.values() for a in own]
    suggestions = accepted_suggestions(pulled.store.tasks(), everything)
    pairs = _pairs(said)
    examples = control_examples(guidelines)
    found: dict[str, AnnotatorQuality] = {}
    for annotator in sorted(said | of_controls):
        own = said.get(annotator, [])
        graded = [
            (control, {s.content for s in control.spans} == {s.content for s in example.spans})
            for control in of_controls.get(annotator, [])
            if (example := examples.get(control.doc))
        ]
        found[annotator] = AnnotatorQuality(
            agreement=_agreed(pairs.get(annotator, [])),
            pace=_pace(own),
            controls=len(graded),
            controls_right=sum(right for _, right in graded),
            suggestions=suggestions.get(annotator),
            weeks=_weeks(own, pairs.get(annotator, []), graded),
            too_fast=[annotation.sentence for annotation in own if _is_too_fast(annotation)],
        )
    counting = [annotation for own in said.values() for annotation in own]
    return Quality(found, anchoring_of(pulled.tasks(), counting))


def _by_annotator(records: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    """The annotations that count, by annotator and in the order of sentences."""
    by_sentence: defaultdict[str, list[Annotation]] = defaultdict(list)
    for record in records:
        if not record.stale:
            by_sentence[record.sentence].append(record)
    by_annotator: defaultdict[str, list[Annotation]] = defaultdict(list)
    for of_sentence in by_sentence.values():
        for record in counted(of_sentence)[0]:
            by_annotator[record.annotator].append(record)
    return by_annotator


def _pairs(said: Mapping[str, Sequence[Annotation]]) -> dict[str, list[_Pair]]:
    by_sentence: defaultdict[str, list[Annotation]] = defaultdict(list)
    for annotations in said.values():
        for annotation in annotations:
            by_sentence[annotation.sentence].append(annotation)
    pairs: defaultdict[str, list[_Pair]] = defaultdict(list)
    for annotations in by_sentence.values():
        for own, other in permutations(annotations, 2):
            pairs[own.annotator].append((own, other))
    return pairs


def _agreed(pairs: Sequence[_Pair]) -> Agreed:
    counts = np.zeros((len(pairs), 1, 3), dtype=np.int64)
    for row, (own, other) in enumerate(pairs):
        mine, theirs = ({span.key for span in a.spans} for a in (own, other))
        counts[row, 0, [MATCHED, PREDICTED, SUPPORT]] = len(mine & theirs), len(mine), len(theirs)
    totals = counts.sum(axis=(0, 1))
    matched, mine_, theirs_ = (int(totals[place]) for place in (MATCHED, PREDICTED, SUPPORT))
    [interval] = f1_intervals(counts, [own.doc for own, _ in pairs])
    return Agreed(
        f1=2 * matched / (mine_ + theirs_) if mine_ + theirs_ else None,
        f1_interval=interval,
        matched=matched,
        own=mine_,
        others=theirs_,
        sentences=len(pairs),
    )


def _pace(annotations: Sequence[Annotation]) -> Pace:
    rates = [100 * a.seconds / len(a.text) for a in annotations if a.seconds]
    return Pace(
        sentences=len(rates),
        seconds=round(median(rates), 2) if rates else None,
        too_fast=sum(_is_too_fast(annotation) for annotation in annotations),
    )


def _is_too_fast(annotation: Annotation) -> bool:
    return bool(annotation.seconds) and len(annotation.text) > TOO_FAST * (annotation.seconds or 0)


def _weeks(
    own: Sequence[Annotation],
    pairs: Sequence[_Pair],
    graded: Sequence[tuple[Annotation, bool]],
) -> list[Week]:
    weeks = sorted({_week(a) for a in own} | {_week(control) for control, _ in graded})
    return [
        Week(
            week=week,
            sentences=len(done),
            agreement=_agreed([pair for pair in pairs if _week(pair[0]) == week]),
            pace=_pace(done),
            controls=len(grades),
            controls_right=sum(grades),
        )
        for week in weeks
        for done in [[a for a in own if _week(a) == week]]
        for grades in [[right for control, right in graded if _week(control) == week]]
    ]


def _week(annotation: Annotation) -> str:
    """The ISO week it was last changed in."""
    updated = (annotation.updated_at or "1970-01-01").replace("Z", "+00:00")
    year, week, _ = datetime.fromisoformat(updated).isocalendar()
    return f"{year}-W{week:02}"
