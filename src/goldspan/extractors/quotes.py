"""Where in a text the mentions stand that an extractor only quotes.

Language models count characters badly and quote well, so they are asked for quotes. A quote is
looked for as it is, then with the writing evened out (`goldspan.extractors.plain`), then with a few
letters changed; a span always lies on the text as it was given.

Repeated quotes take their occurrences from left to right, each once. Where one has several, whole
words come before parts of words (*Iran* in *Iranian*); then, from the start of the mention named
before: what no mention covers, then what is nested with one of another label (*Vietnam* in
*Vietnam-EU FTA*); then the same further left; then what crosses another mention.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from goldspan.extractors.claims import Claim
from goldspan.extractors.plain import PlainText, is_in_word, occurrences, plain_quote
from goldspan.predictions import Located

Tier = Literal["exact", "normalised", "fuzzy"]
"""How far a quote had to be bent to be found."""

LEAST_SIMILARITY = 0.85
"""Of a fuzzy match: 1 less the share of letters changed, added, left out, or swapped with the next
(optimal string alignment). A quote of five characters or fewer is never so like another piece."""

_LEAST_ALIGNED = 100 * (1 - 2 * (1 - LEAST_SIMILARITY))
"""What the first, coarse look for a fuzzy match asks for. It counts a changed letter as two."""

_NUMBER = re.compile(r"\d+")


class Quote(NamedTuple):
    """A mention as an extractor quotes it."""

    text: str
    label: str


class Place(NamedTuple):
    """Where a quote was found: ``text[start:end]``."""

    start: int
    end: int
    tier: Tier


def with_offsets(claims: Sequence[Claim], text: str) -> tuple[Sequence[Claim], Located | None]:
    """Claims with offsets in code points also where an extractor only quoted.

    Args:
        claims: some of which may have no offsets.
        text: the sentence's.

    Returns:
        The claims in their order, those that are nowhere still without offsets, the others quoting
        the text as it is; and how many were found how, None if all had offsets.
    """
    quotes = [
        Quote(claim.text, claim.label)
        for claim in claims
        if claim.start is None and claim.text is not None
    ]
    if not quotes:
        return claims, None
    places = locate(text, quotes)
    tiers: Counter[str] = Counter(place.tier for place in places if place)
    placed = iter(places)
    found = [
        _placed(claim, next(placed), text)
        if claim.start is None and claim.text is not None
        else claim
        for claim in claims
    ]
    return found, Located(**tiers)


def _placed(claim: Claim, place: Place | None, text: str) -> Claim:
    if place is None:
        return claim
    start, end, _ = place
    return replace(claim, start=start, end=end, text=text[start:end])


def locate(text: str, quotes: Sequence[Quote]) -> list[Place | None]:
    """The place of each quote; None for one that isn't in the text, or no more often than quoted.

    Args:
        text: as the extractor read it.
        quotes: in the extractor's order.
    """
    found = _Found(text, quotes)
    for number, quote in enumerate(quotes):
        if quote.text == quote.text.strip():
            found.take(number, occurrences(text, quote.text), "exact")
    if found.is_complete:
        return found.places
    plain = PlainText(text)
    for number, quote in found.missing:
        found.take(number, plain.occurrences(plain_quote(quote.text)), "normalised")
    for number, quote in found.missing:
        found.take(number, _nearest(plain, plain_quote(quote.text), found.gaps(plain)), "fuzzy")
    return found.places


class _Found:
    """The places found so far."""

    def __init__(self, text: str, quotes: Sequence[Quote]) -> None:
        self._text = text
        self._quotes = quotes
        self.places: list[Place | None] = [None] * len(quotes)

    @property
    def is_complete(self) -> bool:
        return None not in self.places

    @property
    def missing(self) -> list[tuple[int, Quote]]:
        numbered = enumerate(self._quotes)
        return [(number, quote) for number, quote in numbered if self.places[number] is None]

    def take(self, number: int, candidates: Iterable[tuple[int, int]], tier: Tier) -> None:
        """Give a quote the best of these places that is left, if there is one."""
        label = self._quotes[number].label
        before = next((place.start for place in reversed(self.places[:number]) if place), 0)
        best: tuple[bool, int, int, int] | None = None
        for start, end in candidates:
            unfit = self._unfit(start, end, label, before)
            if unfit is None:
                continue
            cuts_words = is_in_word(self._text, start) or is_in_word(self._text, end)
            candidate = (cuts_words, unfit, start, end)
            best = min(best or candidate, candidate)
            if not cuts_words and not unfit:
                break
        if best:
            self.places[number] = Place(*best[2:], tier)

    def gaps(self, plain: PlainText) -> Iterator[tuple[int, int]]:
        """What no mention covers, as places of the plain text."""
        start = 0
        taken = sorted(plain.reach(place.start, place.end) for place in self.places if place)
        for begin, end in [*taken, (len(plain.text), 0)]:
            if begin > start:
                yield start, begin
            start = max(start, end)

    def _unfit(self, start: int, end: int, label: str, before: int) -> int | None:
        """How unfit a place is, from 0 to 4; None if it is taken. The module says the order."""
        is_behind = start < before
        unfit = 2 * is_behind
        for place, quote in zip(self.places, self._quotes, strict=True):
            if place is None or place.end <= start or end <= place.start:
                continue
            is_same = (place.start, place.end) == (start, end)
            if is_same and quote.label == label:
                return None
            is_inside = place.start <= start and end <= place.end
            is_around = start <= place.start and place.end <= end
            if is_same or quote.label == label or not (is_inside or is_around):
                unfit = 4
            elif unfit < 4:
                unfit = 1 + 2 * is_behind
        return unfit


def _nearest(
    plain: PlainText, quote: str, gaps: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The place most like a quote among what is free, in the text as it is; none if none is."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    found: list[tuple[float, bool, int, int]] = []
    for begin, end in gaps:
        aligned = fuzz.partial_ratio_alignment(
            quote, plain.text[begin:end], score_cutoff=_LEAST_ALIGNED
        )
        if aligned is None:
            continue
        around = (begin + aligned.dest_start, begin + aligned.dest_end)
        for start, stop in _windows(around, (begin, end), int(len(quote) * (1 - LEAST_SIMILARITY))):
            piece = plain.text[start:stop]
            like = OSA.normalized_similarity(quote, piece, score_cutoff=LEAST_SIMILARITY)
            place = plain.place(start, stop)
            if not like or not place or piece != piece.strip():
                continue
            if _NUMBER.findall(piece) == _NUMBER.findall(quote):
                cuts_words = is_in_word(plain.text, start) or is_in_word(plain.text, stop)
                found.append((-like, cuts_words, *place))
    return [min(found)[2:]] if found else []


def _windows(
    around: tuple[int, int], within: tuple[int, int], reach: int
) -> Iterator[tuple[int, int]]:
    """Pieces whose ends lie near those of a rough match.

    That one may stop a letter early, and be a letter shorter than the longest piece like the quote.
    """
    reach += 2
    for start in range(max(within[0], around[0] - reach), min(within[1], around[0] + reach) + 1):
        first = max(start + 1, around[1] - reach)
        for stop in range(first, min(within[1], around[1] + reach) + 1):
            yield start, stop
