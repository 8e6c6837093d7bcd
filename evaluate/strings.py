"""The strings of mentions: which were seen before, which are missed or claimed most often."""

from typing import TYPE_CHECKING

import numpy as np

from goldspan.evaluate.arrays import Flags, Numbers, Spans
from goldspan.evaluate.arrow import encoded, flags, taken, whole
from goldspan.evaluate.case import Case
from goldspan.evaluate.result import FrequentString
from goldspan.evaluate.slices import Seen

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_MOST = 10


def seen_strings(case: Case, strings: "ChunkedArray | Array") -> Seen | None:
    """Which gold spans and predictions have a string that is among these; None without texts."""
    if case.scan is None:
        return None
    import pyarrow.compute

    known = encoded(whole(strings))[1]
    gold, others = (
        flags(pyarrow.compute.is_in(whole(side.strings), value_set=known))
        for side in case.scan.sides
    )
    predicted: Flags = np.zeros(len(case.predicted.spans), dtype=bool)
    predicted[case.others] = others
    hits = case.matching.is_matched
    predicted[hits] = gold[case.matching.gold_of[hits]]
    return Seen(gold, predicted)


def frequent(
    strings: "ChunkedArray", spans: Spans, rows: Numbers, labels: list[str]
) -> list[FrequentString]:
    """The most frequent strings with their labels among some spans, ties in order of the alphabet.

    Args:
        strings: of all spans.
        spans: the spans.
        rows: those that count.
        labels: the labels' names.
    """
    if not len(rows):
        return []
    codes, distinct = encoded(taken(whole(strings), rows))
    pairs, counts = np.unique(codes * np.int64(len(labels)) + spans.label[rows], return_counts=True)
    least = np.sort(counts)[-min(_MOST, len(counts))]
    likely = np.flatnonzero(counts >= least)
    code, label = np.divmod(pairs[likely], len(labels))
    texts = taken(distinct, code).to_pylist()
    found = sorted(
        (-number, text, labels[place])
        for number, text, place in zip(counts[likely].tolist(), texts, label.tolist(), strict=True)
    )
    return [
        FrequentString(text=text, label=name, count=-number) for number, text, name in found[:_MOST]
    ]
