"""Gamma: agreement on units and their categories together, after the best alignment.

gamma = 1 - observed disorder / disorder expected by chance (Mathet, Widlöcher and Métivier, 2015).
A continuum is the sentences of one document that the same people annotated, end to end, in code
points. As many chance continua are drawn as make the expected disorder right to 5% with 95%
confidence (section 5.3), 30 at least. On each continuum the result is pygamma-agreement's.

The whole corpus's gamma weighs each document by its units: 1 - the sum of all observed disorders
over the sum of all expected ones, each times the mean number of units of an annotator.
"""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from goldspan.agreement.corrected import DocumentGamma, Gamma
from goldspan.agreement.spans import TOO_FEW
from goldspan.annotations import Annotation
from goldspan.console import progress
from goldspan.counts import Floats
from goldspan.errors import InputError
from goldspan.gold.measures.alignment import Units, best_alignment
from goldspan.gold.measures.chance import Chance
from goldspan.gold.measures.corrected import corrected_interval
from goldspan.gold.measures.shared import BySentence
from goldspan.resampling import SEED

PRECISION = 0.05
SAMPLES = 30
MOST_ANNOTATORS = 5
_CONFIDENCE = 1.96


class Disorders(NamedTuple):
    """What gamma is made of, for one continuum, and how many chance continua were drawn."""

    observed: float
    expected: float
    samples: int

    @property
    def gamma(self) -> float | None:
        """1 without any disorder; None where chance would give none either."""
        if self.observed == 0:
            return 1.0
        return 1 - self.observed / self.expected if self.expected else None


class Continuum(NamedTuple):
    """Sentences of a document, in order, that the same people annotated, with what they said."""

    document: str
    annotators: tuple[str, ...]
    sentences: list[list[Annotation]]

    @property
    def spans(self) -> int:
        """Of all of them together."""
        return sum(len(annotation.spans) for said in self.sentences for annotation in said)


def gamma(shared: BySentence, labels: Sequence[str]) -> Gamma:
    """Gamma of every document, and of all together.

    Args:
        shared: sentences that two or more annotated, with what they said.
        labels: all labels.

    Raises:
        InputError: more than five annotated the same sentence.
    """
    continua = continua_of(shared)
    marked = [continuum for continuum in continua if continuum.spans]
    documents: list[DocumentGamma] = []
    with progress("Gamma", total=len(marked)) as advance:
        for continuum in marked:
            documents.append(_document(continuum, labels))
            advance()
    names, group = np.unique([document.document for document in documents], return_inverse=True)
    sums = np.zeros((len(names), 2))
    for place, document in zip(group, documents, strict=True):
        weight = document.spans / len(document.annotators)
        sums[place] += weight * np.array([document.observed_disorder, document.expected_disorder])
    observed, expected = sums.sum(axis=0).tolist()
    spans = sum(document.spans for document in documents)
    return Gamma(
        gamma=1 - observed / expected if expected else None,
        gamma_interval=corrected_interval(sums, _disorder),
        spans=spans,
        documents_without_spans=len({c.document for c in continua} - set(names.tolist())),
        precision=PRECISION,
        documents=documents,
        is_too_few=spans < TOO_FEW * len({name for c in marked for name in c.annotators}),
    )


def disorders(annotators: Sequence[Units], seed: int, precision: float = PRECISION) -> Disorders:
    """The disorder of a continuum and the one that chance would give.

    Args:
        annotators: each annotator's units, in the order of their names; at least one unit in all.
        seed: of the chance continua.
        precision: how far the expected disorder may be off, with 95% confidence.
    """
    observed = best_alignment(annotators).disorder
    chance = Chance(annotators, seed)
    by_chance = [best_alignment(chance.draw()).disorder for _ in range(SAMPLES)]
    if mean := np.mean(by_chance):
        needed = int(np.ceil((np.std(by_chance) / mean * _CONFIDENCE / precision) ** 2))
        by_chance += [
            best_alignment(chance.draw()).disorder for _ in range(needed - len(by_chance))
        ]
    return Disorders(observed, float(np.mean(by_chance)), len(by_chance))


def _disorder(sums: Floats) -> Floats:
    """Observed over expected disorder, for each row of sums."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan)


def continua_of(shared: BySentence) -> list[Continuum]:
    """The sentences by document and by the people who annotated them.

    Raises:
        InputError: more than five annotated the same sentence.
    """
    found: dict[tuple[str, tuple[str, ...]], list[list[Annotation]]] = {}
    for sentence, said in shared.items():
        if len(said) > MOST_ANNOTATORS:
            raise InputError(
                f"sentence {sentence}: {len(said)} people annotated it; gamma is for at most"
                f" {MOST_ANNOTATORS}, so leave --gamma away or give fewer annotators' files."
            )
        names = tuple(annotation.annotator for annotation in said)
        found.setdefault((said[0].doc, names), []).append(said)
    return [
        Continuum(document, names, sorted(said, key=lambda said: (said[0].index, said[0].sentence)))
        for (document, names), said in sorted(found.items())
    ]


def _document(continuum: Continuum, labels: Sequence[str]) -> DocumentGamma:
    name = " ".join([continuum.document, *continuum.annotators])
    found = disorders(units_of(continuum, labels), SEED ^ zlib.crc32(name.encode()))
    return DocumentGamma(
        document=continuum.document,
        annotators=list(continuum.annotators),
        gamma=found.gamma,
        observed_disorder=found.observed,
        expected_disorder=found.expected,
        samples=found.samples,
        spans=continuum.spans,
        sentences=len(continuum.sentences),
    )


def units_of(continuum: Continuum, labels: Sequence[str]) -> list[Units]:
    """Each annotator's spans, counted from the beginning of the continuum."""
    category = {label: place for place, label in enumerate(sorted(labels))}
    units: list[list[tuple[int, int, int]]] = [[] for _ in continuum.annotators]
    begin = 0
    for said in continuum.sentences:
        for mine, annotation in zip(units, said, strict=True):
            for start, end, label in {span.key for span in annotation.spans}:
                mine.append((begin + start, begin + end, category[label]))
        begin += len(said[0].text)
    found = []
    for mine in units:
        columns = np.array(sorted(mine), dtype=np.int64).reshape(-1, 3).T
        start, end = columns[:2].astype(np.float64)
        found.append(Units(start, end, columns[2]))
    return found
