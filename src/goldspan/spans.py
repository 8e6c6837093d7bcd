"""Spans: a half-open piece of one sentence's text, with a label.

Offsets are Unicode code points of the sentence's own text, as Python counts them:
``text[start:end]`` is the mention.
"""

from collections.abc import Collection, Iterable
from typing import TypeVar

import msgspec

AnySpan = TypeVar("AnySpan", bound="Span")


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """One mention: ``text[start:end]`` carries `label`.

    Attributes:
        start: first code point of the mention.
        end: one past the last code point.
        label: a label of the guidelines.
        attributes: further marks, such as ``{"form": "demonym"}``.
        text: the mention as quoted, for reading only; checked against the sentence wherever it is
            read.
    """

    start: int
    end: int
    label: str
    attributes: dict[str, str] = {}
    text: str | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes two spans the same span."""
        return (self.start, self.end, self.label)

    @property
    def content(self) -> tuple[object, ...]:
        """All that is said of the mention, the span and its attributes."""
        return (*self.key, *sorted(self.attributes.items()))


def quoted(span: Span, text: str) -> Span:
    """The span with the quote that its offsets select from `text`."""
    return msgspec.structs.replace(span, text=text[span.start : span.end])


def in_order(spans: Iterable[AnySpan]) -> list[AnySpan]:
    """By place, the outer of two nested spans first."""
    return sorted(spans, key=place_of)


def place_of(span: Span) -> tuple[int, int, str, list[tuple[str, str]]]:
    """What spans are put in order by."""
    return (span.start, -span.end, span.label, sorted(span.attributes.items()))


def fault_of(span: Span, text: str, labels: Collection[str]) -> str | None:
    """What is wrong with a span on this text, as half a sentence; None if it is sound."""
    if not 0 <= span.start < span.end <= len(text):
        return (
            f"offsets {span.start}..{span.end} don't lie inside the text"
            f" (0..{len(text)}, start before end)"
        )
    if span.label not in labels:
        return f"label {span.label!r} isn't one of {', '.join(labels)}"
    here = text[span.start : span.end]
    if span.text is not None and span.text != here:
        return (
            f"the quote {span.text!r} isn't what offsets {span.start}..{span.end} select: {here!r}"
        )
    return None
