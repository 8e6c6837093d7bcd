"""Disagreements of two annotators of a sentence, span by span."""

from typing import Literal

import msgspec

from goldspan.sentences import Section
from goldspan.spans import Span

Kind = Literal["missed", "boundary", "label", "boundary and label", "attribute"]


class SpanDisagreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One span on which two annotators of a sentence disagree.

    Attributes:
        sentence: the sentence's id.
        doc: the document it stands in.
        kind: ``missed`` (only one of them marked it), ``boundary``, ``label``, ``boundary and
            label``, or ``attribute`` (the same span with other attributes).
        first: the annotator whose name comes first.
        second: the other annotator.
        first_span: what the first marked, with its text; null where that one marked nothing here.
        second_span: what the second marked; null where that one marked nothing here.
    """

    sentence: str
    doc: str
    lang: str
    section: Section
    kind: Kind
    first: str
    second: str
    first_span: Span | None = None
    second_span: Span | None = None

    @property
    def spans(self) -> list[Span]:
        """The one or two spans it is about."""
        return [span for span in (self.first_span, self.second_span) if span]
