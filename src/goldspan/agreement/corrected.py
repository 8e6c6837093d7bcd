"""Agreement corrected for chance."""

import msgspec

from goldspan.agreement.spans import Interval

CorrectedInterval = Interval
"""As above; null as well where documents don't differ, such as in full agreement."""


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Krippendorff's unitised alpha: 1 is full agreement, 0 what chance would give.

    Attributes:
        alpha: null where nobody marked anything.
        spans: of all annotators together.
        code_points: compared, those of all annotators together.
        is_too_few: under 30 spans an annotator.
    """

    alpha: float | None
    alpha_interval: CorrectedInterval
    spans: int
    code_points: int
    annotators: int
    is_too_few: bool


class Alphas(msgspec.Struct, frozen=True, kw_only=True):
    """Alpha over all labels, and of each label by itself: marked with it or not."""

    overall: Alpha
    labels: dict[str, Alpha]


class DocumentGamma(msgspec.Struct, frozen=True, kw_only=True):
    """Gamma of the sentences of a document that the same people annotated.

    Attributes:
        gamma: null where chance would give no disorder.
        observed_disorder: of the best alignment, a unit.
        expected_disorder: the mean of the best alignments of chance continua.
        samples: how many of those were drawn.
        spans: of all its annotators together.
    """

    document: str
    annotators: list[str]
    gamma: float | None
    observed_disorder: float
    expected_disorder: float
    samples: int
    spans: int
    sentences: int


class Gamma(msgspec.Struct, frozen=True, kw_only=True):
    """Gamma over all documents, each weighing as many units as an annotator marks in it on average.

    Attributes:
        gamma: null where nobody marked anything.
        documents_without_spans: documents in which nobody marked anything; gamma leaves them out.
        precision: of the expected disorders, as a share, with 95% confidence.
        is_too_few: under 30 spans an annotator.
    """

    gamma: float | None
    gamma_interval: CorrectedInterval
    spans: int
    documents_without_spans: int
    precision: float
    is_too_few: bool
    documents: list[DocumentGamma]


class TokenKappa(msgspec.Struct, frozen=True, kw_only=True):
    """Cohen's kappa of two annotators on IOB2 tags.

    Attributes:
        kappa: null where both gave every token the same tag.
        tokens: of the sentences both annotated.
        outside_for_both: tokens that neither put into a span.
        spans_not_seen: spans of either that don't fit the tokens, or lie inside another span.
    """

    kappa: float | None
    tokens: int
    outside_for_both: int
    spans_not_seen: int


class TokenKappas(msgspec.Struct, frozen=True, kw_only=True):
    """Token kappa of every pair of annotators, and why not to trust it."""

    warning: str
    tokeniser: str
    pairs: dict[str, TokenKappa]
