"""What becomes of annotations: gold, a disagreement, or left out with a reason."""

from typing import Literal

import msgspec

from goldspan.adjudication import Disagreement, Verdict
from goldspan.annotations import Annotation
from goldspan.dataset import GoldSentence
from goldspan.spans import Span

LeftOutReason = Literal[
    "draft",
    "skipped",
    "superseded",
    "stale",
    "outdated",
    "flagged",
    "sentence skipped",
    "another annotator",
    "not annotated",
    "outvoted",
    "not adjudicated in",
]


class LeftOut(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
):
    """A sentence, an annotation or a span that isn't in gold, and why.

    Attributes:
        sentence: its id.
        reason: of an annotation ``draft``; ``skipped``; ``superseded`` by a later one of the same
            annotator; ``stale``: of a text that the sentence no longer has; ``outdated``: a
            decision about other annotations than those there are; ``flagged`` and ``sentence
            skipped``: an option leaves such sentences out; ``another annotator``: the policy takes
            the word of one who didn't annotate the sentence. Of a span ``outvoted`` or ``not
            adjudicated in``. Of a sentence ``not annotated``.
        annotation: the annotation that is left out with all its spans.
        span: the span that is left out, alone.
        annotators: who marked that span.
        verdict: why an adjudicator decided against it; null where nobody said.
    """

    sentence: str
    reason: LeftOutReason
    annotation: Annotation | None = None
    span: Span | None = None
    annotators: list[str] = []
    verdict: Verdict | None = None


class Kept(msgspec.Struct, frozen=True, gc=False):
    """A gold sentence, the annotations it rests on, and the decisions, if there are any."""

    sentence: GoldSentence
    annotations: list[Annotation]
    adjudications: list[Annotation]


class Open(msgspec.Struct, frozen=True, gc=False):
    """A disagreement, the annotations that differ, and the decisions that do."""

    disagreement: Disagreement
    annotations: list[Annotation]
    adjudications: list[Annotation]


class Merged(msgspec.Struct, frozen=True):
    """What became of all annotations."""

    gold: list[Kept]
    disagreements: list[Open]
    left_out: list[LeftOut]
