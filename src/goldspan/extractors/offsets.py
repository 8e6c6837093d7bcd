"""Offsets of other units and normal forms as places in our text, in code points.

A place is a boundary between code points of the text. An offset that falls inside one (half of a
surrogate pair, the second byte of a letter) or inside what normalisation makes of several is no
place, and is never moved to the next one.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import get_args

from goldspan.extractors.claims import NormalForm, Offsets, Unit

ALL_OFFSETS = [
    Offsets(unit=unit, form=form)
    for form in (None, *get_args(NormalForm))
    for unit in get_args(Unit)
    if unit != "quote"
]
"""Every way to count, the likelier ones first."""


def places_of(text: str, offsets: Offsets) -> Mapping[int, int]:
    """The place in a text of each offset of a kind that has one.

    Args:
        text: ours.
        offsets: how they count; the unit isn't ``quote``.

    Returns:
        Code points before the place, by offset; from 0 to the end of the text.
    """
    if offsets.form is None or unicodedata.is_normalized(offsets.form, text):
        return dict(zip(_units(text, offsets.unit), range(len(text) + 1), strict=True))
    places = {0: 0}
    before = start = 0
    for cluster, normal in _clusters(text, offsets.form):
        units = _units(normal, offsets.unit)
        if cluster == normal:
            for inner, count in enumerate(units):
                places[before + count] = start + inner
        before += units[-1]
        start += len(cluster)
        places[before] = start
    return places


def normalised(text: str, form: NormalForm | None) -> str:
    """A text in a normal form, or as it is."""
    return text if form is None else unicodedata.normalize(form, text)


def described(offsets: Offsets) -> str:
    """How offsets count, in words: ``UTF-16 units of the NFC form``."""
    unit = {"code point": "code points", "utf-16": "UTF-16 units", "utf-8": "UTF-8 bytes"}
    return unit[offsets.unit] + (f" of the {offsets.form} form" if offsets.form else "")


def _units(text: str, unit: Unit) -> "range | list[int]":
    """The units before each code point of a text, and before its end."""
    if unit == "code point" or text.isascii():
        return range(len(text) + 1)
    if unit == "utf-16":
        if max(text) < "\U00010000":
            return range(len(text) + 1)
        return [0, *accumulate(2 if letter > "\uffff" else 1 for letter in text)]
    return [0, *accumulate(map(_bytes, text))]


def _bytes(letter: str) -> int:
    """The UTF-8 bytes of a code point."""
    if letter < "\x80":
        return 1
    return 2 if letter < "\u0800" else 3 if letter < "\U00010000" else 4


def _clusters(text: str, form: NormalForm) -> Iterator[tuple[str, str]]:
    """The pieces of a text that are normalised independently, each with what becomes of it.

    One begins at a code point whose decomposition begins with a starter (combining class 0):
    reordering never crosses a starter. Where a composing form joins it with what stands before, the
    two are one piece (Unicode Standard Annex 15, sections 1.3 and 9).
    """
    piece, normal = "", ""
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and not _begins(text[end], form):
            continue
        further = text[start:end]
        alone = unicodedata.normalize(form, further)
        together = unicodedata.normalize(form, piece + further)
        if not piece or together != normal + alone:
            piece, normal = piece + further, together
        else:
            yield piece, normal
            piece, normal = further, alone
        start = end
    yield piece, normal


@lru_cache(maxsize=4096)
def _begins(letter: str, form: NormalForm) -> bool:
    decomposed = unicodedata.normalize("NFKD" if "K" in form else "NFD", letter)
    return unicodedata.combining(decomposed[0]) == 0
