"""What a split is like: its sizes, what its tests have seen in training, and what didn't leak."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from goldspan.dataset import GoldSentence
from goldspan.gold.split import Split
from goldspan.mentions import mentions
from goldspan.splits import SplitSettings


class Seen(msgspec.Struct, frozen=True):
    """How many mentions stand in the training split, too, with the same label."""

    mentions: int
    seen: int

    @property
    def share(self) -> float | None:
        """Seen of all; None without mentions."""
        return self.seen / self.mentions if self.mentions else None


class SplitFigures(msgspec.Struct, frozen=True):
    """One split in figures.

    Attributes:
        share: of the sentences in all splits.
        languages: sentences by language.
        labels: spans by label.
        seen: mentions that training has seen, by label; null for the training split itself.
    """

    sentences: int
    documents: int
    spans: int
    share: float
    languages: dict[str, int]
    labels: dict[str, int]
    seen: dict[str, Seen] | None


class Leaks(msgspec.Struct, frozen=True):
    """What lies in two splits at once.

    Attributes:
        documents: with sentences in two splits.
        clusters: of near duplicates, in two splits.
        tests: sentences outside training with a near duplicate in it.
    """

    documents: int
    clusters: int
    tests: int


class Group(msgspec.Struct, frozen=True):
    """The largest set of documents that near duplicates tie together, by their first lines."""

    documents: list[str]
    sentences: int


class SplitReport(msgspec.Struct, frozen=True):
    """What a split is like.

    Attributes:
        settings: shares and seed.
        splits: each in figures.
        clusters: near-duplicate clusters among all sentences.
        leaks: of this split; all zero.
        leaks_by_sentence: of a split with the same shares that draws each sentence by itself.
        leaks_by_document: of one that draws each document by itself.
        left_out: sentences that no split holds, by reason.
        known_documents: that stayed where they were.
        new_documents: that were assigned now.
        dropped: sentences that a split held before and none does now.
        largest_group: of documents, if it holds more than one.
    """

    settings: SplitSettings
    splits: dict[str, SplitFigures]
    clusters: int
    leaks: Leaks
    leaks_by_sentence: Leaks
    leaks_by_document: Leaks
    left_out: dict[str, int]
    known_documents: int
    new_documents: int
    dropped: list[str]
    largest_group: Group | None


def report(split: Split) -> SplitReport:
    """Describe a split."""
    training = split.settings.training
    seen = set(mentions(split.splits[training]))
    held = sum(map(len, split.splits.values()))
    documents = {sentence.doc for sentence in split.order}
    assigned = {
        sentence.id: name for name, sentences in split.splits.items() for sentence in sentences
    }
    largest = max(split.groups, key=len, default=[])
    reasons = Counter(
        each.left_out for each in split.assignments if each.left_out and each.sentence in split.ids
    )
    return SplitReport(
        settings=split.settings,
        splits={
            name: _figures(sentences, held, None if name == training else seen)
            for name, sentences in split.splits.items()
        },
        clusters=len(split.near.clusters()),
        leaks=_leaks(split, assigned),
        leaks_by_sentence=_leaks(
            split, {one.id: _draw(one.id, split.settings) for one in split.order}
        ),
        leaks_by_document=_leaks(
            split, {one.id: _draw(one.doc, split.settings) for one in split.order}
        ),
        left_out={str(reason): count for reason, count in sorted(reasons.items())},
        known_documents=len(split.known),
        new_documents=len(documents) - len(split.known),
        dropped=split.dropped,
        largest_group=Group(
            documents=largest,
            sentences=sum(sentence.doc in set(largest) for sentence in split.order),
        )
        if len(largest) > 1
        else None,
    )


def _figures(
    sentences: Sequence[GoldSentence], held: int, seen: set[tuple[str, str]] | None
) -> SplitFigures:
    labels = Counter(span.label for sentence in sentences for span in sentence.spans)
    by_label: dict[str, list[bool]] = defaultdict(list)
    for mention in mentions(sentences):
        by_label[mention[1]].append(mention in (seen or ()))
    return SplitFigures(
        sentences=len(sentences),
        documents=len({sentence.doc for sentence in sentences}),
        spans=labels.total(),
        share=len(sentences) / held if held else 0.0,
        languages=dict(sorted(Counter(sentence.lang for sentence in sentences).items())),
        labels=dict(sorted(labels.items())),
        seen=None
        if seen is None
        else {
            "all": Seen(labels.total(), sum(map(sum, by_label.values()))),
            **{label: Seen(len(by_label[label]), sum(by_label[label])) for label in sorted(labels)},
        },
    )


def _leaks(split: Split, assigned: Mapping[str, str]) -> Leaks:
    documents: dict[str, set[str]] = defaultdict(set)
    holders: dict[int, set[str]] = defaultdict(set)
    for sentence, key in zip(split.order, split.near.keys, strict=True):
        if name := assigned.get(sentence.id):
            documents[sentence.doc].add(name)
            holders[key].add(name)
    clusters = [
        {assigned[split.order[place].id] for place in places if split.order[place].id in assigned}
        for places in split.near.clusters()
    ]
    training = split.settings.training
    return Leaks(
        documents=sum(len(names) > 1 for names in documents.values()),
        clusters=sum(len(names) > 1 for names in clusters),
        tests=sum(
            assigned.get(sentence.id, training) != training
            and any(training in holders.get(near, ()) for near in (key, *split.near.near[key]))
            for sentence, key in zip(split.order, split.near.keys, strict=True)
        ),
    )


def _draw(name: str, settings: SplitSettings) -> str:
    """A split drawn at random by its share, the same for one name and seed."""
    digest = hashlib.sha256(f"random/{settings.seed}/{name}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") / 2**64
    for split, share in settings.shares.items():
        place -= share
        if place < 0:
            return split
    return split
