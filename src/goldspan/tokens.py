"""The default tokeniser: the same for every language, and blind to the annotations.

A token is a run of letters, marks and digits, cut where a capital follows a small letter
(*PresidentPutin* is two tokens), or a single other character; white space separates. Marks and
joiners stay with the character before them, so that neither a decomposed letter nor a joined emoji
is ever cut.
"""

import unicodedata
from collections.abc import Iterator

TOKENISER = "goldspan-1"

_JOINER = "\u200d"


def tokenise(text: str) -> list[tuple[int, int]]:
    """The tokens of a text as half-open offsets in code points; they cover all but white space."""
    tokens: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        if text[start].isspace():
            continue
        if tokens and tokens[-1][1] == start and _continues(text, tokens[-1][0], start):
            tokens[-1] = (tokens[-1][0], end)
        else:
            tokens.append((start, end))
    return tokens


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the marks, joiners and joined characters that follow it."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (
            _is_extender(text[end]) or (text[end - 1] == _JOINER and not text[end].isspace())
        ):
            end += 1
        yield start, end
        start = end


def _is_extender(character: str) -> bool:
    return (
        character == _JOINER
        or unicodedata.category(character) in ("Mn", "Mc", "Me")
        or 0x1F3FB <= ord(character) <= 0x1F3FF
    )


def _continues(text: str, token_start: int, start: int) -> bool:
    """Whether the character at `start` belongs to the word begun at `token_start`."""
    if not (text[token_start].isalnum() and text[start].isalnum()):
        return False
    return not (text[start].isupper() and _base_before(text, start).islower())


def _base_before(text: str, place: int) -> str:
    place -= 1
    while place > 0 and _is_extender(text[place]):
        place -= 1
    return text[place]
