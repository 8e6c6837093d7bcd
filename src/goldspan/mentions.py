"""Mentions as strings, to ask whether one was seen before."""

import unicodedata
from collections.abc import Iterable

from goldspan.dataset import GoldSentence

Mention = tuple[str, str]


def mentions(sentences: Iterable[GoldSentence]) -> list[Mention]:
    """Each span's words and label; in one Unicode form, without case, white space folded."""
    return [
        (wording(sentence.text[span.start : span.end]), span.label)
        for sentence in sentences
        for span in sentence.spans
    ]


def wording(text: str) -> str:
    """A mention's words in one Unicode form, without case, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
