"""The figures that a dataset's card and manifest give of its data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from goldspan.dataset import GoldAnnotation, GoldSentence
from goldspan.gold.release.agreement import AgreementInside
from goldspan.mentions import mentions
from goldspan.near_duplicates import near_duplicates
from goldspan.schemes import IOB2
from goldspan.tagging import tag_spans
from goldspan.tokens import Tokeniser


class SplitFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one split.

    Attributes:
        documents: how many.
        sentences: how many.
        empty: sentences without any span.
        tokens: how many.
        spans: how many.
        misaligned: spans that tokens can't show.
        labels: spans by label and language.
    """

    documents: int
    sentences: int
    empty: int
    tokens: int
    spans: int
    misaligned: int
    labels: dict[str, dict[str, int]]


class Leakage(msgspec.Struct, frozen=True, kw_only=True):
    """What a split shares with the training split.

    Attributes:
        documents: documents with sentences in both.
        texts: sentences of which the training split has a near duplicate.
        mentions: the split's spans.
        seen: those of these spans whose wording carries the same label in the training split.
    """

    documents: int
    texts: int
    mentions: int
    seen: int


class DatasetFigures(SplitFigures, frozen=True, kw_only=True):
    """Counts of a whole dataset.

    Attributes:
        sentences_by_language: sentences by language.
        sections: sentences by section.
        flags: sentences by flag.
        attributes: spans by ``name=value``.
        origins: spans by where they come from.
        annotators: sentences by annotator.
        adjudicators: sentences they decided, by adjudicator.
        annotators_per_sentence: sentences by the number of their annotators.
        suggested_by: sentences whose annotators began with suggestions, by extractor.
        guidelines: sentences by the version they were annotated under.
        splits: the counts of each split.
        leakage: what each split shares with the split ``train``; empty without one.
        agreement: between annotators on these sentences; null where none has two annotators.
    """

    sentences_by_language: dict[str, int]
    sections: dict[str, int]
    flags: dict[str, int]
    attributes: dict[str, int]
    origins: dict[str, int]
    annotators: dict[str, int]
    adjudicators: dict[str, int]
    annotators_per_sentence: dict[str, int]
    suggested_by: dict[str, int]
    guidelines: dict[str, int]
    splits: dict[str, SplitFigures]
    leakage: dict[str, Leakage]
    agreement: AgreementInside | None = None


def figures_of(
    splits: Mapping[str, Sequence[GoldSentence]],
    annotations: Iterable[GoldAnnotation],
    labels: Sequence[str],
    tokeniser: Tokeniser,
    agreement: AgreementInside | None = None,
) -> DatasetFigures:
    """Count everything.

    Args:
        splits: the sentences of each split.
        annotations: what each annotator said of them.
        labels: all labels, in order.
        tokeniser: that of configuration "bio".
        agreement: between annotators on these sentences.
    """
    by_split = {split: _split(sentences, labels, tokeniser) for split, sentences in splits.items()}
    everything = [sentence for sentences in splits.values() for sentence in sentences]
    spans = [span for sentence in everything for span in sentence.spans]
    whole = _split(everything, labels, tokeniser)
    return DatasetFigures(
        **msgspec.structs.asdict(whole),
        sentences_by_language=_counts(sentence.lang for sentence in everything),
        sections=_counts(sentence.section for sentence in everything),
        flags=_counts(flag for sentence in everything for flag in sentence.flags),
        attributes=_counts(
            f"{name}={value}" for span in spans for name, value in span.attributes.items()
        ),
        origins=_counts(
            f"agreed by {span.votes} of {span.annotators}"
            if span.origin == "agreed"
            else span.origin
            for span in spans
        ),
        annotators=_counts(annotation.annotator for annotation in annotations),
        adjudicators=_counts(name for sentence in everything for name in sentence.adjudicators),
        annotators_per_sentence=_counts(str(sentence.annotators) for sentence in everything),
        suggested_by=_counts(name for sentence in everything for name in sentence.suggested_by),
        guidelines=_counts(
            stamp.split()[0] for sentence in everything for stamp in sentence.guidelines
        ),
        splits=by_split,
        leakage={
            split: _leakage(splits["train"], sentences)
            for split, sentences in splits.items()
            if "train" in splits and split != "train"
        },
        agreement=agreement,
    )


def _split(
    sentences: Sequence[GoldSentence], labels: Sequence[str], tokeniser: Tokeniser
) -> SplitFigures:
    languages = sorted({sentence.lang for sentence in sentences})
    by_label: dict[str, Counter[str]] = {label: Counter() for label in labels}
    tokens = misaligned = 0
    for sentence in sentences:
        for span in sentence.spans:
            by_label[span.label][sentence.lang] += 1
        cut = tokeniser.tokenise(sentence.text)
        tokens += len(cut)
        misaligned += len(tag_spans(sentence.spans, cut, IOB2)[1])
    return SplitFigures(
        documents=len({sentence.doc for sentence in sentences}),
        sentences=len(sentences),
        empty=sum(not sentence.spans for sentence in sentences),
        tokens=tokens,
        spans=sum(len(sentence.spans) for sentence in sentences),
        misaligned=misaligned,
        labels={
            label: {language: counts[language] for language in languages}
            for label, counts in by_label.items()
        },
    )


def _leakage(train: Sequence[GoldSentence], split: Sequence[GoldSentence]) -> Leakage:
    found = near_duplicates([sentence.text for sentence in (*train, *split)])
    trained = set(found.keys[: len(train)])
    wordings = set(mentions(train))
    ours = mentions(split)
    return Leakage(
        documents=len({s.doc for s in train} & {s.doc for s in split}),
        texts=sum(
            key in trained or not trained.isdisjoint(found.near[key])
            for key in found.keys[len(train) :]
        ),
        mentions=len(ours),
        seen=sum(mention in wordings for mention in ours),
    )


def _counts(things: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(things).items()))
