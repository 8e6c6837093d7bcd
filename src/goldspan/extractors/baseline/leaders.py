"""Names of leaders: capitalised words after a title such as "President" or "Chủ tịch"."""

import re
from collections.abc import Sequence

from goldspan.extractors.baseline.letters import CAPITAL, LETTER, WORD_START

_ENGLISH_TITLES = (
    "(?:Vice |Deputy |Acting |Former |former |then-|State )?"
    "(?:Prime Minister|Foreign Minister|Defen[cs]e Minister|Trade Minister|Finance Minister"
    "|President|Premier|Chancellor|Chairman|Chairwoman|Chairperson|General Secretary"
    "|Party General Secretary|Secretary-General|Secretary of State|Secretary General|Minister"
    "|King|Queen|Emperor|Sultan|Emir|Crown Prince|Prince|Pope|PM|Speaker)"
)
_VIETNAMESE_TITLES = (
    "(?:(?:Cựu|cựu|Nguyên|nguyên|Phó|phó|Quyền) )?"
    "(?:[Tt]ổng thống|[Tt]hủ tướng|[Cc]hủ tịch nước|[Cc]hủ tịch Quốc hội|[Cc]hủ tịch"
    "|[Tt]ổng [Bb]í thư|Bộ trưởng Ngoại giao|Ngoại trưởng|Bộ trưởng|Quốc vương|Nhà vua|Vua"
    "|Nữ hoàng|Nhật hoàng|Thái tử|Giáo hoàng|Tổng thư ký|Quốc trưởng|Quốc vụ khanh"
    "|Đại tướng|Thượng tướng)"
)
_TITLE = re.compile(rf"{WORD_START}(?:{_ENGLISH_TITLES}|{_VIETNAMESE_TITLES})")
_WORD = rf"[{CAPITAL}]{LETTER}*(?:['’\-.·]{LETTER}+)*\.?"
_PARTICLE = r"(?:de|da|del|van|von|bin|bint|al|el|der|den|dos|di|la|ibn)"
_NAME = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_WORD}){{0,4}}")
_NO_NAME = {"The", "A", "He", "She", "It", "They", "Of", "And", "R", "L", "Quốc", "Nhà", "Đảng"}


def find_leaders(text: str, countries: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each named leader as (start, end), in order.

    Args:
        text: the sentence.
        countries: where its countries are: one may stand between title and name (*Tổng thống Nga
            Vladimir Putin*), and a name ends where one begins.
    """
    found: list[tuple[int, int]] = []
    begins = {start: end for start, end in countries}
    for title in _TITLE.finditer(text):
        place = _skip_space(text, title.end())
        if place in begins:
            place = _skip_space(text, begins[place])
        second = _TITLE.match(text, place)
        if second:
            continue
        name = _NAME.match(text, place)
        if not name:
            continue
        end = min([name.end(), *(start for start in begins if place <= start < name.end())])
        span = _trimmed(text, place, end)
        if span and (not found or span[0] >= found[-1][1]):
            found.append(span)
    return found


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name without a full stop or a title at its end; None if nothing of it is a name."""
    later_title = _TITLE.search(text, start, end)
    if later_title:
        end = later_title.start()
    here = text[start:end].rstrip()
    if here.endswith(".") and not re.search(rf"(?<!{LETTER}){LETTER}\.\Z", here):
        here = here[:-1]
    here = here.rstrip(" \u00a0-")
    if not here or here.split()[0] in _NO_NAME or len(here) == 1:
        return None
    return start, start + len(here)
