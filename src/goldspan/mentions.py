"""Mentions as strings, to ask whether one was seen before."""

import unicodedata
from collections.abc import Iterable

from goldspan.dataset import GoldSentence

Mention = tuple[str, str]


def mentions(sentences: Iterable[GoldSentence]) -> list[Mention]:
    """Each span's words and label; in one Unicode form, without case, white space folded."""
    return [
        (
            " ".join(
                unicodedata.normalize("NFC", sentence.text[span.start : span.end])
                .casefold()
                .split()
            ),
            span.label,
        )
        for sentence in sentences
        for span in sentence.spans
    ]
