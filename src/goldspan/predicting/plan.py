"""What a run would ask for."""

import math
from collections.abc import Sequence

import msgspec

from goldspan.extractors.protocol import Extractor, handling_of, preview_of
from goldspan.predicting.cache import Cache, key_of
from goldspan.sentences import Sentence

CHARACTERS_PER_TOKEN = 4
"""Of English text, by a common rule of thumb; other languages need more tokens."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run would ask for.

    How many tokens it would read is a rough estimate: each request is taken to be as long as what
    is shown for the first sentence, but for the sentence itself, with `CHARACTERS_PER_TOKEN`.

    Attributes:
        extractor: its name.
        sentences: all.
        texts: different ones, each asked for once.
        known: of them, those that were answered before.
        to_ask: the others.
        preview: what a server would be sent for the first sentence; null for other extractors.
        estimated_input_tokens: of all there is to ask for; null for other extractors.
        estimated_input_cost: the same by the price given; null without.
    """

    extractor: str
    sentences: int
    texts: int
    known: int
    to_ask: int
    preview: str | None
    estimated_input_tokens: int | None = None
    estimated_input_cost: float | None = None


def plan(
    extractor: Extractor,
    sentences: Sequence[Sentence],
    cache: Cache | None,
    price_in: float | None = None,
) -> Plan:
    """What predicting these sentences would ask for; asks for nothing.

    Args:
        extractor: what would be asked.
        sentences: all.
        cache: what it answered before.
        price_in: of a million tokens of input.
    """
    is_kept = handling_of(extractor).is_kept
    texts = {key_of(one) if is_kept else one.id: one.text for one in sentences}
    known = cache.find([key_of(one) for one in sentences]) if cache and is_kept else {}
    to_ask = [text for key, text in texts.items() if key not in known]
    preview = preview_of(extractor, sentences[0]) if sentences else None
    tokens = None
    if preview is not None:
        around = len(preview) - len(sentences[0].text)
        characters = around * len(to_ask) + sum(map(len, to_ask))
        tokens = math.ceil(characters / CHARACTERS_PER_TOKEN)
    cost = None
    if tokens is not None and price_in is not None:
        cost = round(tokens * price_in / 1_000_000, 6)
    return Plan(
        extractor=extractor.name,
        sentences=len(sentences),
        texts=len(texts),
        known=len(known),
        to_ask=len(to_ask),
        preview=preview,
        estimated_input_tokens=tokens,
        estimated_input_cost=cost,
    )
