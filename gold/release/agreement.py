"""Agreement as a dataset's folder tells it: of its gold sentences and of its disagreements."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Disagreement
from goldspan.agreement.result import Agreement
from goldspan.annotations import Annotation, GuidelinesStamp
from goldspan.dataset import GoldAnnotation, GoldSentence
from goldspan.gold.agreement import agreement
from goldspan.records import read_records


def agreement_of(
    gold: Path,
    sentences: Mapping[str, GoldSentence],
    annotations: Sequence[GoldAnnotation],
    labels: Sequence[str],
) -> Agreement | None:
    """How far annotators agreed before anything was decided; None where nobody shares a sentence.

    Disagreements count: without them annotators would seem to agree always.

    Args:
        gold: the dataset's folder.
        sentences: those in gold, by id.
        annotations: what each annotator said of them.
        labels: all labels.
    """
    said = [_annotation(one, sentences[one.id]) for one in annotations]
    measured = agreement([*said, *disagreeing(gold)], labels)
    return measured if measured.annotators else None


def _annotation(one: GoldAnnotation, sentence: GoldSentence) -> Annotation:
    return Annotation(
        sentence=one.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        annotator=one.annotator,
        spans=one.spans,
        lang=sentence.lang,
        section=sentence.section,
        guidelines=GuidelinesStamp(one.guidelines, "") if one.guidelines else None,
    )


def without_quotes(agreement: Agreement) -> Agreement:
    """Agreement without the words on which annotators disagree."""
    counted = msgspec.structs.replace(agreement.disagreements, groups=[])
    return msgspec.structs.replace(agreement, disagreements=counted)


def disagreeing(gold: Path) -> Iterator[Annotation]:
    """What each annotator said of the sentences that wait for an adjudicator."""
    path = gold / DISAGREEMENTS
    if not path.exists():
        return
    for _, one in read_records(path, Disagreement):
        marks = [*one.agreed, *one.disputed, *one.outvoted]
        for name in one.annotators:
            yield Annotation(
                sentence=one.sentence,
                doc=one.doc,
                index=one.index,
                text=one.text,
                text_sha256=one.text_sha256,
                annotator=name,
                spans=[marked.span for marked in marks if name in marked.annotators],
                lang=one.lang,
                section=one.section,
            )
