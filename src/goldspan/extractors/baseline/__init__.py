"""The built-in baseline: names of countries, titles before names, instrument words. No training.

It is a floor to compare extractors with and a source of suggestions, in English and Vietnamese.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from goldspan import __version__
from goldspan.extractors.baseline.agreements import find_agreements
from goldspan.extractors.baseline.countries import find_countries
from goldspan.extractors.baseline.leaders import find_leaders
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.kinds import Kind
from goldspan.extractors.protocol import Handling
from goldspan.sentences import Sentence


class Baseline:
    """Rules and name lists for LEADER, COUNTRY and AGREEMENT."""

    labels = ("LEADER", "COUNTRY", "AGREEMENT")
    offsets = Offsets()
    configuration: Mapping[str, str] = {}
    handling = Handling(is_kept=False)

    def __init__(self) -> None:
        """Name the version, which its predictions carry."""
        self.name = f"baseline {__version__}"

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """The spans of each sentence."""
        return [Answer(claims=_extract(sentence.text)) for sentence in sentences]


KIND = Kind(
    form="baseline",
    summary="rules and name lists for LEADER, COUNTRY and AGREEMENT, built in",
    make=lambda _, options, task: Baseline(),
)


def _extract(text: str) -> list[Claim]:
    """Find spans in the composed form of a text, and give offsets into the text as it is."""
    composed, places = _composed(text)
    countries = find_countries(composed)
    agreements = find_agreements(composed)
    leaders = find_leaders(composed, [(start, end) for start, end, _ in countries])
    found = [(start, end, "LEADER", "") for start, end in leaders]
    found += [
        (start, end, "COUNTRY", "demonym" if is_demonym else "")
        for start, end, is_demonym in countries
        if not any(begin <= start and end <= stop for begin, stop in leaders)
    ]
    found += [(start, end, "AGREEMENT", "") for start, end in agreements]
    return [
        Claim(
            start=places[start],
            end=places[end],
            label=label,
            attributes={"form": form} if form else {},
            text=text[places[start] : places[end]],
        )
        for start, end, label, form in sorted(found, key=lambda span: (span[0], -span[1], span[2]))
    ]


def _composed(text: str) -> tuple[str, list[int]]:
    """The text in NFC, and for each place in it (and its end) the place in the text as it is.

    A base character and the marks that follow it are composed together, so that places between
    such groups exist in both.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, list(range(len(text) + 1))
    composed: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        group = unicodedata.normalize("NFC", text[start:end])
        composed.append(group)
        places += [start] * len(group)
        start = end
    return "".join(composed), [*places, len(text)]
