"""Agreement between annotators: strict F1 on spans, pair by pair.

F1 stands in for chance-corrected measures, because spans have no count of negatives (Hripcsak and
Rothschild, 2005); with one annotator as reference it is the same whichever of the two it is.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec
import numpy as np
import numpy.typing as npt

from goldspan.annotations import Annotation
from goldspan.gold.merge import counted
from goldspan.intervals import MATCHED, PREDICTED, SUPPORT, Counts, f1_intervals

_TOO_FEW = 30


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Strict F1 between annotators, with the counts it comes from.

    Attributes:
        f1: null where nobody marked anything.
        f1_interval: 95%, documents resampled; null with fewer than two documents.
        matched: spans both marked, with the same boundaries and label.
        first: spans of the annotator whose name comes first.
        second: spans of the other.
        sentences: sentences both annotated.
        is_too_few: under 30 spans on either side, too few to say much.
    """

    f1: float | None
    f1_interval: tuple[float, float] | None
    matched: int
    first: int
    second: int
    sentences: int
    is_too_few: bool


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Agreement over all pairs of annotators, and by pair, label, language, and label and language.

    Keys of `pairs` are ``a & b``, of `labels_by_language` ``LABEL lang``.
    """

    schema: str = "goldspan-agreement-1"
    annotators: list[str]
    documents: int
    overall: Agreed
    labels: dict[str, Agreed]
    languages: dict[str, Agreed]
    labels_by_language: dict[str, Agreed]
    pairs: dict[str, Agreed]


class _Shared(msgspec.Struct, frozen=True):
    """A sentence that two annotators annotated."""

    first: Annotation
    second: Annotation


def agreement(annotations: Iterable[Annotation], labels: Sequence[str]) -> Agreement:
    """Agreement on every sentence that two or more annotators submitted."""
    shared = _shared(annotations)
    counts = _counts(shared, labels)
    languages = sorted({pair.first.lang for pair in shared})
    pairs = sorted({_name(pair) for pair in shared})
    of_language = {
        language: np.array([pair.first.lang == language for pair in shared], dtype=bool)
        for language in languages
    }
    every = np.ones(len(shared), dtype=bool)
    all_labels = list(range(len(labels)))

    def measure(rows: npt.NDArray[np.bool_], columns: list[int]) -> Agreed:
        documents = [pair.first.doc for pair, is_in in zip(shared, rows, strict=True) if is_in]
        return _agreed(counts[rows][:, columns].sum(axis=1, keepdims=True), documents)

    return Agreement(
        annotators=sorted({p.annotator for pair in shared for p in (pair.first, pair.second)}),
        documents=len({pair.first.doc for pair in shared}),
        overall=measure(every, all_labels),
        labels={label: measure(every, [column]) for column, label in enumerate(labels)},
        languages={name: measure(rows, all_labels) for name, rows in of_language.items()},
        labels_by_language={
            f"{label} {language}": measure(rows, [column])
            for column, label in enumerate(labels)
            for language, rows in of_language.items()
        },
        pairs={
            name: measure(np.array([_name(pair) == name for pair in shared]), all_labels)
            for name in pairs
        },
    )


def _shared(annotations: Iterable[Annotation]) -> list[_Shared]:
    by_sentence: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        by_sentence.setdefault(annotation.sentence, []).append(annotation)
    return [
        _Shared(first, second)
        for sentence in sorted(by_sentence)
        for first, second in combinations(counted(by_sentence[sentence])[0], 2)
    ]


def _name(pair: _Shared) -> str:
    return f"{pair.first.annotator} & {pair.second.annotator}"


def _counts(shared: Sequence[_Shared], labels: Sequence[str]) -> Counts:
    """Of shape (pairs of annotations, labels, 3): matched, the first's and the second's spans."""
    counts = np.zeros((len(shared), len(labels), 3), dtype=np.int64)
    for row, pair in enumerate(shared):
        first = {span.key for span in pair.first.spans}
        second = {span.key for span in pair.second.spans}
        for place, spans in ((PREDICTED, first), (SUPPORT, second), (MATCHED, first & second)):
            for _, _, label in spans:
                counts[row, labels.index(label), place] += 1
    return counts


def _agreed(counts: Counts, documents: Sequence[str]) -> Agreed:
    totals = counts.sum(axis=(0, 1))
    matched, first, second = (int(totals[place]) for place in (MATCHED, PREDICTED, SUPPORT))
    [interval] = f1_intervals(counts, documents)
    return Agreed(
        f1=2 * matched / (first + second) if first + second else None,
        f1_interval=interval,
        matched=matched,
        first=first,
        second=second,
        sentences=len(documents),
        is_too_few=min(first, second) < _TOO_FEW,
    )
