"""What a run would ask for."""

from collections.abc import Sequence

import msgspec

from goldspan.extractors.protocol import Extractor, handling_of, preview_of
from goldspan.predicting.cache import Cache, key_of
from goldspan.sentences import Sentence


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run would ask for.

    Attributes:
        extractor: its name.
        sentences: all.
        texts: different ones, each asked for once.
        known: of them, those that were answered before.
        to_ask: the others.
        preview: what a server would be sent for the first sentence; null for other extractors.
    """

    extractor: str
    sentences: int
    texts: int
    known: int
    to_ask: int
    preview: str | None


def plan(extractor: Extractor, sentences: Sequence[Sentence], cache: Cache | None) -> Plan:
    """What predicting these sentences would ask for; asks for nothing."""
    is_kept = handling_of(extractor).is_kept
    texts = {key_of(one) for one in sentences} if is_kept else {one.id for one in sentences}
    known = len(cache.find([key_of(one) for one in sentences])) if cache and is_kept else 0
    return Plan(
        extractor=extractor.name,
        sentences=len(sentences),
        texts=len(texts),
        known=known,
        to_ask=len(texts) - known,
        preview=preview_of(extractor, sentences[0]) if sentences else None,
    )
