"""What guidelines are made of."""

import msgspec

from goldspan.annotations import GuidelinesStamp
from goldspan.spans import Span


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A label annotators can give, with what the labelling page needs to show it.

    Attributes:
        name: as it stands in every span, tag and score; capitals, digits and underscores.
        colour: ``#rrggbb``.
        hotkey: the key that picks it.
        definition: one line, shown as a hint.
        attributes: further marks with their possible values.
    """

    name: str
    colour: str
    hotkey: str
    definition: str
    attributes: dict[str, list[str]] = {}


class Flag(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something to say of a whole sentence."""

    name: str
    hotkey: str
    definition: str


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The YAML at the top of the file."""

    title: str
    version: str
    languages: list[str]
    labels: list[Label]
    flags: list[Flag] = []


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A line of text with the spans that a rule asks for, or, as a counter-example, forbids."""

    line: int
    lang: str
    text: str
    spans: list[Span]
    is_counter: bool


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered rule with its examples; `prose` is its text, in Markdown's plain form."""

    line: int
    number: int
    title: str
    prose: str
    examples: list[Example]


class Guidelines(msgspec.Struct, frozen=True, kw_only=True):
    """The guidelines as read from one file.

    Attributes:
        summary: the Markdown of the section "Summary", shown to annotators first.
        body: the Markdown of everything after the front matter.
        source: the file's bytes.
        sha256: of these bytes.
    """

    title: str
    version: str
    languages: list[str]
    labels: list[Label]
    flags: list[Flag]
    rules: list[Rule]
    summary: str
    body: str
    source: bytes
    sha256: str

    @property
    def label_names(self) -> list[str]:
        """The labels' names, in the order of the file."""
        return [label.name for label in self.labels]

    @property
    def colours(self) -> dict[str, str]:
        """Each label's colour, as ``#rrggbb``."""
        return {label.name: label.colour for label in self.labels}

    @property
    def stamp(self) -> GuidelinesStamp:
        """Version and hash, as annotations and datasets record them."""
        return GuidelinesStamp(version=self.version, sha256=self.sha256)
