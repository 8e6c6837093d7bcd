"""Agreement corrected for chance."""

import msgspec

from goldspan.agreement.spans import Interval

CorrectedInterval = Interval
"""As above; null as well where documents don't differ, such as in full agreement."""


class Alpha(msgspec.Struct, frozen=True, kw_only=True):
    """Krippendorff's unitised alpha: 1 is full agreement, 0 what chance would give.

    Attributes:
        alpha: null where nobody marked anything.
        alpha_interval: 95%, documents taken as wholes; null with fewer than two documents, or where
            documents don't differ.
        spans: how many, of all annotators together.
        code_points: how many were compared, those of all annotators together.
        annotators: how many.
        is_too_few: under 30 spans an annotator.
    """

    alpha: float | None
    alpha_interval: CorrectedInterval
    spans: int
    code_points: int
    annotators: int
    is_too_few: bool


class Alphas(msgspec.Struct, frozen=True, kw_only=True):
    """Alpha over all labels, and of each label by itself: marked with it or not.

    Attributes:
        overall: over all labels.
        labels: of each label.
    """

    overall: Alpha
    labels: dict[str, Alpha]


class DocumentGamma(msgspec.Struct, frozen=True, kw_only=True):
    """Gamma of the sentences of a document that the same people annotated.

    Attributes:
        document: the document's name.
        annotators: their pseudonyms.
        gamma: null where chance would give no disorder.
        observed_disorder: that of the best alignment, per unit.
        expected_disorder: the mean over the best alignments of continua drawn by chance.
        samples: how many such continua were drawn.
        spans: how many, of all its annotators together.
        sentences: how many.
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
        gamma_interval: 95%, documents taken as wholes; null with fewer than two documents, or where
            documents don't differ.
        spans: how many, of all annotators together.
        documents_without_spans: documents in which nobody marked anything; gamma leaves them out.
        precision: how far the expected disorders may be off, as a share, with 95% confidence.
        is_too_few: under 30 spans an annotator.
        documents: each document.
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
        kappa: null where both gave all tokens one and the same tag.
        tokens: how many, of the sentences both annotated.
        outside_for_both: tokens that neither put into a span.
        spans_not_seen: spans of either that don't fit the tokens, or overlap another of theirs.
    """

    kappa: float | None
    tokens: int
    outside_for_both: int
    spans_not_seen: int


class TokenKappas(msgspec.Struct, frozen=True, kw_only=True):
    """Token kappa of every pair of annotators, and why not to trust it.

    Attributes:
        warning: why not to trust it, in a sentence.
        tokeniser: the tokeniser's name.
        pairs: by pair of annotators; keys such as ``a & b``.
    """

    warning: str
    tokeniser: str
    pairs: dict[str, TokenKappa]
