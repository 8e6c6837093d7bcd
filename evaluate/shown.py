"""The sentences a report carries, so that its page can show them without the dataset."""

import msgspec


class ShownSpan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A gold span or a prediction, and what became of it.

    Attributes:
        start: first code point; -1 for a claim that isn't in the text.
        end: one past the last code point; -1 likewise.
        label: its label.
        kind: its class, such as ``missed``; see `Errors.classes`.
    """

    start: int
    end: int
    label: str
    kind: str


class ShownSentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence with the spans of both sides.

    Attributes:
        text: null where the texts aren't known.
        gold: gold spans.
        predicted: predictions.
        slices: numbers of the groups in `Sentences.slices` that it, or a span of it, is in.
    """

    id: str
    doc: str
    text: str | None
    gold: list[ShownSpan]
    predicted: list[ShownSpan]
    slices: list[int]


class Sentences(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences with errors, and some of those without.

    Attributes:
        with_errors: how many there are; where not all are shown, those shown are spread evenly.
        without_errors: how many there are.
        slices: slice and group, such as ``["language", "vi"]``.
        shown: in the order of the dataset.
    """

    with_errors: int
    without_errors: int
    slices: list[tuple[str, str]]
    shown: list[ShownSentence]
