"""Claims with offsets of the extractor's own kind, checked against its quotes, in code points."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from goldspan.errors import InputError
from goldspan.extractors.claims import Claim, Offsets
from goldspan.extractors.offsets import ALL_OFFSETS, described, normalised, places_of
from goldspan.sentences import Sentence

NOWHERE = Claim(label="", start=-1, end=-1)
"""What a claim is made of that is known to have no place in the text."""


def in_code_points(
    extractor: str, offsets: Offsets, sentence: Sentence, claims: Sequence[Claim]
) -> tuple[list[Claim], list[Claim]]:
    """Claims as places in the text, and those that have none there.

    Args:
        extractor: its name.
        offsets: how it counts.
        sentence: what the claims are about.
        claims: as it says them; those without offsets are let through.

    Returns:
        The claims whose offsets are places, in code points and with what they select as quote; and
        those whose offsets are no places or don't select what is quoted.

    Raises:
        InputError: offsets don't select what is quoted, but would if counted in another way.
    """
    placed: list[Claim] = []
    nowhere: list[Claim] = []
    places = None
    for claim in claims:
        if offsets.unit == "quote" or claim.start is None or claim.end is None:
            placed.append(replace(claim, start=None, end=None))
            continue
        places = places or places_of(sentence.text, offsets)
        place = _between(places, claim.start, claim.end)
        if place and claim.text in (None, *_quotes_of(sentence.text, place, offsets)):
            start, end = place
            text = sentence.text[start:end]
            placed.append(replace(claim, start=start, end=end, text=text))
            continue
        better = _that_fits(claim.text, claim.start, claim.end, sentence.text)
        if better:
            selected = (
                repr(sentence.text[slice(*place)])
                if place
                else "nothing (they are no places in the text)"
            )
            raise InputError(
                f"extractor {extractor}, sentence {sentence.id}: offsets"
                f" {claim.start}..{claim.end} as {described(offsets)} select {selected}, but it"
                f" quotes {claim.text!r}. They fit as {described(better)}: declare that (unit"
                f" {better.unit!r}{f', form {better.form}' if better.form else ''})."
            )
        nowhere.append(claim)
    return placed, nowhere


def placed_or_nowhere(
    extractor: str, offsets: Offsets, sentence: Sentence, claims: Sequence[Claim]
) -> list[Claim]:
    """The same in one list, for adapters that learn only with an answer how it counts.

    Raises:
        InputError: as `in_code_points`.
    """
    placed, nowhere = in_code_points(extractor, offsets, sentence, claims)
    return placed + [replace(claim, start=NOWHERE.start, end=NOWHERE.end) for claim in nowhere]


def _between(places: Mapping[int, int], start: int, end: int) -> tuple[int, int] | None:
    """The places of two offsets; None if they have none, or no text between them."""
    first, last = places.get(start), places.get(end)
    return None if first is None or last is None or first >= last else (first, last)


def _quotes_of(text: str, place: tuple[int, int], offsets: Offsets) -> tuple[str, str]:
    """What an extractor that counts so may quote of a place: the text, or its normal form."""
    selected = text[slice(*place)]
    return selected, normalised(selected, offsets.form)


def _that_fits(quote: str | None, start: int, end: int, text: str) -> Offsets | None:
    """A way to count in which offsets select what is quoted."""
    if quote:
        for offsets in ALL_OFFSETS:
            place = _between(places_of(text, offsets), start, end)
            if place and quote in _quotes_of(text, place, offsets):
                return offsets
    return None
