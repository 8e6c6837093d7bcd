"""Split a gold dataset so that nothing leaks: by document and by near duplicates.

Documents that share a near duplicate go to one split together. What stood in a split before stays
there; where that leaves a new sentence with near duplicates in two splits, or where only page
furniture is shared, the sentence is left out instead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from goldspan.dataset import GoldSentence
from goldspan.errors import InputError
from goldspan.gold.splits.assign import assign
from goldspan.gold.splits.boilerplate import is_boilerplate
from goldspan.near_duplicates import NearDuplicates, Roots, bare, near_duplicates
from goldspan.splits import Assignment, LeftOutReason, SplitSettings, checked_settings, documents_of

_SHORT = 30
_OFTEN = 3


class Split(msgspec.Struct, frozen=True):
    """A dataset, split.

    Attributes:
        settings: shares and seed.
        splits: the sentences of each split, in the order of documents.
        aside: sentences that no split holds; why is in `assignments`.
        assignments: of every sentence, also of those that are gold no longer, by id.
        near: which sentences are near duplicates, by their places in `order`.
        order: all sentences.
        groups: new documents that were placed together.
        known: documents that had their split before.
        dropped: sentences that a split held before, left out now because what was assigned before
            leaks.
    """

    settings: SplitSettings
    splits: dict[str, list[GoldSentence]]
    aside: list[GoldSentence]
    assignments: list[Assignment]
    near: NearDuplicates
    order: list[GoldSentence]
    groups: list[list[str]]
    known: list[str]
    dropped: list[str]

    @property
    def ids(self) -> set[str]:
        """The ids of all sentences that are gold now."""
        return {sentence.id for sentence in self.order}


def split(
    sentences: Iterable[GoldSentence],
    settings: SplitSettings,
    *,
    earlier: Sequence[Assignment] = (),
) -> Split:
    """Assign every sentence to a split, or leave it out.

    Args:
        sentences: all that is gold, in any order.
        settings: shares and seed.
        earlier: what was assigned before, and stays where it is.

    Raises:
        InputError: the shares don't add up, the earlier assignments don't fit them, or there are
            too few documents for so many splits.
    """
    checked_settings(settings)
    fixed = documents_of(earlier, settings.shares)
    order = sorted(sentences, key=lambda sentence: (sentence.doc, sentence.index, sentence.id))
    near = near_duplicates([sentence.text for sentence in order])
    furniture = _furniture(order, near)
    documents: dict[str, list[GoldSentence]] = defaultdict(list)
    for sentence, is_furniture in zip(order, furniture, strict=True):
        documents[sentence.doc] += [] if is_furniture else [sentence]
    groups, drawn = _groups(order, near, furniture, fixed, list(settings.shares))
    placed = {**fixed, **drawn}
    placed |= assign(
        [group for group in groups if group[0] not in drawn], placed, documents, settings
    )
    before = {assignment.sentence: assignment for assignment in earlier}
    decided = _decide(order, near, furniture, placed, before, settings)
    splits: dict[str, list[GoldSentence]] = {name: [] for name in settings.shares}
    aside: list[GoldSentence] = []
    for sentence in order:
        assignment = decided[sentence.id]
        (aside if assignment.left_out else splits[assignment.split]).append(sentence)
    if not earlier:
        _refuse_empty(splits, len(groups))
    return Split(
        settings=settings,
        splits=splits,
        aside=aside,
        assignments=[each for _, each in sorted({**before, **decided}.items())],
        near=near,
        order=order,
        groups=groups,
        known=sorted(fixed.keys() & documents.keys()),
        dropped=[
            each.sentence
            for each in earlier
            if not each.left_out
            and (now := decided.get(each.sentence))
            and now.left_out
            and now.text_sha256 == each.text_sha256
        ],
    )


def _furniture(order: Sequence[GoldSentence], near: NearDuplicates) -> list[bool]:
    """Which sentences say nothing of their document: boilerplate, and short lines that recur.

    They never tie documents together: a credit line would tie all of a newspaper.
    """
    documents: dict[int, set[str]] = defaultdict(set)
    for sentence, key in zip(order, near.keys, strict=True):
        documents[key].add(sentence.doc)
    return [
        is_boilerplate(sentence)
        or (len(documents[key]) >= _OFTEN and len(bare(sentence.text)) < _SHORT)
        for sentence, key in zip(order, near.keys, strict=True)
    ]


def _groups(
    order: Sequence[GoldSentence],
    near: NearDuplicates,
    furniture: Sequence[bool],
    fixed: Mapping[str, str],
    names: Sequence[str],
) -> tuple[list[list[str]], dict[str, str]]:
    """New documents that hang together; and the split of those drawn to documents that have one.

    A group that is drawn to several splits goes where it shares most sentences.
    """
    documents = sorted({sentence.doc for sentence in order} - fixed.keys())
    numbers = {document: number for number, document in enumerate(documents)}
    roots = Roots(len(documents))
    holders: dict[int, list[str]] = defaultdict(list)
    for sentence, key, is_furniture in zip(order, near.keys, furniture, strict=True):
        if not is_furniture:
            holders[key].append(sentence.doc)
    pulls: list[tuple[str, str]] = []
    for key in sorted(holders):
        around = {doc for other in (key, *near.near[key]) for doc in holders.get(other, ())}
        new = sorted(around & numbers.keys())
        for document in new[1:]:
            roots.join(numbers[new[0]], numbers[document])
        splits = {fixed[document] for document in around if document in fixed}
        pulls += [(document, split) for document in holders[key] if document in numbers
                  for split in splits]  # fmt: skip
    groups: dict[int, list[str]] = defaultdict(list)
    for document in documents:
        groups[roots.of(numbers[document])].append(document)
    strength: dict[int, Counter[str]] = defaultdict(Counter)
    for document, split in pulls:
        strength[roots.of(numbers[document])][split] += 1
    drawn = {
        document: max(names, key=lambda name: (counts[name], -names.index(name)))
        for root, counts in strength.items()
        for document in groups[root]
    }
    return list(groups.values()), drawn


def _decide(
    order: Sequence[GoldSentence],
    near: NearDuplicates,
    furniture: Sequence[bool],
    placed: Mapping[str, str],
    before: Mapping[str, Assignment],
    settings: SplitSettings,
) -> dict[str, Assignment]:
    """Which sentences their splits hold: those that were held before, then tests before training.

    What has a near duplicate among those already held by another split is left out.
    """
    names = list(settings.shares)

    def known(place: int) -> Assignment | None:
        sentence = order[place]
        found = before.get(sentence.id)
        is_same = found and (found.doc, found.text_sha256) == (sentence.doc, sentence.text_sha256)
        return found if is_same else None

    def turn(place: int) -> tuple[bool, bool, int, int]:
        rank = names.index(placed[order[place].doc])
        return (known(place) is None, furniture[place], -rank, place)

    held: dict[int, dict[str, str]] = defaultdict(dict)
    decided: dict[str, Assignment] = {}
    for place in sorted(range(len(order)), key=turn):
        sentence, key = order[place], near.keys[place]
        split, earlier = placed[sentence.doc], known(place)
        reason: LeftOutReason | None = earlier.left_out if earlier else None
        duplicate = earlier.duplicate_of if earlier else None
        if not earlier and furniture[place] and split != settings.training:
            reason = "boilerplate"
        if reason is None:
            duplicate = _elsewhere(held, (key, *near.near[key]), split)
            reason = "near duplicate" if duplicate else None
        if reason is None:
            held[key].setdefault(split, sentence.id)
        decided[sentence.id] = Assignment(
            sentence=sentence.id,
            doc=sentence.doc,
            text_sha256=sentence.text_sha256,
            split=split,
            left_out=reason,
            duplicate_of=duplicate,
        )
    return decided


def _elsewhere(
    held: Mapping[int, Mapping[str, str]], keys: Iterable[int], split: str
) -> str | None:
    """A near duplicate that another split holds."""
    for key in keys:
        for other, sentence in held.get(key, {}).items():
            if other != split:
                return sentence
    return None


def _refuse_empty(splits: Mapping[str, Sequence[GoldSentence]], groups: int) -> None:
    empty = [name for name, sentences in splits.items() if not sentences]
    if empty:
        raise InputError(
            f"{' and '.join(empty)} would be empty: there are {groups} documents, or groups of"
            f" documents with near duplicates, for {len(splits)} splits; annotate more, or ask for"
            " fewer splits, such as --share train=0.5 --share test=0.5."
        )
