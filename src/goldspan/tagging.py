"""Spans as tags over tokens, and back.

Tags are a view of the spans: a span that doesn't begin and end with tokens, or that overlaps one
already tagged, can't be shown in them and is handed back with the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from goldspan.decoding import decode_all
from goldspan.schemes import Chunk, Scheme, encode
from goldspan.spans import AnySpan, Span

CUTS_A_TOKEN = "it doesn't begin and end with tokens"
OVERLAPS = "it overlaps a span that is tagged"
TOUCHES = "it stands beside a span of its label"


@dataclass(frozen=True)
class Misfit(Generic[AnySpan]):
    """A span that tags can't show, and why."""

    span: AnySpan
    reason: str


def tag_spans(
    spans: Iterable[AnySpan], tokens: Sequence[tuple[int, int]], scheme: Scheme
) -> tuple[list[str], list[Misfit[AnySpan]]]:
    """Tags for the tokens of a text.

    Args:
        spans: in any order; of overlapping ones the one of most tokens is tagged, then the first.
        tokens: half-open offsets, ascending, not overlapping.
        scheme: how the tags are written.

    Returns:
        One tag a token, and the spans that the tags can't show, in order.
    """
    first = {start: place for place, (start, _) in enumerate(tokens)}
    last = {end: place + 1 for place, (_, end) in enumerate(tokens)}
    misfits: list[Misfit[AnySpan]] = []
    placed: dict[Chunk, AnySpan] = {}
    for span in spans:
        start, stop = first.get(span.start), last.get(span.end)
        if start is None or stop is None:
            misfits.append(Misfit(span, CUTS_A_TOKEN))
        else:
            placed[Chunk(start, stop, span.label)] = span
    tags, left_over = encode(placed, len(tokens), scheme)
    tagged = [chunk for chunk in placed if chunk not in set(left_over)]
    for chunk in left_over:
        overlaps = any(other.start < chunk.stop and chunk.start < other.stop for other in tagged)
        misfits.append(Misfit(placed[chunk], OVERLAPS if overlaps else TOUCHES))
    return tags, sorted(misfits, key=lambda misfit: misfit.span.key)


def spans_of(tags: Sequence[str], tokens: Sequence[tuple[int, int]], scheme: Scheme) -> list[Span]:
    """The spans of a well-formed tag sequence, in order.

    Raises:
        ValueError: the tags break the scheme, or there aren't as many tags as tokens.
    """
    if len(tags) != len(tokens):
        raise ValueError(f"{len(tags)} tags for {len(tokens)} tokens")
    decoded = decode_all(tags, [0], scheme)
    if decoded.faults:
        raise ValueError(decoded.faults[0].reason)
    [chunks] = decoded.chunks()
    return [
        Span(start=tokens[chunk.start][0], end=tokens[chunk.stop - 1][1], label=chunk.label)
        for chunk in chunks
    ]
