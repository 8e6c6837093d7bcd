"""The figures of parts of the data: by language, length, seen or unseen, glued or not ...

A slice puts each gold span and each prediction into one group; a prediction that matches is in its
gold span's.
Slices of sentences put all spans of a sentence into its group.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from goldspan.counts import Cells
from goldspan.evaluate.arrays import Column, Flags, Integers
from goldspan.evaluate.case import Case
from goldspan.evaluate.figures import linearised_figures, recalls
from goldspan.evaluate.overlaps import nested
from goldspan.evaluate.result import AttributeFigures, Figures

_SPAN_LENGTHS = (4, 8, 16, 32)
_SENTENCE_LENGTHS = (40, 80, 160, 320)
_DENSITIES = (0, 1, 2, 4, 8)
_MOST_GROUPS = 200
"""Of a slice with more values only the most frequent are reported."""


class Slice(NamedTuple):
    """One way to divide the spans.

    Attributes:
        name: such as ``language``.
        gold: the group of each gold span.
        unmatched: the group of each prediction that matches no gold span; -1 leaves it out.
        groups: the groups' names.
    """

    name: str
    gold: Integers
    unmatched: Integers
    groups: Sequence[str]


class SliceCells(NamedTuple):
    """The counts of one way to divide the spans, by document and group."""

    name: str
    groups: Sequence[str]
    cells: Cells


def slice_cells(case: Case) -> Iterator[SliceCells]:
    """The counts of every slice, one after the other: together they would fill the memory."""
    for part in parts(case):
        cells = case.counter.count(part.gold, part.unmatched, len(part.groups))
        yield SliceCells(part.name, part.groups, cells)


def slices(counted: Iterable[SliceCells]) -> dict[str, dict[str, Figures]]:
    """The figures of every slice that has more than one group with spans."""
    found: dict[str, dict[str, Figures]] = {}
    for part in counted:
        figures = {
            name: figure
            for name, figure in zip(part.groups, linearised_figures(part.cells), strict=True)
            if figure.support or figure.predicted
        }
        if len(figures) > _MOST_GROUPS:
            largest = sorted(figures, key=lambda name: (-figures[name].support, name))
            figures = {name: figures[name] for name in largest[:_MOST_GROUPS]}
        if len(figures) > 1:
            found[part.name] = figures
    return found


def attribute_cells(case: Case) -> dict[str, Cells]:
    """For each attribute such as ``form=demonym``: the counts without it and with it."""
    without = np.zeros(len(case.matching.unmatched), dtype=np.int8)
    return {
        name: case.counter.count(marked.view(np.int8), without, 2)
        for name, marked in case.corpus.attributes.items()
    }


def attributes(counted: Mapping[str, Cells]) -> dict[str, AttributeFigures]:
    """For each attribute: its spans' recall, and all figures without them."""
    return {
        name: AttributeFigures(only=recalls(cells)[1], without=linearised_figures(cells)[0])
        for name, cells in counted.items()
    }


def parts(case: Case) -> Iterator[Slice]:
    """Every way to divide the spans of a case.

    Those that turn out to have one group are dropped with the figures: which there are must not
    depend on what a part of a corpus happens to hold.
    """
    corpus, matching = case.corpus, case.matching
    gold, unmatched = matching.gold, matching.predicted.take(matching.unmatched)
    sentences = (gold.sentence, unmatched.sentence)
    for name, category in corpus.categories.items():
        if len(category.names) > 1:
            yield _by_sentence(name, category.codes, category.names, sentences)
    for name, marked in corpus.flags.items():
        yield _by_sentence(f"flag {name}", marked.view(np.int8), ("without", "with"), sentences)
    density = np.bincount(gold.sentence, minlength=len(corpus))
    yield _by_sentence("gold spans in the sentence", *_binned(density, _DENSITIES), sentences)
    if case.scan is not None:
        lengths = _binned(case.scan.lengths, _SENTENCE_LENGTHS)
        yield _by_sentence("characters in the sentence", *lengths, sentences)
    of_gold, names = _binned(gold.end - gold.start, _SPAN_LENGTHS)
    of_unmatched, _ = _binned(unmatched.end - unmatched.start, _SPAN_LENGTHS)
    yield Slice(
        "characters in the span", of_gold, np.where(unmatched.located, of_unmatched, -1), names
    )
    if case.glued is not None:
        yield _by_flags("glued", *case.glued, ("glued", "clear"))
    is_nested = nested(matching.predicted)[matching.unmatched]
    yield _by_flags("nested", nested(gold), is_nested, ("nested", "flat"))
    if case.seen is not None:
        yield _by_flags("seen in train", *case.seen, ("seen", "unseen"))


def _by_sentence(
    name: str,
    groups: Integers,
    names: Sequence[str],
    sentences: tuple[Column, Column],
) -> Slice:
    """The groups of the sentences in which gold spans and unmatched predictions are."""
    gold, unmatched = sentences
    return Slice(name, groups[gold], groups[unmatched], names)


def _by_flags(name: str, gold: Flags, unmatched: Flags, names: tuple[str, str]) -> Slice:
    """Whichever of two groups: those with the flag, those without."""
    return Slice(name, (~gold).view(np.int8), (~unmatched).view(np.int8), names)


def _binned(values: Integers, edges: Sequence[int]) -> tuple[Integers, list[str]]:
    """The bin of each value, and the bins' names: up to and including each edge, and beyond."""
    lows = [0 if edges[0] == 0 else 1, *(edge + 1 for edge in edges[:-1])]
    names = [
        str(low) if low == high else f"{low}-{high}" for low, high in zip(lows, edges, strict=True)
    ]
    table = np.searchsorted(edges, np.arange(edges[-1] + 2), side="left").astype(np.int8)
    return table[np.clip(values, 0, edges[-1] + 1)], [*names, f"{edges[-1] + 1}+"]
