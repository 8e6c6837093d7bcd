"""Which predicted span is which gold span.

A prediction matches the gold span with the same sentence, start, end and label. Each gold span is
matched at most once: of equal predictions the first counts as matched, the others as spurious. So
do claims that can't be found in the text.
"""

from functools import cached_property

import numpy as np
from msgspec import Struct

from goldspan.evaluate.arrays import Flags, Numbers, Spans, common_keys

NO_MATCH = -1


class Matching(Struct, frozen=True, eq=False, dict=True):
    """Two sides of spans and who matches whom.

    Attributes:
        gold: the gold spans, in order, no two equal.
        predicted: the predicted spans, in order.
        gold_of: for each prediction the row of the gold span it matches, or -1.
    """

    gold: Spans
    predicted: Spans
    gold_of: Numbers

    @cached_property
    def is_matched(self) -> Flags:
        """Which predictions match a gold span."""
        matched: Flags = self.gold_of >= 0
        return matched

    @cached_property
    def unmatched(self) -> Numbers:
        """The rows of the predictions that match no gold span."""
        return np.flatnonzero(~self.is_matched)

    @cached_property
    def is_found(self) -> Flags:
        """Which gold spans were found."""
        found: Flags = np.zeros(len(self.gold), dtype=bool)
        found[self.gold_of[self.is_matched]] = True
        return found


def match(gold: Spans, predicted: Spans) -> Matching:
    """Match by sorted keys.

    Args:
        gold: in order, no two equal.
        predicted: in order.
    """
    wanted, found = common_keys(gold, predicted)
    if not len(wanted):
        return Matching(gold, predicted, np.full(len(predicted), NO_MATCH))
    place = np.searchsorted(wanted, found)
    np.minimum(place, len(wanted) - 1, out=place)
    hit = wanted[place] == found
    hit[1:] &= found[1:] != found[:-1]
    return Matching(gold, predicted, np.where(hit, place, NO_MATCH))
