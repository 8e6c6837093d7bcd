"""How right each annotator is against adjudicated spans: accuracy, which is no agreement.

An annotator's spans are part of what gold was made of, so this flatters: where all annotators said
the same, or only one was asked, gold is what they said. Disputed sentences, where annotators differ
or an adjudicator decided, are therefore counted by themselves as well.
"""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from goldspan.agreement.accuracy import Accuracy, AccuracyAgainstGold, AnnotatorAccuracy
from goldspan.agreement.spans import TOO_FEW, Interval
from goldspan.annotations import Annotation
from goldspan.counts import MATCHED, PREDICTED, SUPPORT, Counts
from goldspan.dataset import GoldSentence
from goldspan.errors import InputError
from goldspan.gold.measures.shared import BySentence, by_sentence
from goldspan.intervals import f1_intervals
from goldspan.spans import Span


class Adjudicated(msgspec.Struct, frozen=True):
    """The adjudicated spans of a sentence.

    Attributes:
        is_decided: an adjudicator decided, as far as the source says.
    """

    text: str
    spans: Sequence[Span]
    is_decided: bool = False

    @property
    def keys(self) -> set[tuple[int, int, str]]:
        """What an annotator's spans are compared with."""
        return {span.key for span in self.spans}


class Gold(msgspec.Struct, frozen=True):
    """Adjudicated spans by sentence id, and where they come from, for the report."""

    source: str
    sentences: dict[str, Adjudicated]


def gold_of_dataset(sentences: Iterable[GoldSentence], source: str) -> Gold:
    """The spans of a gold dataset."""
    return Gold(
        source,
        {
            sentence.id: Adjudicated(
                sentence.text,
                sentence.spans,
                bool(sentence.adjudicators),
            )
            for sentence in sentences
        },
    )


def gold_of_adjudicators(annotations: Iterable[Annotation], source: str) -> Gold:
    """The spans of adjudicators' annotations.

    Args:
        annotations: those that are marked as decisions, if any is; else all are taken for such.
        source: where they come from.

    Raises:
        InputError: two adjudicators decided differently.
    """
    given = list(annotations)
    decided = [msgspec.structs.replace(r, adjudication=None) for r in given if r.adjudication]
    found = {}
    for sentence, said in by_sentence(decided or given).items():
        decisions = [Adjudicated(record.text, record.spans) for record in said]
        if any(decision.keys != decisions[0].keys for decision in decisions):
            raise InputError(
                f"sentence {sentence}: {' and '.join(record.annotator for record in said)}"
                " adjudicated it differently; keep one decision a sentence."
            )
        found[sentence] = decisions[0]
    return Gold(source, found)


def accuracy(annotated: BySentence, gold: Gold, labels: Sequence[str]) -> AccuracyAgainstGold:
    """Strict precision, recall and F1 of each annotator, on the sentences they annotated.

    Args:
        annotated: what counts of each sentence, also of those that one annotator alone annotated.
        gold: the adjudicated spans.
        labels: all labels.

    Raises:
        InputError: a sentence has another text in gold, or none of them is in it.
    """
    decisions, source = gold.sentences, gold.source
    known = {sentence: said for sentence, said in annotated.items() if sentence in decisions}
    if not known:
        raise InputError(f"{source}: none of the annotated sentences is in it.")
    rows = [(record, decisions[sentence]) for sentence, said in known.items() for record in said]
    for record, decision in rows:
        if record.text != decision.text:
            raise InputError(f"sentence {record.sentence} has another text in {source}.")
    disputed = {
        sentence for sentence, said in known.items() if _is_disputed(said, decisions[sentence])
    }
    names = sorted({record.annotator for record, _ in rows})
    documents, document = np.unique([record.doc for record, _ in rows], return_inverse=True)
    # Columns of an annotator: all, disputed, then each label.
    width = 2 + len(labels)
    sums = np.zeros((len(documents), len(names) * width, 3), dtype=np.int64)
    sentences = np.zeros((len(names), 2), dtype=np.int64)
    for (record, decision), place in zip(rows, document.tolist(), strict=True):
        annotator = names.index(record.annotator)
        counts = _count(record, decision, labels)
        mine = sums[place, annotator * width : (annotator + 1) * width]
        mine[0] += counts.sum(axis=0)
        mine[2:] += counts
        sentences[annotator, 0] += 1
        if record.sentence in disputed:
            mine[1] += counts.sum(axis=0)
            sentences[annotator, 1] += 1
    intervals = f1_intervals(sums, documents.tolist())
    totals = sums.sum(axis=0)

    def figures(annotator: int, column: int, size: int) -> Accuracy:
        place = annotator * width + column
        return _accuracy(totals[place], intervals[place], int(size))

    return AccuracyAgainstGold(
        source=source,
        sentences=len(known),
        disputed_sentences=len(disputed),
        sentences_not_in_gold=len(annotated) - len(known),
        annotators={
            name: AnnotatorAccuracy(
                all=figures(place, 0, sentences[place, 0]),
                disputed=figures(place, 1, sentences[place, 1]) if sentences[place, 1] else None,
                labels={
                    label: figures(place, 2 + column, sentences[place, 0])
                    for column, label in enumerate(labels)
                },
            )
            for place, name in enumerate(names)
        },
    )


def _is_disputed(said: Sequence[Annotation], decision: Adjudicated) -> bool:
    keys = [{span.key for span in record.spans} for record in said]
    return decision.is_decided or any(mine != keys[0] for mine in keys)


def _count(record: Annotation, decision: Adjudicated, labels: Sequence[str]) -> Counts:
    """Of shape (labels, 3)."""
    counts = np.zeros((len(labels), 3), dtype=np.int64)
    marked, gold = {span.key for span in record.spans}, decision.keys
    for place, keys in ((PREDICTED, marked), (SUPPORT, gold), (MATCHED, marked & gold)):
        for _, _, label in keys:
            counts[labels.index(label), place] += 1
    return counts


def _accuracy(totals: Counts, interval: Interval, sentences: int) -> Accuracy:
    matched, marked, gold = (int(totals[place]) for place in (MATCHED, PREDICTED, SUPPORT))
    return Accuracy(
        precision=matched / marked if marked else None,
        recall=matched / gold if gold else None,
        f1=2 * matched / (marked + gold) if marked + gold else None,
        f1_interval=interval,
        matched=matched,
        marked=marked,
        gold=gold,
        sentences=sentences,
        is_too_few=gold < TOO_FEW,
    )
