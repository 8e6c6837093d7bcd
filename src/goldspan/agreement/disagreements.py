"""What annotators disagree on, counted."""

import msgspec


class MarkedText(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """A marked string and its label.

    Attributes:
        text: the string.
        label: its label.
        attributes: such as ``form=demonym``; only where the two differ in nothing else.
    """

    text: str
    label: str
    attributes: tuple[str, ...] = ()


class DisagreementGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Disagreements of one kind on the same strings with the same labels.

    Attributes:
        kind: as in `SpanDisagreement.kind`.
        marked: what was missed, or the two spans that differ.
        count: how many there are, over all pairs of annotators.
        sentences: the ids of the first five sentences.
    """

    kind: str
    marked: list[MarkedText]
    count: int
    sentences: list[str]


class Disagreements(msgspec.Struct, frozen=True, kw_only=True):
    """All disagreements: how many of each kind, and what on, the most frequent first.

    Attributes:
        kinds: how many of each kind.
        groups: what on, the most frequent first.
    """

    kinds: dict[str, int]
    groups: list[DisagreementGroup]
