"""Spans as IOB2 tags over tokens, and back.

``B-X`` begins a mention of X, ``I-X`` continues it, ``O`` is outside (Tjong Kim Sang and Veenstra,
1999). Tags are a view of the spans: a span that doesn't begin and end with tokens, or that overlaps
one already tagged, can't be shown in them and is handed back.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from goldspan.spans import Span

OUTSIDE = "O"

AnySpan = TypeVar("AnySpan", bound=Span)


def tag_names(labels: Iterable[str]) -> list[str]:
    """All tags, in the order of the labels: ``O``, ``B-X``, ``I-X``, ``B-Y`` ..."""
    return [OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


def encode(
    spans: Iterable[AnySpan], tokens: Sequence[tuple[int, int]]
) -> tuple[list[str], list[AnySpan]]:
    """Tags for the tokens, and the spans that the tags can't show.

    Args:
        spans: in any order; of overlapping ones the outermost is tagged, then the first.
        tokens: half-open offsets, ascending, not overlapping.

    Returns:
        One tag a token, and the spans left over, in order.
    """
    tags = [OUTSIDE] * len(tokens)
    first = {start: place for place, (start, _) in enumerate(tokens)}
    last = {end: place for place, (_, end) in enumerate(tokens)}
    left_over: list[AnySpan] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start, span.label)):
        begin, stop = first.get(span.start), last.get(span.end)
        if begin is None or stop is None or any(tag != OUTSIDE for tag in tags[begin : stop + 1]):
            left_over.append(span)
            continue
        tags[begin] = f"B-{span.label}"
        tags[begin + 1 : stop + 1] = [f"I-{span.label}"] * (stop - begin)
    return tags, sorted(left_over, key=lambda span: span.key)


def decode(tags: Sequence[str], tokens: Sequence[tuple[int, int]]) -> list[Span]:
    """The spans of a valid tag sequence, in order.

    Raises:
        ValueError: an ``I-X`` that continues nothing, or lengths that differ.
    """
    spans: list[Span] = []
    open_label = ""
    for tag, (start, end) in zip(tags, tokens, strict=True):
        prefix, _, label = tag.partition("-")
        if prefix == "I":
            if label != open_label:
                raise ValueError(f"{tag} at {start} continues no {label}")
            spans[-1] = Span(start=spans[-1].start, end=end, label=label)
        elif prefix == "B":
            spans.append(Span(start=start, end=end, label=label))
        open_label = label
    return spans
