"""Gold that leans towards what is scored: its annotators began with suggestions of that extractor.

Annotators keep much of what they are shown, so an extractor, in this version or another, agrees
with such gold more than with what people would have written by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from goldspan.counts import Cells, cells_of
from goldspan.errors import InputError
from goldspan.evaluate.arrays import Flags
from goldspan.evaluate.case import Case
from goldspan.evaluate.counting import summed
from goldspan.evaluate.figures import linearised_figures
from goldspan.evaluate.result import Figures
from goldspan.extractor_names import family
from goldspan.splits import is_test

SLICE = "suggestions"
OWN, OTHERS = "its own", "not its own"
"""The slice of sentences that began with suggestions of the scored extractor, and of all others."""


class Began(NamedTuple):
    """Sentences whose annotators began with the suggestions of the same extractors.

    Attributes:
        sentences: how many.
        cells: spans by document.
    """

    sentences: int
    cells: Cells


Suggested: TypeAlias = Mapping[frozenset[str], Began]
"""By the names of the extractors, as gold has them; sentences without suggestions aren't in it."""


def suggested(case: Case) -> dict[frozenset[str], Began]:
    """Count sentences and their spans by the extractors whose suggestions they began with."""
    corpus, matching = case.corpus, case.matching
    names = [*corpus.suggested_by]
    if not names:
        return {}
    marks = np.stack([*corpus.suggested_by.values()], axis=1)
    kinds, kind, counts = np.unique(marks, axis=0, return_inverse=True, return_counts=True)
    kind = kind.reshape(-1)
    kind[~marks.any(axis=1)] = -1
    cells = case.counter.count(
        kind[matching.gold.sentence],
        kind[matching.predicted.sentence[matching.unmatched]],
        len(kinds),
    )
    return {
        frozenset(name for name, is_marked in zip(names, of_kind, strict=True) if is_marked): Began(
            number, _column(cells, place)
        )
        for place, (of_kind, number) in enumerate(zip(kinds.tolist(), counts.tolist(), strict=True))
        if any(of_kind)
    }


def total_suggested(parts: Iterable[Suggested]) -> dict[frozenset[str], Began]:
    """Those of the whole from those of its parts."""
    found: defaultdict[frozenset[str], list[Began]] = defaultdict(list)
    for part in parts:
        for names, began in part.items():
            found[names].append(began)
    return {
        names: Began(sum(one.sentences for one in same), summed([one.cells for one in same]))
        for names, same in found.items()
    }


class Leaning(NamedTuple):
    """Gold that leans towards the scored extractor.

    Attributes:
        sentences: how many began with its suggestions, whatever its version.
        by: its names there, with the versions.
        figures: of those sentences and of all others; empty where there are no others.
    """

    sentences: int
    by: list[str]
    figures: dict[str, Figures]


def leaning(
    counted: Suggested, extractors: Sequence[str], overall: Cells, documents: int
) -> Leaning:
    """What of gold leans towards an extractor.

    Args:
        counted: what began with whose suggestions.
        extractors: the names of what is scored.
        overall: all spans by document.
        documents: how many there are.
    """
    scored = {family(name) for name in extractors}
    by = sorted({name for names in counted for name in names if family(name) in scored})
    own = [began for names, began in counted.items() if names & {*by}]
    sentences = sum(began.sentences for began in own)
    if not sentences:
        return Leaning(0, [], {})
    sides = np.zeros((documents, 2, 3), dtype=np.int64)
    of_own = summed([began.cells for began in own])
    np.add.at(sides[:, 0], of_own.document, of_own.counts)
    np.add.at(sides[:, 1], overall.document, overall.counts)
    sides[:, 1] -= sides[:, 0]
    both = dict(
        zip(
            (OWN, OTHERS),
            linearised_figures(cells_of(np.arange(documents), sides)),
            strict=True,
        )
    )
    has_both = all(found.support or found.predicted for found in both.values())
    return Leaning(sentences, by, both if has_both else {})


def refuse_suggested_test(case: Case) -> None:
    """Refuse to score an extractor on a test split that began with its suggestions.

    Raises:
        InputError: so it is.
    """
    sentences = int(suggested_sentences(case).sum())
    refuse_too_good(case.corpus.split, sentences, len(case.corpus), [*_own(case)])


def refuse_too_good(split: str | None, sentences: int, whole: int, by: Sequence[str]) -> None:
    """Refuse to score on a test split that leans towards what is scored.

    Args:
        split: the split; None for all.
        sentences: how many of it began with the scored extractor's suggestions.
        whole: how many it holds.
        by: the extractor's names there.

    Raises:
        InputError: it does.
    """
    if is_test(split) and sentences:
        raise InputError(
            f"in {sentences} of the {whole} sentences of split {split}"
            f" annotators began with suggestions of {', '.join(by)}, so its score would be"
            " too good; score it on other sentences, or say --allow-suggested."
        )


def suggested_sentences(case: Case) -> Flags:
    """Which sentences began with suggestions of the scored extractor, whatever its version."""
    marked: Flags = np.zeros(len(case.corpus), dtype=bool)
    for marks in _own(case).values():
        marked |= marks
    return marked


def _own(case: Case) -> dict[str, Flags]:
    """The sentences of each name that the scored extractor has in gold."""
    scored = {family(name) for name in case.predicted.extractors}
    return {
        name: marks
        for name, marks in case.corpus.suggested_by.items()
        if family(name) in scored and marks.any()
    }


def _column(cells: Cells, column: int) -> Cells:
    """One column of counts."""
    here = cells.column == column
    return Cells(cells.document[here], np.zeros_like(cells.column[here]), cells.counts[here], 1)
