"""The annotations that count, sentence by sentence and pair by pair."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from goldspan.annotations import Annotation
from goldspan.counted import counted
from goldspan.errors import InputError

BySentence = dict[str, list[Annotation]]
"""Each sentence's annotations that count: one an annotator, in the order of their names."""

Pair = tuple[Annotation, Annotation]
"""Two annotations of one sentence, in the order of the annotators' names."""


def by_sentence(annotations: Iterable[Annotation]) -> BySentence:
    """Each annotator's last submitted annotation of each sentence, in the order of the documents.

    Drafts, skipped, superseded and stale annotations don't count, nor do adjudicators' decisions.

    Raises:
        InputError: a sentence was annotated on two texts.
    """
    found: BySentence = {}
    for annotation in annotations:
        if not (annotation.stale or annotation.adjudication):
            found.setdefault(annotation.sentence, []).append(annotation)
    in_order = sorted(found.items(), key=lambda item: min(map(_place, item[1])))
    said = {
        sentence: ours for sentence, annotations in in_order if (ours := counted(annotations)[0])
    }
    for sentence, ours in said.items():
        for annotation in ours[1:]:
            if annotation.text != ours[0].text:
                raise InputError(
                    f"sentence {sentence}: {ours[0].annotator} and {annotation.annotator} annotated"
                    " two different texts; pull again, so that the older one is marked as stale."
                )
    return said


def _place(annotation: Annotation) -> tuple[str, int, str]:
    return annotation.doc, annotation.index, annotation.sentence


def shared(annotated: Mapping[str, list[Annotation]]) -> BySentence:
    """Only the sentences that two or more annotated."""
    return {sentence: ours for sentence, ours in annotated.items() if len(ours) > 1}


def pairs_of(annotated: Mapping[str, list[Annotation]]) -> Iterator[Pair]:
    """Every two annotations of the same sentence."""
    for ours in annotated.values():
        yield from combinations(ours, 2)


def name_of(pair: Pair) -> str:
    """The two annotators, as a key: ``a & b``."""
    return f"{pair[0].annotator} & {pair[1].annotator}"


def version_of(pair: Pair) -> str:
    """The guidelines both worked under: a version, or both where they differ.

    One version with two texts is named as such; ``not known`` stands for a missing stamp.
    """
    stamps = [annotation.guidelines for annotation in pair]
    versions = sorted(stamp.version if stamp else "not known" for stamp in stamps)
    if stamps[0] == stamps[1]:
        return versions[0]
    if versions[0] == versions[1]:
        return f"{versions[0]} (two texts)"
    return " & ".join(versions)


def suggestions_of(pair: Pair) -> str:
    """Whose suggestions the two began with: an extractor, ``none``, or both where they differ."""
    return " & ".join(sorted({annotation.suggested_by or "none" for annotation in pair}))
