"""What the exports share: how they are written, and how losses are named."""

from collections.abc import Iterable
from dataclasses import dataclass

from goldspan.dataset import GoldSentence, GoldSpan
from goldspan.losses import Loss
from goldspan.schemes import Scheme
from goldspan.spans import Span
from goldspan.tokens import Tokeniser

NO_ATTRIBUTES = "the format has no attributes"


@dataclass(frozen=True)
class Settings:
    """How an export is written; each format heeds those that mean something to it.

    Attributes:
        tokeniser: whose tokens.
        scheme: of the tags.
        ids: each sentence's document and id as comments.
    """

    tokeniser: Tokeniser
    scheme: Scheme
    ids: bool = False


def without_attributes(sentence: GoldSentence, held: Iterable[tuple[int, int, str]]) -> list[Loss]:
    """The losses of a format that holds these spans, and no attributes."""
    keys = set(held)
    return [
        loss(sentence, span, NO_ATTRIBUTES, attributes_only=True)
        for span in sentence.spans
        if span.attributes and span.key in keys
    ]


def loss(
    sentence: GoldSentence, span: GoldSpan, reason: str, *, attributes_only: bool = False
) -> Loss:
    """What is lost of a span of a sentence."""
    return Loss(
        sentence=sentence.id,
        span=plain(span),
        lost="attributes" if attributes_only else "span",
        reason=reason,
    )


def plain(span: Span) -> Span:
    """The span alone, without where it comes from."""
    return Span(**{name: getattr(span, name) for name in Span.__struct_fields__})
