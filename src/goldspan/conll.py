"""CoNLL files: one token a line, the tag last; blank lines end sentences.

::

    -DOCSTART- -X- O

    # id = ha-noi#0
    President   O
    Putin       B-LEADER

Columns are separated by tabs, or by spaces and tabs where a line has no tab between its columns;
no other character separates, so a token may be or hold a no-break space. Lines end with LF or CRLF.
Comments begin with ``#`` and stand before a sentence's first token.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from goldspan.decoding import Decoded, Repair, UnknownTag, decode_all
from goldspan.errors import InputError
from goldspan.files import read_text
from goldspan.schemes import SCHEMES, Scheme

DOCUMENT_MARK = "-DOCSTART-"

_BLANK = " \t\r"
_SPACES = re.compile(r"[ \t]+")
_FIELD = re.compile(r"#\s*(?P<name>[^=\s][^=]*?)\s*=\s*(?P<value>.*)")
_DOCUMENT_COMMENT = re.compile(r"#\s*(begin document|newdoc)\b")
_SENTENCE_NAMES = ("id", "sent_id")
_DOCUMENT_NAMES = ("doc", "newdoc id")


@dataclass
class ConllFile:
    """A CoNLL file, column by column; all lists run over tokens or over sentences.

    Attributes:
        path: where it was read.
        tokens: the first column, of all sentences.
        tags: the last column, of all sentences.
        lines: the line number of each token, from 1.
        starts: where each sentence begins in `tokens`.
        ids: what a comment ``# id = ...`` or ``# sent_id = ...`` calls each sentence.
        documents: the number of each sentence's document, from 0.
    """

    path: Path
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ids: list[str | None] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)

    def place(self, token: int) -> str:
        """Where a token stands, as ``file:line``."""
        return f"{self.path}:{self.lines[token]}"


def read_conll(path: Path) -> ConllFile:
    """Read a CoNLL file; ``-`` is standard input.

    Raises:
        InputError: it can't be read, isn't UTF-8, holds no token, or a line has one column only.
    """
    found = ConllFile(path)
    document = _Document()
    tags: dict[str, str] = {}
    name: str | None = None
    inside = False
    for number, raw in enumerate(read_text(path).split("\n"), start=1):
        line = raw.strip(_BLANK)
        if not line:
            inside = False
            continue
        columns = _columns(raw)
        if columns[0] == DOCUMENT_MARK:
            document.begin()
            inside = False
            continue
        if not inside and line.startswith("#") and _is_comment(line, columns):
            name = document.read(line) or name
            continue
        if len(columns) < 2:
            raise InputError(
                f"{path}:{number}: {line!r} has one column; a line is a token, white space,"
                " ..., the tag last."
            )
        if not inside:
            inside = True
            found.starts.append(len(found.tokens))
            found.ids.append(name)
            found.documents.append(document.number)
            document.empty, name = False, None
        found.tokens.append(columns[0])
        found.tags.append(tags.setdefault(columns[-1], columns[-1]))
        found.lines.append(number)
    if not found.tokens:
        raise InputError(f"{path}: there is no token in it.")
    return found


def decode_conll(file: ConllFile, scheme: Scheme, repair: Repair | None = None) -> Decoded:
    """The chunks of all sentences of a file.

    Args:
        file: as `read_conll` read it.
        scheme: what its tags are to be.
        repair: how sequences that break the scheme are read; None refuses them.

    Raises:
        InputError: a tag isn't of the scheme, or a sequence breaks it and `repair` is None.
    """
    try:
        decoded = decode_all(file.tags, file.starts, scheme, repair or "discard")
    except UnknownTag as error:
        raise InputError(f"{file.place(error.place)}: {error}{_fitting(file.tags)}.") from None
    if decoded.faults and repair is None:
        fault = decoded.faults[0]
        raise InputError(
            f"{file.place(fault.place)}: {fault.reason}, which {scheme.name} doesn't allow"
            f" ({len(decoded.faults)} such places); correct the file, or choose how to repair it."
        )
    return decoded


def sentence_lines(
    tokens: Iterable[str], tags: Iterable[str], comments: Iterable[tuple[str, str]] = ()
) -> str:
    """A sentence as lines of a CoNLL file: token, tab, tag; with the blank line that ends it.

    Args:
        tokens: none of them empty or with a tab or line end.
        tags: one a token.
        comments: pairs of name and value, such as ``("id", "ha-noi#0")``; line ends and repeated
            spaces in a value become a space.
    """
    lines = [f"# {name} = {' '.join(value.split())}\n" for name, value in comments]
    lines += [f"{token}\t{tag}\n" for token, tag in zip(tokens, tags, strict=True)]
    return "".join([*lines, "\n"])


class _Document:
    """Counts documents by their marks; one that got no sentence isn't counted."""

    def __init__(self) -> None:
        self.number = 0
        self.empty = True
        self.name: str | None = None

    def begin(self) -> None:
        if not self.empty:
            self.number += 1
            self.empty = True

    def read(self, comment: str) -> str | None:
        """Take in a comment; the sentence's id if it names one."""
        match = _FIELD.fullmatch(comment)
        if match and match["name"] in _SENTENCE_NAMES:
            return match["value"]
        if match and match["name"] in _DOCUMENT_NAMES:
            if match["value"] != self.name:
                self.begin()
            self.name = match["value"]
        elif _DOCUMENT_COMMENT.match(comment):
            self.begin()
        return None


def _columns(line: str) -> list[str]:
    line = line.rstrip(_BLANK)
    if "\t" in line:
        return [column.strip(" ") for column in line.split("\t")]
    return _SPACES.split(line.strip(" "))


def _is_comment(line: str, columns: list[str]) -> bool:
    """Whether a line that begins with ``#`` is a comment, not the token ``#`` with its tag."""
    if "\t" not in line and _FIELD.fullmatch(line):
        return True
    return not any(scheme.parse(columns[-1]) for scheme in SCHEMES.values())


def _fitting(tags: Iterable[str]) -> str:
    """The schemes whose tags these are, as advice."""
    distinct = set(tags)
    names = [name for name, scheme in SCHEMES.items() if all(map(scheme.parse, distinct))]
    return f"; the file's tags are of {' or '.join(names)}" if names else ""
