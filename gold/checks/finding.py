"""What a check of a gold dataset finds, and the dataset as the checks look at it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from goldspan.dataset import GoldDataset, GoldSentence, GoldSpan
from goldspan.gold.checks.occurrences import Occurrence, occurrences
from goldspan.guidelines.model import Guidelines
from goldspan.near_duplicates import NearDuplicates, near_duplicates
from goldspan.tokens import tokenise

Severity = Literal["error", "warning"]
Thresholds = Mapping[str, float]


class Found(msgspec.Struct, frozen=True):
    """What one check found at one place.

    Attributes:
        what: what is wrong, as half a sentence.
        sentence: the sentence; None for what is of the whole dataset.
        spans: the spans concerned.
        others: ids of further sentences concerned.
    """

    what: str
    sentence: GoldSentence | None = None
    spans: tuple[GoldSpan, ...] = ()
    others: tuple[str, ...] = ()


class Corpus:
    """A dataset as the checks look at it; what several of them need is made once."""

    def __init__(
        self, dataset: GoldDataset, guidelines: Guidelines, thresholds: Thresholds
    ) -> None:
        """Take the dataset, the guidelines it should follow, and all thresholds by name."""
        self.dataset = dataset
        self.guidelines = guidelines
        self.thresholds = thresholds
        self.sentences = dataset.sentences()

    @cached_property
    def tokens(self) -> list[list[tuple[int, int]]]:
        """The tokens of each sentence, as half-open offsets."""
        return [tokenise(sentence.text) for sentence in self.sentences]

    @cached_property
    def occurrences(self) -> list[list[Occurrence]]:
        """All places of words that are a span somewhere, the same words together."""
        return occurrences(self.sentences, self.tokens)

    @cached_property
    def near(self) -> NearDuplicates:
        """Which sentences are near duplicates, by their places in `sentences`."""
        return near_duplicates([sentence.text for sentence in self.sentences])

    @cached_property
    def splits(self) -> dict[str, str]:
        """The split of each sentence, by its id."""
        return {
            sentence.id: split
            for split, sentences in self.dataset.splits.items()
            for sentence in sentences
        }


class Check(msgspec.Struct, frozen=True):
    """A check: its name, what it finds (half a sentence), and how.

    Attributes:
        thresholds: the numbers it goes by, each with its name and default.
    """

    name: str
    severity: Severity
    finds: str
    run: Callable[[Corpus], Iterator[Found]]
    thresholds: Mapping[str, float] = {}


def sound_spans(sentence: GoldSentence) -> list[GoldSpan]:
    """The spans that lie inside the text; the others are reported by a check of their own."""
    return [span for span in sentence.spans if 0 <= span.start < span.end <= len(sentence.text)]


def shown(sentence: GoldSentence, span: GoldSpan) -> str:
    """A span for people: its words and its label."""
    return f"{sentence.text[span.start : span.end]!r} {span.label}"
