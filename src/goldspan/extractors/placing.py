"""Claims with offsets of the extractor's own kind, checked against its quotes, in code points."""

from collections.abc import Sequence

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
        start, end = places.get(claim.start), places.get(claim.end)
        if start is not None and end is not None and start < end:
            selected = sentence.text[start:end]
            if claim.text is None or claim.text in (selected, normalised(selected, offsets.form)):
                placed.append(replace(claim, start=start, end=end, text=selected))
                continue
        if claim.text and (better := _that_fits(claim, sentence.text, offsets)):
            raise InputError(
                f"extractor {extractor}, sentence {sentence.id}: offsets"
                f" {claim.start}..{claim.end} as {described(offsets)} select"
                f" {_selected(sentence.text, offsets, claim)}, but it quotes {claim.text!r}. They"
                f" fit as {described(better)}: declare that (unit {better.unit!r}"
                f"{f', form {better.form}' if better.form else ''})."
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


def _that_fits(claim: Claim, text: str, declared: Offsets) -> Offsets | None:
    """Another way to count in which a claim's offsets select what it quotes."""
    for offsets in ALL_OFFSETS:
        if offsets != declared:
            places = places_of(text, offsets)
            start, end = places.get(claim.start or 0), places.get(claim.end or 0)
            if start is not None and end is not None and start < end:
                selected = text[start:end]
                if claim.text in (selected, normalised(selected, offsets.form)):
                    return offsets
    return None


def _selected(text: str, offsets: Offsets, claim: Claim) -> str:
    """What a claim's offsets select, as half a sentence."""
    places = places_of(text, offsets)
    start, end = places.get(claim.start or 0), places.get(claim.end or 0)
    if start is None or end is None or start >= end:
        return "nothing (they are no places in the text)"
    return repr(text[start:end])
