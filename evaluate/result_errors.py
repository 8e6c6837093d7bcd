"""What a scoring says of errors, as it stands in the report."""

import msgspec

from goldspan.spans import Span


class SemEval(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four measures of SemEval-2013 task 9.1.

    Attributes:
        correct: pairs of a gold span and a prediction that fit.
        incorrect: pairs that overlap and don't fit.
        partial: pairs that fit by half.
        missing: gold spans without a partner.
        spurious: predictions without a partner.
        precision: (correct + partial / 2) / predictions; 0 where nothing is predicted.
        recall: (correct + partial / 2) / gold spans; 0 where there is none.
        f1: their harmonic mean; 0 where nothing fits.
    """

    correct: int
    incorrect: int
    partial: int
    missing: int
    spurious: int
    precision: float
    recall: float
    f1: float


class ErrorClass(msgspec.Struct, frozen=True, kw_only=True):
    """How many gold spans and how many predictions are in a class.

    Attributes:
        gold: gold spans.
        predicted: predictions.
    """

    gold: int
    predicted: int


class FrequentString(msgspec.Struct, frozen=True, kw_only=True):
    """A string that was missed or spurious, and how often.

    Attributes:
        text: the string.
        label: its label.
        count: how often.
    """

    text: str
    label: str
    count: int


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One error in its sentence, with the spans of both sides that have to do with it.

    Attributes:
        sentence: the sentence's id.
        text: the sentence's text; null where the texts aren't known.
        gold: gold spans.
        predicted: predictions.
    """

    sentence: str
    text: str | None
    gold: list[Span]
    predicted: list[Span]


class Errors(msgspec.Struct, frozen=True, kw_only=True):
    """What became of gold spans and predictions.

    Attributes:
        classes: how many are in each class, of ``correct``, ``label``, ``boundary``, ``boundary and
            label``, ``split``, ``merged``, ``inside a glued word``, ``missed`` and ``spurious``;
            every gold span and every prediction is in exactly one.
        confusion: counts by label of gold, then by label of predictions; rows sum to gold and
            columns to predictions, with ``SPURIOUS`` and ``MISSED`` for those without a partner.
            Zeros are left out.
        semeval: the measures strict, exact, partial and type.
        missed: the most frequent strings of gold spans without a partner.
        spurious: the most frequent strings of predictions without one.
        examples: some errors of each class.
    """

    classes: dict[str, ErrorClass]
    confusion: dict[str, dict[str, int]]
    semeval: dict[str, SemEval]
    missed: list[FrequentString]
    spurious: list[FrequentString]
    examples: dict[str, list[Example]]
