"""The part of a report that holds sentences: those with errors, and some without."""

from collections.abc import Mapping, Sequence

import numpy as np

from goldspan.evaluate.arrays import Flags, Integers, Numbers, Spans
from goldspan.evaluate.case import Case
from goldspan.evaluate.errors import CLASSES, CORRECT
from goldspan.evaluate.result import Figures
from goldspan.evaluate.shown import Sentences, ShownSentence, ShownSpan
from goldspan.evaluate.slices import parts
from goldspan.evaluate.suggested import OTHERS, OWN, SLICE, suggested_sentences

MOST_WITH_ERRORS = 5000
MOST_WITHOUT_ERRORS = 200
MOST_CHARACTERS = 4_000_000
"""Of all texts together: a page of them stays under 10 MB."""


def shown_sentences(case: Case, slices: Mapping[str, Mapping[str, Figures]]) -> Sentences:
    """All sentences with errors and some with spans but no errors, as far as they fit.

    Args:
        case: what is scored.
        slices: those of the report, whose groups the sentences name.
    """
    gold, predicted = case.matching.gold, case.matching.predicted
    found = case.anatomy
    is_wrong = np.zeros(len(case.corpus), dtype=bool)
    is_wrong[gold.sentence[found.of_gold != CORRECT]] = True
    is_wrong[predicted.sentence[found.of_predicted != CORRECT]] = True
    has_spans = np.zeros(len(case.corpus), dtype=bool)
    has_spans[gold.sentence] = True
    wrong = that_fit(case, spread(np.flatnonzero(is_wrong), MOST_WITH_ERRORS), MOST_CHARACTERS)
    right = spread(np.flatnonzero(has_spans & ~is_wrong), MOST_WITHOUT_ERRORS)
    right = that_fit(case, right, MOST_CHARACTERS // 10)
    groups = [(name, group) for name, figures in slices.items() for group in figures]
    chosen = np.sort(np.concatenate([wrong, right]))
    member_of = groups_of(case, groups, chosen)
    texts = case.corpus.texts_of(chosen.tolist())
    return Sentences(
        with_errors=int(is_wrong.sum()),
        without_errors=int((~is_wrong).sum()),
        slices=groups,
        shown=[
            ShownSentence(
                id=case.corpus.ids[sentence].as_py(),
                doc=case.corpus.document.names[case.corpus.document.codes[sentence]],
                text=texts.get(sentence),
                gold=_spans(case, gold, found.of_gold, sentence),
                predicted=_spans(case, predicted, found.of_predicted, sentence),
                slices=sorted(member_of[sentence]),
            )
            for sentence in chosen.tolist()
        ],
    )


def spread(rows: Numbers, most: int) -> Numbers:
    """At most so many of the rows, evenly over all of them."""
    if len(rows) <= most:
        return rows
    kept: Numbers = rows[np.arange(most) * len(rows) // most]
    return kept


def that_fit(case: Case, rows: Numbers, characters: int) -> Numbers:
    """As many of the rows, evenly spread, as have so many characters together."""
    if case.scan is None or not len(rows):
        return rows
    total = int(case.scan.lengths[rows].sum(dtype=np.int64))
    while total > characters and len(rows) > 1:
        rows = spread(rows, max(1, len(rows) * characters // (total + 1)))
        total = int(case.scan.lengths[rows].sum(dtype=np.int64))
    return rows


def _spans(case: Case, spans: Spans, kinds: Integers, sentence: int) -> list[ShownSpan]:
    rows = spans.rows_of(sentence, sentence + 1)
    return [
        ShownSpan(
            start=int(spans.start[row]),
            end=int(spans.end[row]),
            label=case.corpus.labels[spans.label[row]],
            kind=CLASSES[kinds[row]],
        )
        for row in range(rows.start, rows.stop)
    ]


def groups_of(
    case: Case, groups: Sequence[tuple[str, str]], chosen: Numbers
) -> dict[int, set[int]]:
    """The groups of each chosen sentence's spans."""
    number = {group: place for place, group in enumerate(groups)}
    is_chosen: Flags = np.zeros(len(case.corpus), dtype=bool)
    is_chosen[chosen] = True
    member_of: dict[int, set[int]] = {sentence: set() for sentence in chosen.tolist()}
    matching = case.matching
    for part in parts(case):
        table = np.array([number.get((part.name, group), -1) for group in part.groups] + [-1])
        for sentences, of_span in (
            (matching.gold.sentence, part.gold),
            (matching.predicted.sentence[matching.unmatched], part.unmatched),
        ):
            rows = np.flatnonzero(is_chosen[sentences])
            places = table[of_span[rows]]
            for sentence, place in zip(sentences[rows].tolist(), places.tolist(), strict=True):
                if place >= 0:
                    member_of[sentence].add(place)
    if (SLICE, OWN) in number:
        own = suggested_sentences(case)
        for sentence, members in member_of.items():
            members.add(number[SLICE, OWN if own[sentence] else OTHERS])
    return member_of
