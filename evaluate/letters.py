"""Which code points are letters whose words are divided by spaces, read from UTF-8 bytes."""

from functools import cache

import numpy as np
import numpy.typing as npt

from goldspan.evaluate.arrays import Flags, Numbers

Bytes = npt.NDArray[np.uint8]

_UNSPACED = (
    *("THAI ", "LAO ", "MYANMAR ", "KHMER "),
    *("CJK ", "IDEOGRAPHIC ", "HANGZHOU ", "BOPOMOFO "),
    *("HIRAGANA ", "KATAKANA", "HALFWIDTH KATAKANA", "COMBINING KATAKANA"),
)
"""How the names begin that Unicode gives to letters whose words aren't divided by spaces: there a
neighbour is no sign of glue."""


def are_letters(data: Bytes, at: Numbers) -> Flags:
    """Whether the code points that begin here are letters or digits of a script with spaces."""
    lead = data[at]
    found: Flags = _ASCII_LETTERS.take(lead)
    high = np.flatnonzero(lead >= 0x80)
    if len(high):
        distinct, which = np.unique(_code_points(data, at[high]), return_inverse=True)
        is_letter = np.array([_is_letter(point) for point in distinct.tolist()], dtype=bool)
        found[high] = is_letter[which]
    return found


def _code_points(data: Bytes, at: Numbers) -> Numbers:
    """The code points whose first bytes, not ASCII, are at these places (RFC 3629)."""
    lead = data[at].astype(np.int64)
    length = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    found = lead & (0x7F >> length)
    for step in range(1, 4):
        more = length > step
        following = data[np.minimum(at + step, len(data) - 1)] & 0x3F
        found = np.where(more, found << 6 | following, found)
    return found


@cache
def _is_letter(point: int) -> bool:
    import unicodedata

    character = chr(point)
    is_mark = unicodedata.category(character) in ("Mn", "Mc")
    if not (character.isalnum() or is_mark):
        return False
    return not unicodedata.name(character, "").startswith(_UNSPACED)


_ASCII_LETTERS: Flags = np.array([chr(code).isalnum() and code < 128 for code in range(256)])
