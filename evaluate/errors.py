"""What became of each gold span and each prediction: the classes of errors.

After exact matches are set aside, gold spans and predictions that overlap are paired, at most one
to one and best in all. Each gold span and each prediction is in exactly one class:

=================== ==============================================================================
correct             same boundaries, same label
label               same boundaries, another label
boundary            another boundary, same label
boundary and label  both differ
split               one gold span, found as two or more pieces of its label
merged              two or more gold spans of one label, found as one
inside a glued word another boundary, same label, and the gold span touches further letters
missed              a gold span with no prediction of its own
spurious            a prediction with no gold span of its own
=================== ==============================================================================
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from goldspan.evaluate.arrays import Flags, Numbers, Spans
from goldspan.evaluate.matching import Matching
from goldspan.evaluate.overlaps import Pairs, best_pairs, overlapping

CLASSES = (
    "correct",
    "label",
    "boundary",
    "boundary and label",
    "split",
    "merged",
    "inside a glued word",
    "missed",
    "spurious",
)
CORRECT, LABEL, BOUNDARY, BOTH, SPLIT, MERGED, GLUED, MISSED, SPURIOUS = range(len(CLASSES))

Classes: TypeAlias = npt.NDArray[np.int8]

_DENSE = 1 << 16


class Counted(NamedTuple):
    """How often each number occurs, in ascending order."""

    codes: Numbers
    counts: Numbers


class Anatomy(Struct, frozen=True, eq=False):
    """The class of every span.

    Attributes:
        of_gold: of each gold span, the number of its class in `CLASSES`.
        of_predicted: of each prediction.
        pairs: gold spans and predictions that belong together, but for those that match.
    """

    of_gold: Classes
    of_predicted: Classes
    pairs: Pairs

    def counts(self) -> Numbers:
        """How many gold spans and how many predictions are in each class; of shape (classes, 2)."""
        sides = (self.of_gold, self.of_predicted)
        return np.stack([np.bincount(side, minlength=len(CLASSES)) for side in sides], axis=1)


def anatomy(matching: Matching, glued: Flags | None = None) -> Anatomy:
    """Put each span into its class.

    Args:
        matching: the spans, and which match.
        glued: which gold spans touch further letters; None where the texts aren't known.
    """
    gold, predicted = matching.gold, matching.predicted
    left = np.flatnonzero(~matching.is_found)
    right = np.flatnonzero(~matching.is_matched & predicted.located)
    wanted, found = gold.take(left), predicted.take(right)
    touching = overlapping(wanted, found)
    chosen = best_pairs(wanted, found, touching)
    of_gold = _classes(matching.is_found, MISSED)
    of_predicted = _classes(matching.is_matched, SPURIOUS)
    pairs = Pairs(left[chosen.first], right[chosen.second])
    kind = _kind(gold.take(pairs.first), predicted.take(pairs.second))
    if glued is not None:
        kind[(kind == BOUNDARY) & glued[pairs.first]] = GLUED
    of_gold[pairs.first] = kind
    of_predicted[pairs.second] = kind
    for group, kind_of_group, wholes in (
        (_groups(touching, chosen, wanted, found), SPLIT, "gold"),
        (_groups(touching.turned, chosen.turned, found, wanted), MERGED, "predicted"),
    ):
        whole, piece = group if wholes == "gold" else group.turned
        of_gold[left[whole]] = kind_of_group
        of_predicted[right[piece]] = kind_of_group
    return Anatomy(of_gold, of_predicted, pairs)


def confused(matching: Matching, pairs: Pairs, labels: int) -> Counted:
    """How often each label of gold became each label of predictions.

    Args:
        matching: the spans.
        pairs: those that belong together, but for those that match.
        labels: how many labels there are.

    Returns:
        By the gold label's number times (labels + 1) plus the prediction's; `labels` itself stands
        for predictions without a gold span, and gold spans without a prediction.
    """
    size = np.int64(labels + 1)
    became = np.where(matching.is_found, matching.gold.label, labels)
    became[pairs.first] = matching.predicted.label[pairs.second]
    is_alone = ~matching.is_matched
    is_alone[pairs.second] = False
    cells = np.concatenate(
        [
            matching.gold.label * size + became,
            labels * size + matching.predicted.label[is_alone],
        ]
    )
    if size * size > _DENSE:
        return Counted(*np.unique(cells, return_counts=True))
    counts = np.bincount(cells)
    codes = np.flatnonzero(counts)
    return Counted(codes, counts[codes])


def confusion(counted: Counted, labels: Sequence[str]) -> dict[str, dict[str, int]]:
    """How often each label of gold became each label of predictions, by name; zeros left out.

    Rows are labels of gold, and SPURIOUS for predictions without a gold span; columns are labels of
    predictions, and MISSED for gold spans without a prediction. Rows sum to gold, columns to
    predictions.
    """
    size = len(labels) + 1
    rows, columns = [*labels, "SPURIOUS"], [*labels, "MISSED"]
    table: dict[str, dict[str, int]] = {}
    for code, number in zip(counted.codes.tolist(), counted.counts.tolist(), strict=True):
        table.setdefault(rows[code // size], {})[columns[code % size]] = number
    return table


def _classes(is_correct: Flags, otherwise: int) -> Classes:
    found: Classes = np.full(len(is_correct), otherwise, dtype=np.int8)
    found[is_correct] = CORRECT
    return found


def _kind(gold: Spans, predicted: Spans) -> Numbers:
    same_place = (gold.start == predicted.start) & (gold.end == predicted.end)
    same_label = gold.label == predicted.label
    return np.where(same_place, LABEL, np.where(same_label, BOUNDARY, BOTH))


def _groups(touching: Pairs, chosen: Pairs, wholes: Spans, pieces: Spans) -> Pairs:
    """Pairs of a whole and each of its pieces.

    Pieces are two or more spans of the whole's label that overlap nothing of the other side but
    the whole, and not each other; the whole is paired with one of them.

    Args:
        touching: all pairs that overlap.
        chosen: those that belong together.
        wholes: the spans of the pairs' first side.
        pieces: the spans of their second side.
    """
    if not len(touching.first):
        return touching
    exclusive = np.bincount(touching.second)[touching.second] == 1
    alike = wholes.label[touching.first] == pieces.label[touching.second]
    candidates = touching.take(np.flatnonzero(exclusive & alike))
    candidates = candidates.take(np.lexsort((candidates.second, candidates.first)))
    sizes = np.bincount(candidates.first, minlength=len(wholes))
    is_whole = sizes >= 2
    together = candidates.first[1:] == candidates.first[:-1]
    start, end = pieces.start[candidates.second], pieces.end[candidates.second]
    is_whole[candidates.first[1:][together & (start[1:] < end[:-1])]] = False
    partner = np.full(len(wholes), -1)
    partner[chosen.first] = chosen.second
    holds_partner = np.zeros(len(wholes), dtype=bool)
    holds_partner[candidates.first[partner[candidates.first] == candidates.second]] = True
    return candidates.take(np.flatnonzero((is_whole & holds_partner)[candidates.first]))
