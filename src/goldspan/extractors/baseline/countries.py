"""Names of countries and their people in English and Vietnamese, also inside glued words.

Names come from CLDR (Babel) and ISO 3166 (pycountry, with its Vietnamese catalogue); demonyms and
everyday names that both lack from ``countries.tsv``, whose codes say what counts as a country here:
the members and observers of the United Nations, Kosovo and Taiwan.
"""

import re
from functools import cache
from importlib.resources import files

from goldspan.extractors.baseline.letters import CAPITAL, WORD_START

_GLUE_FROM = 5
"""A name at least this long is also found when small letters are glued to its end."""

_LONGER = re.compile("Indiana(?:polis)?|Maliki")
"""Words that begin like a country and are none."""

_ALIKE = {"Chad", "Georgia", "Jordan"}
"""Names of people, too: not taken right after a capitalised word, nor before one."""


def find_countries(text: str) -> list[tuple[int, int, bool]]:
    """Each country as (start, end, is it a demonym), in order, the longest name first."""
    names, pattern = _names()
    found: list[tuple[int, int, bool]] = []
    for match in pattern.finditer(text):
        start, end = match.span()
        if _LONGER.match(text, start):
            continue
        if _ends_well(text, start, end) and not _is_person(text, start, end):
            found.append((start, end, names[match[0].replace("\u00a0", " ")]))
    return found


def _ends_well(text: str, start: int, end: int) -> bool:
    """Whether a name may end here: at no letter, or, a long one, at a small letter glued to it."""
    if end == len(text) or not text[end].isalnum():
        return True
    return end - start >= _GLUE_FROM and (text[end].islower() and text[end].isascii())


def _is_person(text: str, start: int, end: int) -> bool:
    if text[start:end] not in _ALIKE:
        return False
    return bool(
        re.match(r" [A-Z][a-z]", text[end:]) or re.search(r"(?<!^)\b[A-Z][a-z]+ $", text[:start])
    )


@cache
def _names() -> tuple[dict[str, bool], re.Pattern[str]]:
    """All names with whether each is a demonym, and one pattern for them, the longest first."""
    names: dict[str, bool] = {}
    for code, demonyms, aliases in _table():
        for name in [*_official_names(code), *aliases]:
            names[name] = False
        for demonym in demonyms:
            names.setdefault(demonym, True)
    alternatives = "|".join(
        re.escape(name).replace(r"\ ", "[ \u00a0]")
        for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return names, re.compile(rf"{WORD_START}(?=[{CAPITAL}])(?:{alternatives})")


def _table() -> list[tuple[str, list[str], list[str]]]:
    lines = (files("goldspan.extractors.baseline") / "countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in lines.splitlines() if not line.startswith("#")]
    return [
        (code, [d for d in demonyms.split(";") if d], [a for a in aliases.split(";") if a])
        for code, demonyms, aliases in rows
    ]


def _official_names(code: str) -> set[str]:
    import gettext

    import pycountry
    from babel import Locale

    names = {str(Locale(language).territories.get(code) or "") for language in ("en", "vi")}
    country = pycountry.countries.get(alpha_2=code)
    if country is not None:
        vietnamese = gettext.translation(
            "iso3166-1", pycountry.LOCALES_DIR, languages=["vi"], fallback=True
        )
        english = [
            country.name,
            getattr(country, "common_name", ""),
            getattr(country, "official_name", ""),
        ]
        names |= {*english, *(vietnamese.gettext(name) for name in english if name)}
    # Forms such as "Bolivia, Plurinational State of" and "Myanmar (Burma)" aren't written in news.
    return {name for name in names if len(name) > 1 and not re.search("[,(]", name)}
