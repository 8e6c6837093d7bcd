"""Sentences: what is pushed, annotated and scored. Their text is never changed afterwards."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from goldspan.errors import InputError
from goldspan.records import read_records

Section = Literal["body", "headline", "caption", "boilerplate"]


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A pre-segmented sentence of a document.

    Attributes:
        id: unique among all sentences of a project; ``<doc>#<index>`` unless given.
        doc: the document it stands in.
        index: its place in the document, from 0.
        text: the text itself; spans count its Unicode code points.
        lang: a BCP 47 language tag; ``und`` when nobody said.
        section: what kind of line it is.
        meta: anything else: source, date, url.
    """

    doc: str
    index: int
    text: str
    id: str = ""
    lang: str = "und"
    section: Section = "body"
    meta: dict[str, Any] = {}

    def __post_init__(self) -> None:
        """Fill in the default id."""
        if not self.id:
            msgspec.structs.force_setattr(self, "id", f"{self.doc}#{self.index}")

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return sha256_of_text(self.text)

    @property
    def key(self) -> str:
        """Its id and its text, which make a pushed sentence the same sentence."""
        return f"{self.id}@{self.text_sha256[:16]}"


def sha256_of_text(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fault_of_text(text: str) -> str | None:
    """Why a text can't be annotated, as half a sentence; None if it can.

    Control characters would shift offsets in the browser (U+0000) or be invisible to annotators;
    lone surrogates can't be encoded. Tab and line feed are let through: they are in real text.
    """
    if not text.strip():
        return "it has no text"
    if text.isprintable():
        return None
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Cc" and character not in "\t\n":
            return f"it holds the control character U+{ord(character):04X} at offset {place}"
        if category == "Cs":
            return f"it holds the lone surrogate U+{ord(character):04X} at offset {place}"
    return None


def read_placed_sentences(path: Path) -> Iterator[tuple[str, Sentence]]:
    """Each sentence of a JSON Lines file with where it stands (``file:line``).

    Raises:
        InputError: the file can't be read, or a line isn't a sentence.
    """
    for number, sentence in read_records(path, Sentence):
        yield f"{path}:{number}", sentence


def distinct(sentences: Iterable[tuple[str, Sentence]]) -> list[Sentence]:
    """Sentences in the order given, exact repeats once, each text checked.

    Args:
        sentences: pairs of where the sentence was read (``file:line``) and the sentence.

    Raises:
        InputError: a text that can't be annotated, or one id with two texts.
    """
    seen: dict[str, tuple[str, Sentence]] = {}
    for where, sentence in sentences:
        if fault := fault_of_text(sentence.text):
            raise InputError(f"{where}: sentence {sentence.id}: {fault}; clean the text first.")
        first_where, first = seen.setdefault(sentence.id, (where, sentence))
        if first.text != sentence.text:
            raise InputError(
                f"{where}: sentence id {sentence.id} was used at {first_where} for another text;"
                " give each sentence an id of its own."
            )
    return [sentence for _, sentence in seen.values()]
