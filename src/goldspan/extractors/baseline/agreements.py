"""Named agreements: an instrument word with the capitalised words that identify it."""

import re

from goldspan.extractors.baseline.letters import CAPITAL, LETTER

_SPACE = "[ \u00a0]"
_WORD = rf"[{CAPITAL}]{LETTER}*(?:[-–—’']{LETTER}+)*"
_SMALL = rf"(?:of|on|for|and|to|the|in|with{_SPACE}the|on{_SPACE}the|of{_SPACE}the|for{_SPACE}the)"

_ENGLISH_HEAD = (
    rf"(?:Free{_SPACE}Trade{_SPACE}(?:Agreement|Area)|Agreement|Treaty|Accords?|Pact|Convention"
    rf"|Protocol|Charter|Memorandum{_SPACE}of{_SPACE}Understanding|MoU"
    rf"|Joint{_SPACE}(?:Statement|Declaration|Communiqué|Communique)|Declaration|Framework"
    rf"|Communiqué|Partnership{_SPACE}Agreement)"
)
_ENGLISH = re.compile(
    rf"(?<![^\W_])(?:{_WORD}(?:{_SPACE}?[-–—/]{_SPACE}?|{_SPACE}(?:{_SMALL}{_SPACE})?))+?"
    rf"{_ENGLISH_HEAD}(?![^\W_])"
    rf"(?:{_SPACE}{_SMALL}{_SPACE}{_WORD}(?:{_SPACE}(?:{_SMALL}{_SPACE})?{_WORD})*)?"
)
_ENGLISH_OF = re.compile(
    rf"(?<![^\W_])(?:Treaty|Convention|Declaration|Charter|Protocol|Pact|Accord|Agreement)"
    rf"{_SPACE}(?:of|on){_SPACE}(?:the{_SPACE})?{_WORD}(?:{_SPACE}(?:{_SMALL}{_SPACE})?{_WORD})*"
)
_VIETNAMESE_HEAD = (
    "(?:Hiệp định|Hiệp ước|Nghị định thư|Công ước|Bản ghi nhớ|Biên bản ghi nhớ|Tuyên bố chung"
    "|Tuyên bố|Thỏa thuận|Thoả thuận|Hiến chương|Hiệp ươc)"
)
_VIETNAMESE = re.compile(
    rf"(?<![^\W_]){_VIETNAMESE_HEAD}"
    rf"(?:{_SPACE}(?:(?:về|và|giữa|của){_SPACE})?"
    rf"(?:(?:thương|tự|đối|hợp|toàn|tiến|khung|hòa|hoà){_SPACE}{LETTER}+{_SPACE}?)*"
    rf"{_WORD}(?:{_SPACE}?[-–—]{_SPACE}?{_WORD}|{_SPACE}{LETTER}+(?={_SPACE}[{CAPITAL}])"
    rf"|{_SPACE}{_WORD})*)"
)
_SHORT = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2,}-?)?(?:FTA|EPA|CPTPP|EVFTA|RCEP|UKVFTA|VKFTA|EVIPA|USMCA|NAFTA|JCPOA)"
    r"(?![^\W_])"
)
_LEADING = re.compile(rf"(?:The|A|An|This|That|Under|In|Its|Their){_SPACE}")


def find_agreements(text: str) -> list[tuple[int, int]]:
    """Each named agreement as (start, end), in order, the longest of overlapping ones."""
    candidates = [
        _without_article(text, *match.span())
        for pattern in (_ENGLISH, _ENGLISH_OF, _VIETNAMESE, _SHORT)
        for match in pattern.finditer(text)
    ]
    found: list[tuple[int, int]] = []
    for start, end in sorted(candidates, key=lambda span: (span[0] - span[1], span)):
        if all(end <= begin or stop <= start for begin, stop in found):
            found.append((start, end))
    return sorted(found)


def _without_article(text: str, start: int, end: int) -> tuple[int, int]:
    while article := _LEADING.match(text, start, end):
        start = article.end()
    return start, end
