"""Where words that are tagged somewhere stand, and how they are tagged there.

Words are compared token by token within one language, so that *Oman* is never found in *Romania*.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import msgspec

from goldspan.dataset import GoldSentence, GoldSpan

Words = tuple[str, ...]
Status = Literal["tagged", "in part", "covered", "free"]


class Occurrence(msgspec.Struct, frozen=True):
    """One place of the words.

    ``tagged``: exactly they are a span; ``in part``: a span of a label that they have elsewhere
    covers some of them only; ``covered``: they lie inside a longer span, or touch one of another
    label; ``free``: no span touches them.
    """

    sentence: GoldSentence
    start: int
    end: int
    status: Status
    spans: tuple[GoldSpan, ...]

    @property
    def text(self) -> str:
        """The words as they stand here."""
        return self.sentence.text[self.start : self.end]


def occurrences(
    sentences: Sequence[GoldSentence], tokens: Sequence[Sequence[tuple[int, int]]]
) -> list[list[Occurrence]]:
    """All places of the same words, for all words that are a span somewhere, in order.

    Args:
        sentences: the sentences; spans that cut a token, or lie outside the text, are passed over.
        tokens: the tokens of each sentence, as half-open offsets.
    """
    words = [
        [unicodedata.normalize("NFC", sentence.text[start:end]) for start, end in offsets]
        for sentence, offsets in zip(sentences, tokens, strict=True)
    ]
    labels: dict[tuple[str, Words], set[str]] = defaultdict(set)
    beginning: dict[tuple[str, str], set[Words]] = defaultdict(set)
    for place, sentence in enumerate(sentences):
        first = {start: number for number, (start, _) in enumerate(tokens[place])}
        last = {end: number for number, (_, end) in enumerate(tokens[place])}
        for span in sentence.spans:
            begin, stop = first.get(span.start), last.get(span.end)
            if begin is not None and stop is not None and begin <= stop:
                inside = tuple(words[place][begin : stop + 1])
                labels[sentence.lang, inside].add(span.label)
                beginning[sentence.lang, inside[0]].add(inside)
    found: dict[tuple[str, Words], list[Occurrence]] = {key: [] for key in sorted(labels)}
    for place, sentence in enumerate(sentences):
        for number, word in enumerate(words[place]):
            for sought in sorted(beginning.get((sentence.lang, word), ())):
                if tuple(words[place][number : number + len(sought)]) == sought:
                    key = (sentence.lang, sought)
                    start, end = (
                        tokens[place][number][0],
                        tokens[place][number + len(sought) - 1][1],
                    )
                    found[key].append(_occurrence(sentence, start, end, labels[key]))
    return list(found.values())


def _occurrence(sentence: GoldSentence, start: int, end: int, labels: set[str]) -> Occurrence:
    touching = tuple(span for span in sentence.spans if span.start < end and start < span.end)
    exact = tuple(span for span in touching if (span.start, span.end) == (start, end))
    if exact:
        return Occurrence(sentence, start, end, "tagged", exact)
    status: Status = "covered"
    if not touching:
        status = "free"
    elif not any(span.start <= start and end <= span.end for span in touching) and any(
        span.label in labels for span in touching
    ):
        status = "in part"
    return Occurrence(sentence, start, end, status, touching)
