"""Several annotators' annotations of a sentence as one, where they agree.

Every annotation that comes in goes out again: into gold, into the disagreements, or into the list
of what was left out, exactly once.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from goldspan.annotations import Annotation
from goldspan.dataset import GoldSentence, GoldSpan, SpanOrigin
from goldspan.sentences import Sentence
from goldspan.spans import in_order

Reason = Literal["draft", "skipped", "superseded", "stale", "not annotated"]


class LeftOut(msgspec.Struct, frozen=True):
    """An annotation (or a whole sentence) that isn't in gold, and why.

    ``superseded`` is an earlier annotation of the same sentence by the same annotator, ``stale``
    one of a text that the sentence no longer has.
    """

    sentence: str
    reason: Reason
    annotation: Annotation | None = None


class Disagreement(msgspec.Struct, frozen=True):
    """A sentence whose annotators disagree, with what each of them said."""

    sentence: str
    text: str
    annotations: list[Annotation]


class Merged(msgspec.Struct, frozen=True):
    """Gold sentences with the annotations they rest on, and what isn't among them."""

    gold: list[tuple[GoldSentence, list[Annotation]]]
    disagreements: list[Disagreement]
    left_out: list[LeftOut]


def merge(sentences: Mapping[str, Sentence], annotations: Iterable[Annotation]) -> Merged:
    """Merge annotations sentence by sentence.

    Args:
        sentences: all sentences by id.
        annotations: in any order; each of a sentence among `sentences`, unless it is stale.
    """
    by_sentence: dict[str, list[Annotation]] = {sentence: [] for sentence in sentences}
    merged = Merged([], [], [])
    for annotation in sorted(annotations, key=_age):
        if annotation.stale:
            merged.left_out.append(LeftOut(annotation.sentence, "stale", annotation))
        else:
            by_sentence[annotation.sentence].append(annotation)
    for sentence in sorted(
        sentences.values(), key=lambda sentence: (sentence.doc, sentence.index, sentence.id)
    ):
        _merge_sentence(sentence, by_sentence[sentence.id], merged)
    return merged


def _merge_sentence(sentence: Sentence, annotations: list[Annotation], merged: Merged) -> None:
    said, left_out = counted(annotations)
    merged.left_out.extend(LeftOut(sentence.id, reason, record) for reason, record in left_out)
    if not said:
        merged.left_out.append(LeftOut(sentence.id, "not annotated"))
    elif len({_content(annotation) for annotation in said}) > 1:
        merged.disagreements.append(Disagreement(sentence.id, sentence.text, said))
    else:
        origin: SpanOrigin = "single" if len(said) == 1 else "agreed"
        merged.gold.append((_gold_sentence(sentence, said, origin), said))


def counted(
    annotations: Iterable[Annotation],
) -> tuple[list[Annotation], list[tuple[Reason, Annotation]]]:
    """Of one sentence's annotations those that count, and the others with the reason.

    Each annotator's last submitted annotation counts, in the order of their names.
    """
    last: dict[str, Annotation] = {}
    others: list[tuple[Reason, Annotation]] = []
    for annotation in sorted(annotations, key=_age):
        if annotation.status != "submitted":
            others.append((annotation.status, annotation))
            continue
        if earlier := last.get(annotation.annotator):
            others.append(("superseded", earlier))
        last[annotation.annotator] = annotation
    return [last[annotator] for annotator in sorted(last)], others


def _age(annotation: Annotation) -> tuple[str, str, int, bytes]:
    """Earlier annotations first; the rest makes the order the same for any order of input."""
    number = annotation.origin.annotation if annotation.origin else None
    return (
        annotation.updated_at or "",
        annotation.annotator,
        number or 0,
        msgspec.json.encode(annotation),
    )


def _content(annotation: Annotation) -> frozenset[tuple[object, ...]]:
    """What two annotators must share to agree: spans with labels and attributes."""
    return frozenset(span.content for span in annotation.spans)


def _gold_sentence(sentence: Sentence, said: list[Annotation], origin: SpanOrigin) -> GoldSentence:
    spans = [
        GoldSpan(
            start=span.start,
            end=span.end,
            label=span.label,
            attributes=span.attributes,
            text=sentence.text[span.start : span.end],
            origin=origin,
        )
        for span in in_order(said[0].spans)
    ]
    return GoldSentence(
        id=sentence.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        lang=sentence.lang,
        section=sentence.section,
        spans=spans,
        flags=sorted({flag for annotation in said for flag in annotation.flags}),
        annotators=len(said),
        guidelines=sorted(
            {
                f"{annotation.guidelines.version} sha256:{annotation.guidelines.sha256}"
                for annotation in said
                if annotation.guidelines
            }
        ),
        suggested_by=sorted({a.suggested_by for a in said if a.suggested_by}),
        text_sha256=sentence.text_sha256,
        meta=msgspec.json.encode(sentence.meta, order="sorted").decode(),
    )
