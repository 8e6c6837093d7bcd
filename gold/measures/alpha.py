"""Krippendorff's alpha for units that annotators find themselves, corrected for chance.

This is the coefficient u-alpha with the nominal metric, after Krippendorff, Mathet, Bouvry and
Widlöcher (2016), "On the reliability of unitizing textual continua: further developments",
equations 1, 4 and 5. The continuum is the code points of all shared sentences, one after the
other; what an annotator left unmarked are gaps. Every two code points in the same place are
compared by value; by chance any two may meet, save two of the same unit.

Three things the paper leaves open, or rules out, are settled so:

* An annotator's spans may overlap. They are cut wherever one of them begins or ends, and the value
  of a piece is the set of labels that cover it. Without overlap this is the paper's own definition.
* A label's own alpha looks at its spans alone: marked with it, or not.
* Not everybody annotates every sentence. A sentence of m annotators gives each of its code points
  the weight 1 / (m - 1) a comparison, as in Krippendorff's alpha with missing data; with the same
  annotators everywhere this is again the paper's.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from goldspan.agreement.corrected import Alpha, Alphas
from goldspan.agreement.spans import TOO_FEW
from goldspan.gold.measures.corrected import corrected_intervals
from goldspan.gold.measures.shared import BySentence

_Floats = npt.NDArray[np.float64]
_Integers = npt.NDArray[np.int64]


class _Spans(NamedTuple):
    """Spans on the continuum, one a place of each array."""

    annotator: _Integers
    label: _Integers
    start: _Integers
    end: _Integers


class _Continuum(NamedTuple):
    """The shared sentences end to end, cut wherever a sentence or anybody's span begins or ends.

    Attributes:
        sentences: where each sentence begins.
        cuts: where each piece begins.
        lengths: code points of each piece.
        document: the number of each piece's document.
        present: of shape (annotators, pieces), whether they annotated it.
        documents: how many documents there are.
    """

    sentences: _Integers
    cuts: _Integers
    lengths: _Integers
    document: _Integers
    present: npt.NDArray[np.bool_]
    documents: int


def unitised_alpha(shared: BySentence, labels: Sequence[str]) -> Alphas:
    """Alpha over all labels, and of each label by itself.

    Args:
        shared: sentences that two or more annotated, with what they said.
        labels: all labels.
    """
    spans, continuum = _lay_out(shared, labels)
    layers = [spans, *(_only(spans, spans.label == column) for column in range(len(labels)))]
    annotators = len(continuum.present)
    measured = [_sums(layer, continuum, len(labels)) for layer in layers]
    intervals = corrected_intervals(measured, _disagreement)
    alphas = []
    for layer, sums, interval in zip(layers, measured, intervals, strict=True):
        disagreement = float(_disagreement(sums.sum(axis=0, keepdims=True))[0])
        alphas.append(
            Alpha(
                alpha=None if np.isnan(disagreement) else 1 - disagreement,
                alpha_interval=interval,
                spans=len(layer.start),
                code_points=int(sums[:, 2:].sum()),
                annotators=annotators,
                is_too_few=len(layer.start) < TOO_FEW * annotators,
            )
        )
    return Alphas(overall=alphas[0], labels=dict(zip(labels, alphas[1:], strict=True)))


def _disagreement(sums: _Floats) -> _Floats:
    """Observed / expected disagreement, which is 1 - alpha, row by row; nan where undefined.

    The columns of sums are those of `_sums`. With l the code points by value, L all of them and q
    what can't meet by chance, the paper's equations 4 and 5 come to
    (1 - agreeing / L) * (L^2 - q) / (L^2 - sum of l^2).
    """
    agreeing, same_unit, by_value = sums[:, 0], sums[:, 1], sums[:, 2:]
    total = by_value.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (total - agreeing) / total
        expected = (total**2 - (by_value**2).sum(axis=1)) / (total**2 - same_unit)
        return np.where(expected > 0, observed / expected, np.nan)


def _sums(spans: _Spans, continuum: _Continuum, labels: int) -> _Floats:
    """By document: agreeing code points, pairs within a unit, and code points by value."""
    values = _values(spans, continuum, labels)
    present, lengths, document = continuum.present, continuum.lengths, continuum.document
    size, kinds = continuum.documents, int(values.max(initial=0)) + 1
    others = np.maximum(present.sum(axis=0) - 1, 1)
    agreeing, same_unit = np.zeros(size), np.zeros(size)
    by_value = np.zeros(size * kinds)
    for one in range(len(present)):
        for other in range(one):
            same = present[one] & present[other] & (values[one] == values[other])
            agreeing += np.bincount(document, 2 * lengths * same / others, minlength=size)
        by_value += np.bincount(
            document * kinds + values[one], lengths * present[one], minlength=size * kinds
        )
        mine = _only(spans, spans.annotator == one)
        cuts = np.unique(np.concatenate([continuum.sentences, mine.start, mine.end]))
        piece = np.searchsorted(continuum.cuts, cuts[cuts < lengths.sum()])
        units = np.diff(np.append(continuum.cuts[piece], lengths.sum()))
        within = np.where(values[one, piece] > 0, units**2, units) * present[one, piece]
        same_unit += np.bincount(document[piece], within, minlength=size)
    return np.column_stack([agreeing, same_unit, by_value.reshape(size, kinds)])


def _values(spans: _Spans, continuum: _Continuum, labels: int) -> _Integers:
    """Of shape (annotators, pieces): a number for each set of labels, 0 for a gap."""
    shape = continuum.present.shape
    values = np.zeros(shape, dtype=np.int64)
    for label in range(labels):
        here = _only(spans, spans.label == label)
        if not len(here.start):
            continue
        depth = np.zeros((shape[0], shape[1] + 1), dtype=np.int64)
        np.add.at(depth, (here.annotator, np.searchsorted(continuum.cuts, here.start)), 1)
        np.add.at(depth, (here.annotator, np.searchsorted(continuum.cuts, here.end)), -1)
        covered = depth.cumsum(axis=1)[:, :-1] > 0
        codes = np.append(0, (values * 2 + covered).ravel())
        values = np.unique(codes, return_inverse=True)[1].ravel()[1:].reshape(shape)
    return values


def _lay_out(shared: BySentence, labels: Sequence[str]) -> tuple[_Spans, _Continuum]:
    annotators = sorted({annotation.annotator for said in shared.values() for annotation in said})
    row = {annotator: place for place, annotator in enumerate(annotators)}
    column = {label: place for place, label in enumerate(labels)}
    sizes = [len(said[0].text) for said in shared.values()]
    sentences = np.cumsum([0, *sizes], dtype=np.int64)
    said_by = np.zeros((len(annotators), len(shared)), dtype=bool)
    found: list[tuple[int, int, int, int]] = []
    for place, (said, begin) in enumerate(zip(shared.values(), sentences.tolist(), strict=False)):
        for annotation in said:
            who = row[annotation.annotator]
            said_by[who, place] = True
            found += [
                (who, column[label], begin + start, begin + end)
                for start, end, label in {span.key for span in annotation.spans}
            ]
    spans = _Spans(*np.array(found, dtype=np.int64).reshape(-1, 4).T)
    cuts = np.unique(np.concatenate([sentences, spans.start, spans.end]))
    sentence = np.searchsorted(sentences, cuts[:-1], side="right") - 1
    names, document = np.unique([said[0].doc for said in shared.values()], return_inverse=True)
    continuum = _Continuum(
        sentences=sentences[:-1],
        cuts=cuts[:-1],
        lengths=np.diff(cuts),
        document=document[sentence],
        present=said_by[:, sentence],
        documents=len(names),
    )
    return spans, continuum


def _only(spans: _Spans, which: npt.NDArray[np.bool_]) -> _Spans:
    return _Spans(*(array[which] for array in spans))
