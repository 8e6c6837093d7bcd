"""What a measurement of agreement returns, as it stands in JSON."""

import msgspec

TOO_FEW = 30
"""Spans below which a figure says little."""

Interval = tuple[float, float] | None
"""95%, documents taken as wholes; null with fewer than two documents."""


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """F1 between annotators where spans needn't be equal to match.

    Attributes:
        f1: null where nobody marked anything.
        first_matched: spans of the first annotator that have a partner.
        second_matched: spans of the second that have one.
    """

    f1: float | None
    f1_interval: Interval
    first_matched: int
    second_matched: int


class LabelAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """How often the label is the same where the boundaries are.

    By label it is specific agreement: of the spans either side gave that label, how many got it
    from both (2 * same / (first + second); Cicchetti and Feinstein, 1990).

    Attributes:
        same: pairs with the same boundaries and label.
        first: spans of the first annotator with a partner of the same boundaries.
        second: spans of the second.
    """

    accuracy: float | None
    accuracy_interval: Interval
    same: int
    first: int
    second: int
    is_too_few: bool


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 between annotators with the counts it comes from, and looser measures beside it.

    Attributes:
        f1: null where nobody marked anything.
        matched: spans both marked, with the same boundaries and label.
        first: spans of the annotator whose name comes first.
        second: spans of the other.
        sentences: sentences both annotated.
        documents: documents they stand in.
        is_too_few: under 30 spans on either side, too few to say much.
        overlapping: matches of the same label that overlap.
        boundaries: matches of the same boundaries, whatever the label.
    """

    f1: float | None
    f1_interval: Interval
    matched: int
    first: int
    second: int
    sentences: int
    documents: int
    is_too_few: bool
    overlapping: Matched
    boundaries: Matched
    label_accuracy: LabelAccuracy


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


class PairMatrix(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 of every two annotators, for a heat map; symmetric.

    Attributes:
        annotators: what rows and columns stand for.
        f1: null on the diagonal, and where two share no sentence or marked nothing.
        spans: spans of both together, in shared sentences.
        sentences: sentences the two share.
    """

    annotators: list[str]
    f1: list[list[float | None]]
    spans: list[list[int]]
    sentences: list[list[int]]


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


class MarkedText(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """A marked string and its label.

    Attributes:
        attributes: such as ``form=demonym``; only where the two differ in nothing else.
    """

    text: str
    label: str
    attributes: tuple[str, ...] = ()


class DisagreementGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Disagreements of one kind on the same strings with the same labels.

    Attributes:
        marked: what was missed, or the two spans that differ.
        count: how many, over all pairs of annotators.
        sentences: ids of the first five sentences.
    """

    kind: str
    marked: list[MarkedText]
    count: int
    sentences: list[str]


class Disagreements(msgspec.Struct, frozen=True, kw_only=True):
    """All disagreements: how many of each kind, and what on, the most frequent first."""

    kinds: dict[str, int]
    groups: list[DisagreementGroup]


class Accuracy(msgspec.Struct, frozen=True, kw_only=True):
    """An annotator's strict precision, recall and F1 against adjudicated spans.

    Attributes:
        marked: spans of the annotator.
        gold: adjudicated spans.
        is_too_few: under 30 of these.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: Interval
    matched: int
    marked: int
    gold: int
    sentences: int
    is_too_few: bool


class AnnotatorAccuracy(msgspec.Struct, frozen=True, kw_only=True):
    """One annotator's accuracy.

    Attributes:
        all: on every sentence of theirs that gold has, also those where gold is what they said.
        disputed: where annotators differ or an adjudicator decided; null where there is none.
        labels: as `all`, by label.
    """

    all: Accuracy
    disputed: Accuracy | None
    labels: dict[str, Accuracy]


class AccuracyAgainstGold(msgspec.Struct, frozen=True, kw_only=True):
    """Every annotator's accuracy against gold, which is no agreement between them.

    Attributes:
        source: the gold dataset or the adjudicator's file.
        sentences: annotated sentences that are in it.
        disputed_sentences: of these, where annotators differ or an adjudicator decided.
        sentences_not_in_gold: annotated sentences that aren't in it.
    """

    source: str
    sentences: int
    disputed_sentences: int
    sentences_not_in_gold: int
    annotators: dict[str, AnnotatorAccuracy]


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Agreement over all pairs of annotators, and by slices of what they annotated.

    Keys of `pairs` are ``a & b``, of `labels_by_language` ``LABEL lang``, of `guidelines` the
    version both worked under, or the two, of `suggestions` the extractor whose suggestions both
    began with, ``none``, or the two. What may be null is measured on request.

    Attributes:
        changed_by_others: annotations that another annotator changed last, so that they aren't
            independent.
    """

    schema: str = "goldspan-agreement-1"
    annotators: list[str]
    documents: int
    changed_by_others: int
    overall: Agreed
    labels: dict[str, Agreed]
    languages: dict[str, Agreed]
    labels_by_language: dict[str, Agreed]
    sections: dict[str, Agreed]
    guidelines: dict[str, Agreed]
    suggestions: dict[str, Agreed]
    pairs: dict[str, Agreed]
    alpha: Alphas
    matrix: PairMatrix
    disagreements: Disagreements
    gamma: Gamma | None = None
    token_kappa: TokenKappas | None = None
    accuracy_against_gold: AccuracyAgainstGold | None = None
