"""Predictions: what one extractor said of one sentence."""

import msgspec

from goldspan.spans import Span


class PredictedSpan(Span, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A span an extractor found.

    Attributes:
        score: how sure the extractor is of it; null where it doesn't say.
    """

    score: float | None = None


class Unlocated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mention an extractor claims that isn't anywhere in the text: always spurious.

    Attributes:
        label: the label it was given.
        text: the words, as the extractor quoted them.
    """

    label: str
    text: str


class Located(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How mentions that were only quoted, without offsets, were found in the text.

    Attributes:
        exact: how many as quoted.
        normalised: how many but for case, white space, Unicode forms, quotation marks and dashes.
        fuzzy: how many but for a few letters.
    """

    exact: int = 0
    normalised: int = 0
    fuzzy: int = 0


class Prediction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one extractor said of one sentence.

    Attributes:
        sentence: the sentence's id.
        spans: what it found.
        extractor: its name.
        text_sha256: the SHA-256 of the text it read; checked against gold when present.
        unlocated: claimed mentions that couldn't be found in the text.
        error: why it failed on this sentence; null if it didn't.
        seconds: how long it took.
        unmapped: how many of its mentions were left out by label, in the extractor's own words,
            because ``--map`` doesn't say what they are.
        located: how the spans were found, where the extractor gave quotes without offsets.
    """

    sentence: str
    spans: list[PredictedSpan]
    extractor: str = ""
    text_sha256: str | None = None
    unlocated: list[Unlocated] = []
    error: str | None = None
    seconds: float | None = None
    unmapped: dict[str, int] = {}
    located: Located | None = None
