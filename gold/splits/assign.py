"""Documents to splits: those that hang together stay together, each split like the whole."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from goldspan.dataset import GoldSentence
from goldspan.splits import SplitSettings

Numbers = npt.NDArray[np.float64]

_FEW = 150
"""Up to so many groups, pairs of them are exchanged as long as that helps."""


def assign(
    groups: Sequence[Sequence[str]],
    fixed: Mapping[str, str],
    sentences: Mapping[str, Sequence[GoldSentence]],
    settings: SplitSettings,
) -> dict[str, str]:
    """The split of each document of the groups.

    Groups are placed one by one, the large ones first, where they bring the splits nearest to their
    shares of sentences, of each language, and of each label in each language: the sum of
    (is - should be) ** 2 / should be over all of these. With few groups single ones are then moved
    and exchanged as long as that sum falls.

    Args:
        groups: documents that must be in one split.
        fixed: the split of each document that has one already.
        sentences: of each document those that count.
        settings: shares and seed.
    """
    groups = [sorted(group) for group in groups]
    groups.sort(key=lambda group: _chance(settings.seed, group[0]))
    columns = _columns(sentences)
    weights = np.array([_weight(group, sentences, columns) for group in groups])
    weights = weights.reshape(len(groups), len(columns))
    names = list(settings.shares)
    shares = np.array(list(settings.shares.values()))
    filled = np.zeros((len(names), len(columns)))
    for place, name in enumerate(names):
        there = sorted(document for document, split in fixed.items() if split == name)
        filled[place] = _weight([d for d in there if d in sentences], sentences, columns)
    target = np.outer(shares, filled.sum(axis=0) + weights.sum(axis=0))
    size = weights[:, 0] if len(columns) else np.zeros(len(groups))
    order = sorted(range(len(groups)), key=lambda place: -int(size[place]).bit_length())
    chosen = np.zeros(len(groups), dtype=int)
    for place in order:
        costs = _cost(filled + weights[place], target) - _cost(filled, target)
        chosen[place] = int(np.argmin(costs))
        filled[chosen[place]] += weights[place]
    if len(groups) <= _FEW:
        _exchange(chosen, weights, filled, target)
    return {
        document: names[chosen[place]] for place, group in enumerate(groups) for document in group
    }


def _chance(seed: int, name: str) -> bytes:
    """A place in an order that depends on the seed alone, never on what else there is."""
    return hashlib.sha256(f"{seed}/{name}".encode()).digest()


def _columns(sentences: Mapping[str, Sequence[GoldSentence]]) -> dict[tuple[str, ...], int]:
    """What is to be even: sentences, sentences of a language, spans of a label in a language."""
    found: set[tuple[str, ...]] = set()
    for of_document in sentences.values():
        for sentence in of_document:
            found |= {(), (sentence.lang,)}
            found |= {(sentence.lang, span.label) for span in sentence.spans}
    return {column: place for place, column in enumerate(sorted(found))}


def _weight(
    documents: Sequence[str],
    sentences: Mapping[str, Sequence[GoldSentence]],
    columns: Mapping[tuple[str, ...], int],
) -> Numbers:
    weight = np.zeros(len(columns))
    for document in documents:
        for sentence in sentences[document]:
            weight[columns[()]] += 1
            weight[columns[sentence.lang,]] += 1
            for span in sentence.spans:
                weight[columns[sentence.lang, span.label]] += 1
    return weight


def _cost(filled: Numbers, target: Numbers) -> Numbers:
    """How far each split is from what it should hold."""
    missing: Numbers = ((filled - target) ** 2 / np.maximum(target, 1e-9)).sum(axis=-1)
    return missing


def _exchange(
    chosen: npt.NDArray[np.int_], weights: Numbers, filled: Numbers, target: Numbers
) -> None:
    """Move single groups and exchange pairs, in place, as long as the cost falls."""
    improved = True
    while improved:
        improved = False
        for one in range(len(chosen)):
            for split in range(len(filled)):
                improved |= _try(chosen, weights, filled, target, {one: split})
            for other in range(one):
                swapped = {one: int(chosen[other]), other: int(chosen[one])}
                improved |= _try(chosen, weights, filled, target, swapped)


def _try(
    chosen: npt.NDArray[np.int_],
    weights: Numbers,
    filled: Numbers,
    target: Numbers,
    moves: Mapping[int, int],
) -> bool:
    """Make the moves (group to split) if that lowers the cost; whether it did."""
    if all(chosen[group] == split for group, split in moves.items()):
        return False
    after = filled.copy()
    for group, split in moves.items():
        after[chosen[group]] -= weights[group]
        after[split] += weights[group]
    if _cost(after, target).sum() >= _cost(filled, target).sum() - 1e-9:
        return False
    filled[:] = after
    for group, split in moves.items():
        chosen[group] = split
    return True
