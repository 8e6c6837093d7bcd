"""Articles as sentences, for those who have no pre-segmented ones.

Blank lines and rulers come first, then sentencex inside each paragraph, then abbreviations that it
takes for the end of a sentence. Offsets into the untouched article are kept in each sentence's
``meta``: ``article[start:end]`` is its text. A paragraph that doesn't end like a sentence is no
sentence but a section: a headline, a caption, or boilerplate such as a byline or a link.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from goldspan.annotate.sources import is_ruler
from goldspan.errors import InputError
from goldspan.files import read_text
from goldspan.languages import guess_language
from goldspan.sentences import Section, Sentence, distinct

Piece = tuple[int, int]

_ABBREVIATIONS = {
    "vi": {
        *("TP", "TS", "GS", "PGS", "ThS", "BS", "LS", "KS", "TX", "TT", "NXB", "UBND", "HĐND"),
        *("tr", "Tp", "Ts", "Gs", "Ths", "Bs", "Ks", "Q", "P"),
    },
    "en": {
        *("Dr", "Mr", "Mrs", "Ms", "Prof", "Gen", "Col", "Lt", "Sen", "Rep", "Gov", "St", "No"),
        *("vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"),
    },
}
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'’”»)\]]*\Z")
_CREDIT = re.compile(
    r"\((?:Photo|Source|Image|Credit|Illustration|Ảnh|Nguồn|Hình)\b[^)]*\)|\bảnh \d+", re.IGNORECASE
)


def segment(paths: list[Path], *, lang: str | None, languages: list[str]) -> list[Sentence]:
    """The sentences of text articles, one file an article.

    Raises:
        InputError: a file can't be read, holds no text, or a text that can't be annotated; or the
            optional package sentencex isn't installed.
    """
    placed = []
    for path in paths:
        article = read_text(path)
        language = lang or guess_language(article, languages)
        found = list(segment_article(article, doc=path.stem, lang=language))
        if not found:
            raise InputError(f"{path}: there is no sentence in it.")
        placed += [(f"{path}: offset {s.meta['start']}", s) for s in found]
    return distinct(placed)


def segment_article(article: str, *, doc: str, lang: str) -> Iterator[Sentence]:
    """The sentences and sections of one article, in order."""
    index = 0
    for (start, end), section in _paragraphs(article):
        pieces = [(start, end)]
        if section == "body":
            pieces = list(_sentences(article, start, end, lang))
        for first, last in pieces:
            yield Sentence(
                doc=doc,
                index=index,
                text=article[first:last],
                lang=lang,
                section=section,
                meta={"start": first, "end": last},
            )
            index += 1


def _paragraphs(article: str) -> Iterator[tuple[Piece, Section]]:
    """Runs of lines between blank lines and rulers, trimmed, each with its section."""
    runs: list[Piece] = []
    headline_runs = 0
    is_open = False
    place = 0
    for line in article.splitlines(keepends=True):
        if not line.strip() or is_ruler(line):
            is_open = False
            if is_ruler(line) and not headline_runs:
                headline_runs = len(runs)
        elif is_open:
            runs[-1] = (runs[-1][0], place + len(line))
        else:
            runs.append((place, place + len(line)))
            is_open = True
        place += len(line)
    for number, run in enumerate(runs):
        start, end = _trimmed(article, *run)
        yield (start, end), _section(article[start:end], number, headline_runs)


def _section(text: str, number: int, headline_runs: int) -> Section:
    if number < headline_runs:
        return "headline"
    if _CREDIT.search(text) and len(text) < 300:
        return "caption"
    if _SENTENCE_END.search(text):
        return "body"
    return "headline" if number == 0 else "boilerplate"


def _sentences(article: str, start: int, end: int, lang: str) -> Iterator[Piece]:
    """The sentences of one paragraph, abbreviations joined to what follows them."""
    try:
        from sentencex import get_sentence_boundaries
    except ImportError:
        raise InputError(
            'segmenting needs the package sentencex: pip install "goldspan[segment]"'
        ) from None
    begun: int | None = None
    for boundary in get_sentence_boundaries(lang, article[start:end]):
        first, last = start + boundary["start_index"], start + boundary["end_index"]
        begun = first if begun is None else begun
        if last < end and _ends_in_abbreviation(article[begun:last], lang):
            continue
        piece = _trimmed(article, begun, last)
        begun = None
        if piece[0] < piece[1]:
            yield piece
    if begun is not None:
        yield _trimmed(article, begun, end)


def _ends_in_abbreviation(text: str, lang: str) -> bool:
    last = re.search(r"([^\W\d_]+)\.\s*\Z", text)
    known = _ABBREVIATIONS.get(lang, _ABBREVIATIONS["en"])
    return bool(last and last[1] in known)


def _trimmed(article: str, start: int, end: int) -> Piece:
    text = article[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
