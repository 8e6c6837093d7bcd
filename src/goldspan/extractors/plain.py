"""A text with its writing evened out, each place in it known in the text as it is.

Even are: Unicode forms (NFC), case, runs of white space, quotation marks, apostrophes and dashes of
all kinds, and characters that nobody sees (soft hyphens, zero-width spaces, marks of direction).
"""

import unicodedata
from collections.abc import Iterator

_QUOTES = dict.fromkeys(
    "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u0060\uff07", "'"
) | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"')
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f", "")
_EVEN = str.maketrans(_QUOTES | _DASHES | _UNSEEN)


class PlainText:
    """A text with its writing evened out.

    Attributes:
        text: evened out.
    """

    def __init__(self, text: str) -> None:
        """Even out a text.

        Args:
            text: as it is.
        """
        pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in _groups(text):
            piece = _even(text[start:end])
            pieces.append(piece)
            self._starts += [start] * len(piece)
            self._ends += [end] * len(piece)
        self.text = "".join(pieces)

    def occurrences(self, quote: str) -> list[tuple[int, int]]:
        """Where a quote, itself evened out, stands in the text as it is."""
        found = (self.place(start, end) for start, end in occurrences(self.text, quote))
        return [place for place in found if place]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The place in the text as it is; None if it would begin or end inside a character."""
        if start > 0 and self._starts[start] == self._starts[start - 1]:
            return None
        if end < len(self.text) and self._ends[end] == self._ends[end - 1]:
            return None
        return self._starts[start], self._ends[end - 1]

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """What a piece of the text as it is covers here; empty if nothing is left of it."""
        covered = [
            place
            for place, (begin, stop) in enumerate(zip(self._starts, self._ends, strict=True))
            if begin < end and start < stop
        ]
        return (covered[0], covered[-1] + 1) if covered else (0, 0)


def plain_quote(quote: str) -> str:
    """A quote with its writing evened out, without white space around it."""
    return PlainText(quote).text.strip()


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Every place where a quote stands, from left to right; they may overlap."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def is_in_word(text: str, place: int) -> bool:
    """Whether a place lies between two letters or digits, or before a mark that combines."""
    if not 0 < place < len(text):
        return False
    if unicodedata.category(text[place]).startswith("M"):
        return True
    return text[place].isalnum() and text[place - 1].isalnum()


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Pieces evened out each by itself: characters with their marks, runs of white space."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _belong_together(text[start:place], text[place]):
            yield start, place
            start = place


def _belong_together(group: str, character: str) -> bool:
    if character.isspace():
        return group[-1].isspace()
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    return len(unicodedata.normalize("NFC", group + character)) <= len(
        unicodedata.normalize("NFC", group)
    )


def _even(group: str) -> str:
    if group.isspace():
        return " "
    return unicodedata.normalize("NFC", group).casefold().translate(_EVEN)
