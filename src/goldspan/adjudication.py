"""Disagreements between annotators, and what an adjudicator decides about them.

``gold build`` writes disagreements, ``annotate adjudicate`` shows them to adjudicators, and their
decisions come back as annotations that carry an `Adjudication`.
"""

from typing import Any, Literal

import msgspec

from goldspan.sentences import Section, Sentence
from goldspan.spans import Span

DISAGREEMENTS = "disagreements.jsonl"
"""The file of a dataset's folder that lists them."""

Verdict = Literal["right", "missed", "boundary", "label", "attribute", "spurious"]

VERDICTS: dict[Verdict, str] = {
    "right": "Right as it is",
    "missed": "Right, and overlooked by some",
    "boundary": "Wrong: it begins or ends elsewhere",
    "label": "Wrong: it needs another label",
    "attribute": "Wrong: its attributes are others",
    "spurious": "Wrong: there is nothing to mark here",
}
"""What can be decided about a span, in the order the page shows it."""

KEPT: tuple[Verdict, ...] = ("right", "missed")
"""The verdicts that bring a span into gold."""


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What was decided about one span.

    Attributes:
        span: what was shown or added.
        verdict: ``right``, ``missed`` (right, and overlooked by some), or what is wrong with it;
            null where the span was deleted without a word.
    """

    span: Span
    verdict: Verdict | None


class Adjudication(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What makes an annotation an adjudicator's decision.

    Attributes:
        dispute: what was decided, as `Disagreement.dispute` names it; null for a decision that was
            made without seeing what annotators had said, and that holds whatever they said.
        decisions: about each span that was shown or added, in the order of the spans.
        is_unclear: the guidelines don't say how to decide this.
    """

    dispute: str | None = None
    decisions: list[Decision] = []
    is_unclear: bool = False


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A span, and the annotators who marked it.

    Attributes:
        span: the span.
        annotators: their pseudonyms.
    """

    span: Span
    annotators: list[str]


DisagreementReason = Literal[
    "annotators differ", "decided on other annotations", "adjudicators differ"
]


class Disagreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A sentence that waits for an adjudicator.

    Attributes:
        sentence: its id.
        text_sha256: the SHA-256 of the text's UTF-8 bytes.
        reason: ``annotators differ``, ``decided on other annotations`` (somebody decided, but
            annotators have said something else since) or ``adjudicators differ`` (two decided, and
            not the same).
        dispute: the policy and a hash of what is agreed and disputed under it; another one once
            that changes.
        annotators: all whose annotations count, by pseudonym.
        agreed: spans that the policy decides.
        disputed: spans that it doesn't, each with who marked it; a span whose attributes alone are
            disputed stands here once for each set of them.
        outvoted: spans that it decides against.
        flags: those that each annotator gave it.
        notes: what each annotator wrote about it.
    """

    sentence: str
    doc: str
    index: int
    text: str
    text_sha256: str
    lang: str
    section: Section
    meta: dict[str, Any]
    reason: DisagreementReason
    dispute: str
    annotators: list[str]
    agreed: list[Marked]
    disputed: list[Marked]
    outvoted: list[Marked]
    flags: dict[str, list[str]]
    notes: dict[str, str]

    @property
    def as_sentence(self) -> Sentence:
        """The sentence alone."""
        return Sentence(
            id=self.sentence,
            doc=self.doc,
            index=self.index,
            text=self.text,
            lang=self.lang,
            section=self.section,
            meta=self.meta,
        )
