"""Agreement between annotators on spans.

F1 comes first and stands in for chance-corrected measures, because spans have no count of negatives
(Hripcsak and Rothschild, 2005); with one annotator as reference it is the same whichever of the two
it is. docs/agreement.md says what each figure means, and when it misleads.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import Agreed, PairMatrix
from goldspan.annotations import Annotation
from goldspan.disagreements import SpanDisagreement
from goldspan.gold.measures.accuracy import Gold, accuracy
from goldspan.gold.measures.alpha import unitised_alpha
from goldspan.gold.measures.disagreements import find_disagreements, group_disagreements
from goldspan.gold.measures.gamma import gamma
from goldspan.gold.measures.matching import count_matches
from goldspan.gold.measures.shared import (
    Pair,
    by_sentence,
    name_of,
    pairs_of,
    shared,
    suggestions_of,
    version_of,
)
from goldspan.gold.measures.slices import Slice, interval_method, measure_slices
from goldspan.gold.measures.token_kappa import token_kappa


def agreement(
    annotations: Iterable[Annotation],
    labels: Sequence[str],
    *,
    with_gamma: bool = False,
    with_token_kappa: bool = False,
    gold: Gold | None = None,
    colours: Mapping[str, str] | None = None,
) -> Agreement:
    """Agreement on every sentence that two or more annotators submitted.

    Args:
        annotations: in any order; drafts, skipped, superseded and stale ones don't count.
        labels: all labels.
        with_gamma: measure gamma, which takes a second for about a hundred sentences.
        with_token_kappa: measure Cohen's kappa on tokens.
        gold: adjudicated spans, for the accuracy of each annotator.
        colours: each label's, for pages that show it.

    Raises:
        InputError: a sentence was annotated on two texts, or gold doesn't fit the annotations.
    """
    annotated = by_sentence(annotations)
    both = shared(annotated)
    pairs = list(pairs_of(both))
    slices = _slices(pairs, labels)
    every = {(group, name): part for group, parts in slices.items() for name, part in parts.items()}
    measured = measure_slices(pairs, count_matches(pairs, labels), every)
    figures = {
        group: {name: measured[group, name] for name in parts} for group, parts in slices.items()
    }
    annotators = sorted({annotation.annotator for pair in pairs for annotation in pair})
    return Agreement(
        annotators=annotators,
        documents=figures["overall"]["all"].documents,
        changed_by_others=sum(
            annotation.edited_by is not None for said in both.values() for annotation in said
        ),
        overall=figures["overall"]["all"],
        labels=figures["labels"],
        languages=figures["languages"],
        labels_by_language=figures["labels_by_language"],
        sections=figures["sections"],
        guidelines=figures["guidelines"],
        suggestions=figures["suggestions"],
        pairs=figures["pairs"],
        alpha=unitised_alpha(both, labels),
        matrix=_matrix(annotators, figures["pairs"]),
        disagreements=group_disagreements(find_disagreements(pairs)),
        colours=dict(colours or {}),
        interval_method=interval_method(pairs, every),
        gamma=gamma(both, labels) if with_gamma else None,
        token_kappa=token_kappa(pairs) if with_token_kappa else None,
        accuracy_against_gold=accuracy(annotated, gold, labels) if gold else None,
    )


def disagreements(annotations: Iterable[Annotation]) -> list[SpanDisagreement]:
    """Every span on which two annotators of a sentence differ."""
    return find_disagreements(pairs_of(shared(by_sentence(annotations))))


def _slices(pairs: Sequence[Pair], labels: Sequence[str]) -> dict[str, dict[str, Slice]]:
    every = np.ones(len(pairs), dtype=bool)
    all_labels = list(range(len(labels)))

    def by(key: Callable[[Pair], str]) -> dict[str, Slice]:
        keys = np.array([key(pair) for pair in pairs], dtype=object)
        return {name: (keys == name, all_labels) for name in sorted(set(keys))}

    languages = by(lambda pair: pair[0].lang)
    return {
        "overall": {"all": (every, all_labels)},
        "labels": {label: (every, [column]) for column, label in enumerate(labels)},
        "languages": languages,
        "labels_by_language": {
            f"{label} {language}": (rows, [column])
            for column, label in enumerate(labels)
            for language, (rows, _) in languages.items()
        },
        "sections": by(lambda pair: pair[0].section),
        "guidelines": by(version_of),
        "suggestions": by(suggestions_of),
        "pairs": by(name_of),
    }


def _matrix(annotators: Sequence[str], pairs: dict[str, Agreed]) -> PairMatrix:
    size = len(annotators)
    f1: list[list[float | None]] = [[None] * size for _ in annotators]
    spans = [[0] * size for _ in annotators]
    sentences = [[0] * size for _ in annotators]
    for row, one in enumerate(annotators):
        for column, other in enumerate(annotators):
            agreed = pairs.get(" & ".join(sorted((one, other))))
            if agreed:
                f1[row][column] = agreed.f1
                spans[row][column] = agreed.first + agreed.second
                sentences[row][column] = agreed.sentences
    return PairMatrix(annotators=list(annotators), f1=f1, spans=spans, sentences=sentences)
