"""The formats a dataset can be exported to."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from goldspan.dataset import GoldSentence
    from goldspan.gold.exports.settings import Settings
    from goldspan.losses import Loss

Writer: TypeAlias = "Callable[[BinaryIO, Iterable[GoldSentence], Settings], list[Loss]]"


class Format(NamedTuple):
    """A file format.

    Attributes:
        name: as users write it.
        definition: what it is, in one line.
        writer: the function that writes it, as ``module:name``; loaded when it is needed.
        settings: the settings it heeds; others are refused.
        is_text: whether it can go to standard output.
    """

    name: str
    definition: str
    writer: str
    settings: frozenset[str] = frozenset()
    is_text: bool = True

    def load(self) -> Writer:
        """What writes sentences to an open file, and gives what the format can't hold."""
        module, _, name = self.writer.partition(":")
        writer: Writer = getattr(import_module(module), name)
        return writer


FORMATS = {
    format.name: format
    for format in (
        Format(
            "jsonl",
            "a text with its spans a line, nothing is lost",
            "goldspan.gold.exports.text:write_jsonl",
        ),
        Format(
            "conll",
            "a token and its tag a line, for flat spans of whole tokens",
            "goldspan.gold.exports.text:write_conll",
            frozenset({"tokeniser", "scheme", "ids"}),
        ),
        Format(
            "spacy",
            "a DocBin for spaCy, for spans of whole tokens",
            "goldspan.gold.exports.docbin:write_docbin",
            frozenset({"tokeniser"}),
            is_text=False,
        ),
        Format(
            "brackets",
            "a sentence a line, its names in brackets, for spans that don't cross",
            "goldspan.gold.exports.text:write_brackets",
        ),
    )
}
