"""What a scoring returns, as it stands in the report."""

import msgspec


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Precision, recall and F1 with the counts they come from.

    Attributes:
        f1_interval: 95% interval of F1, documents resampled; null with fewer than two documents.
        is_too_few: under 30 gold spans, too few to say much.
    """

    precision: float
    recall: float
    f1: float
    support: int
    predicted: int
    matched: int
    f1_interval: tuple[float, float] | None
    is_too_few: bool


class Referee(msgspec.Struct, frozen=True, kw_only=True):
    """Who counted as well, how, and that the counts are the same to the last digit."""

    name: str
    version: str
    mode: str
    scheme: str
    unit: str
    sequences: int
    agrees: bool


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """How the intervals were obtained."""

    method: str
    level: float
    resamples: int
    seed: int


class GoldSide(msgspec.Struct, frozen=True, kw_only=True):
    """What was scored against."""

    sha256: str
    split: str | None
    documents: int
    sentences: int
    entities: int
    guidelines: str


class PredictedSide(msgspec.Struct, frozen=True, kw_only=True):
    """What was scored.

    Attributes:
        sha256: of the predictions file; null when the extractor was run for this very score.
        errors: sentences on which the extractor failed; counted as if it had found nothing.
        unlocated: claims that aren't in the text; counted as spurious.
        ignored: predictions for sentences of other splits.
        suggested: sentences whose annotators began with this very extractor's suggestions.
    """

    extractor: str
    sha256: str | None
    errors: int
    unlocated: int
    ignored: int
    suggested: int


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One scoring: everything a report needs."""

    schema: str = "goldspan-score-1"
    goldspan: str
    overall: Figures
    labels: dict[str, Figures]
    referee: Referee
    interval: Interval
    gold: GoldSide
    predictions: PredictedSide
