"""The maintainers' own paragraphs in a card: marked, so that they survive its regeneration.

::

    <!-- yours: sampling -->
    The articles were drawn at random from ...
    <!-- end of yours: sampling -->
"""

import re
from collections.abc import Mapping
from pathlib import Path

from goldspan.errors import InputError
from goldspan.files import read_text

PLACES = ("summary", "sampling", "annotators", "limitations", "uses")
"""Where the card has room for them, in its order; any other name is kept at its end."""

_MARK = re.compile(r"^<!-- (end of )?yours: ([a-z][a-z0-9-]*) -->[ \t]*$", re.MULTILINE)


def marked(name: str, text: str) -> str:
    """A paragraph between its marks."""
    return f"<!-- yours: {name} -->\n{text}{chr(10) if text else ''}<!-- end of yours: {name} -->"


def read_paragraphs(markdown: str, where: str) -> dict[str, str]:
    """The marked paragraphs of a card by name, those without text left out.

    Raises:
        InputError: a mark has no partner, or a name is used twice.
    """
    found: dict[str, str] = {}
    begun: tuple[str, int, int] | None = None
    for mark in _MARK.finditer(markdown):
        ends, name = bool(mark[1]), mark[2]
        line = markdown.count("\n", 0, mark.start()) + 1
        if ends != (begun is not None) or (begun and begun[0] != name):
            raise InputError(
                f"{where}:{line}: the mark of paragraph {name!r} has no partner; write"
                f" <!-- yours: {name} --> before it and <!-- end of yours: {name} --> after it."
            )
        if begun is None:
            begun = (name, mark.end(), line)
            continue
        if name in found:
            raise InputError(f"{where}:{begun[2]}: there are two paragraphs {name!r}; join them.")
        found[name] = markdown[begun[1] : mark.start()].strip()
        begun = None
    if begun:
        raise InputError(f"{where}:{begun[2]}: paragraph {begun[0]!r} doesn't end.")
    return {name: text for name, text in found.items() if text}


def local_paragraphs(card: Path) -> dict[str, str]:
    """The marked paragraphs of a card on disk; none where there is no card.

    Raises:
        InputError: a mark has no partner, or a name is used twice.
    """
    return read_paragraphs(read_text(card), str(card)) if card.is_file() else {}


def without_paragraphs(markdown: str) -> str:
    """The card with its marked paragraphs empty: what is generated."""
    return re.sub(
        r"(<!-- yours: ([a-z][a-z0-9-]*) -->\n).*?(<!-- end of yours: \2 -->)",
        r"\1\3",
        markdown,
        flags=re.DOTALL,
    )


def merge_paragraphs(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """The paragraphs as edited here and on the Hub since the last release.

    Args:
        base: as last released.
        ours: as they are here; a paragraph without text here was not written here.
        theirs: as they are on the Hub.

    Raises:
        InputError: one was edited in both places, in different words.
    """
    merged: dict[str, str] = {}
    for name in sorted({*ours, *theirs}):
        released, here, there = (texts.get(name, "") for texts in (base, ours, theirs))
        if here in ("", released, there):
            merged[name] = there
        elif there == released:
            merged[name] = here
        else:
            raise InputError(
                f"paragraph {name!r} of the card was edited here and on the Hub; make the text in"
                " README.md here that of the Hub with your changes, and publish again."
            )
    return {name: text for name, text in merged.items() if text}
