"""Predictions as columns, each with the sentence it speaks of."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from goldspan.counts import Floats
from goldspan.evaluate.arrays import NOWHERE, Column, Flags, Numbers, Spans, column, in_order
from goldspan.evaluate.arrow import all_equal, call, encoded, mask, numbers, taken, whole
from goldspan.evaluate.corpus import Corpus

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray


class Fault(Exception):
    """Something is wrong with a predictions file; a second, slower reading says what and where."""


class Records(Struct, frozen=True, eq=False):
    """What a predictions file holds, column by column.

    Attributes:
        sentence: of each record, the id of the sentence.
        text_sha256: of each record, the hash of the text it was made for; None if none says.
        failed: of each record, whether the extractor failed.
        extractors: all that are named, with the number of each record's.
        spans: `sentence` is the number of the record; claims that are nowhere come with -1.
        labels: the names of the spans' labels.
        quotes: of each span, what it quotes; None if none does.
        scores: of each span, how sure the extractor is, NaN where it doesn't say; None if nowhere.
    """

    sentence: "Array"
    text_sha256: "Array | None"
    failed: Flags
    extractor: Column
    extractors: list[str]
    spans: Spans
    labels: list[str]
    quotes: "Array | None" = None
    scores: Floats | None = None


class Predicted(Struct, frozen=True, eq=False):
    """What one extractor said of the sentences of a corpus.

    Attributes:
        spans: in order; `sentence` is the number in the corpus.
        quotes: what they quote; None if nothing.
        scores: how sure the extractor is of each; NaN where it doesn't say, None if nowhere.
        extractors: the names of those that made them.
        failed: in how many sentences the extractor failed.
        ignored: records of sentences that aren't being scored.
        missing: sentences without a record.
        sha256: the hash of the file; None for predictions made just now.
        name: what to call them where several are compared.
    """

    spans: Spans
    quotes: "Array | None" = None
    extractors: list[str] = []
    failed: int = 0
    ignored: int = 0
    missing: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    sha256: str | None = None
    name: str = ""
    scores: Floats | None = None

    @property
    def unlocated(self) -> int:
        """Claims that aren't in the text."""
        return int((self.spans.start == NOWHERE).sum())


def placed(
    records: Records,
    corpus: Corpus,
    *,
    elsewhere: "Callable[[], ChunkedArray | Array] | None" = None,
    text_sha256: "ChunkedArray | None" = None,
    sha256: str | None = None,
    name: str = "",
) -> Predicted:
    """The predictions of a corpus' sentences.

    Args:
        records: what was read.
        corpus: what is scored against.
        elsewhere: gives the ids of all sentences, also of those that aren't scored.
        text_sha256: the hashes of the corpus' texts, if they are to be compared.
        sha256: the hash of the file.
        name: what to call them.

    Raises:
        Fault: a record speaks of an unknown sentence, two of one, one of another text, or a label
            isn't one of the corpus'.
    """
    row, known = _rows(records.sentence, corpus.ids)
    if not (known.all() or _are_all(call("filter", records.sentence, mask(~known)), elsewhere)):
        raise Fault("a record speaks of an unknown sentence")
    of_record = np.full(len(corpus), -1)
    of_record[row[known]] = np.flatnonzero(known)
    if int((of_record >= 0).sum()) < int(known.sum()) or _repeats(records.sentence, known):
        raise Fault("two records speak of one sentence")
    if text_sha256 is not None:
        _compare_hashes(records, text_sha256, of_record)
    spans, quotes = _relabelled(records, corpus.labels), records.quotes
    scores = records.scores
    kept = known[spans.sentence]
    if not kept.all():
        spans = spans.take(kept)
        quotes = None if quotes is None else call("filter", quotes, mask(kept))
        scores = None if scores is None else scores[kept]
    moved = Spans(column(row)[spans.sentence], spans.start, spans.end, spans.label)
    ordered, order = in_order(moved)
    if quotes is not None and ordered is not moved:
        quotes = taken(quotes, order)
    if scores is not None:
        scores = scores[order]
    named = np.unique(records.extractor[known])
    return Predicted(
        spans=ordered,
        quotes=quotes,
        extractors=sorted({records.extractors[place] for place in named if place >= 0} - {""}),
        failed=int(records.failed[known].sum()),
        ignored=int((~known).sum()),
        missing=np.flatnonzero(of_record < 0),
        sha256=sha256,
        name=name,
        scores=scores,
    )


def _rows(ids: "Array", among: "ChunkedArray | Array") -> tuple[Numbers, Flags]:
    """Where each id stands, and whether it does at all."""
    if len(ids) == len(among) and ids.equals(whole(among)):
        return np.arange(len(ids)), np.ones(len(ids), dtype=bool)
    import pyarrow.compute

    found = pyarrow.compute.index_in(ids, value_set=whole(among))
    rows = numbers(found).astype(np.int64)
    return rows, rows >= 0


def _are_all(ids: "Array", everywhere: "Callable[[], ChunkedArray | Array] | None") -> bool:
    """Whether all ids are among those of the dataset."""
    return everywhere is not None and bool(_rows(ids, everywhere())[1].all())


def _repeats(ids: "Array", known: Flags) -> bool:
    """Whether records of sentences that aren't scored repeat one."""
    return not known.all() and len(encoded(ids)[1]) < len(ids)


def _compare_hashes(records: Records, expected: "ChunkedArray", of_record: Numbers) -> None:
    if records.text_sha256 is None:
        return
    rows = np.flatnonzero(of_record >= 0)
    said = taken(records.text_sha256, of_record[rows])
    if not all_equal(said, taken(whole(expected), rows)):
        raise Fault("a prediction was made for another text")


def _relabelled(records: Records, labels: list[str]) -> Spans:
    """The spans with the corpus' numbers for their labels."""
    number = {label: place for place, label in enumerate(labels)}
    table = [number.get(label, -1) for label in records.labels]
    if -1 in table:
        raise Fault("a label isn't one of the corpus'")
    spans = records.spans
    label = column(table)[spans.label] if len(spans) else spans.label
    return Spans(spans.sentence, spans.start, spans.end, label)
