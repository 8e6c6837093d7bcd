"""What is wished for when sentences are chosen, and what a choice is."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from goldspan.annotate.criteria_names import Confidence, Criterion, Measure
from goldspan.sentences import Sentence


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be chosen.

    Attributes:
        count: how many sentences.
        weights: of the criteria; those without a weight don't count. Empty: all that can be
            computed, alike.
        random: the share that is drawn by lot, 0 to 1.
        per_document: the most that a document gives by score; None for twice its even share,
            doubled while there aren't enough.
        measure: of disagreement.
        confidence: of a sentence, from its spans' scores.
        seed: of the lots.
    """

    count: int
    weights: Mapping[Criterion, float] = {}
    random: float = 0.1
    per_document: int | None = None
    measure: Measure = "entropy"
    confidence: Confidence = "min"
    seed: int = 0


class Reason(msgspec.Struct, frozen=True):
    """What a sentence has of a criterion, and the share of candidates that have less, 0 to 1."""

    value: float
    above: float


class Chosen(msgspec.Struct, frozen=True):
    """A chosen sentence.

    Attributes:
        sentence: as it was given, the reasons in its ``meta``.
        selected: by its score, or by lot.
        rank: among those chosen by score, from 1; null for those drawn by lot.
        score: when it was chosen, 0 to 1.
        reasons: by criterion, when it was chosen.
        new_strings: possible mentions that nobody had annotated and no sentence before it held.
    """

    sentence: Sentence
    selected: Literal["score", "lot"]
    rank: int | None
    score: float
    reasons: dict[Criterion, Reason]
    new_strings: list[str]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen, and from what.

    Attributes:
        chosen: the best first, those drawn by lot spread among them.
        candidates: how many sentences there were to choose from.
        annotated: sentences passed over because they were annotated, or are in a project.
        boilerplate: sentences passed over because they say nothing.
        near_duplicates: sentences passed over because an annotated or a chosen one is near.
        per_document: the most that any document could give by score.
        weights: of the criteria that counted.
        seed: of the lots.
        pool: the mean of each criterion over all candidates, at the start.
    """

    chosen: list[Chosen]
    candidates: int
    annotated: int
    boilerplate: int
    near_duplicates: int
    per_document: int
    weights: dict[Criterion, float]
    seed: int
    pool: dict[Criterion, float]
