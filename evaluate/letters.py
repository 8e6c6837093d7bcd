"""Which code points are letters whose words are divided by spaces, read from UTF-8 bytes."""

from functools import cache

import numpy as np
import numpy.typing as npt

from goldspan.evaluate.arrays import Flags, Numbers

Bytes = npt.NDArray[np.uint8]

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x31FF),  # Chinese, Japanese
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts whose words aren't divided by spaces: there a neighbour is no sign of glue."""


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
    return (character.isalnum() or is_mark) and not any(
        low <= point <= high for low, high in _UNSPACED
    )


_ASCII_LETTERS: Flags = np.array([chr(code).isalnum() and code < 128 for code in range(256)])
