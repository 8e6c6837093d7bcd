"""Spans as IOB2 tags over tokens, and back.

``B-X`` begins a mention of X, ``I-X`` continues it, ``O`` is outside (Tjong Kim Sang and Veenstra,
1999).
"""

from collections.abc import Iterable, Sequence

from goldspan.schemes import IOB2, OUTSIDE
from goldspan.spans import AnySpan, Span
from goldspan.tagging import spans_of, tag_spans

__all__ = ["OUTSIDE", "decode", "encode"]


def encode(
    spans: Iterable[AnySpan], tokens: Sequence[tuple[int, int]]
) -> tuple[list[str], list[AnySpan]]:
    """Tags for the tokens, and the spans that the tags can't show; see `tag_spans`."""
    tags, misfits = tag_spans(spans, tokens, IOB2)
    return tags, [misfit.span for misfit in misfits]


def decode(tags: Sequence[str], tokens: Sequence[tuple[int, int]]) -> list[Span]:
    """The spans of a well-formed tag sequence, in order; see `spans_of`.

    Raises:
        ValueError: the tags aren't well formed, or there aren't as many tags as tokens.
    """
    return spans_of(tags, tokens, IOB2)
