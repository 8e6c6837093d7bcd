"""Predictions in Parquet as columns: the fields of JSON Lines, `spans` a list of structs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from goldspan.counts import Floats
from goldspan.errors import InputError
from goldspan.evaluate.arrays import NOWHERE, Column, Flags, Spans, column
from goldspan.evaluate.arrow import coded, floats, is_valid, items_of, numbers, rows_of
from goldspan.evaluate.parquet import opened
from goldspan.evaluate.predicted import Fault, Records
from goldspan.predictions import Prediction

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

_CODED = ("extractor", "spans.list.element.label")
_COLUMNS = {"sentence", "text_sha256", "error", "extractor", "spans", "unlocated"}


def read_table(path: Path) -> Records:
    """The columns of a Parquet file.

    Raises:
        InputError: it can't be read.
        Fault: it holds something else than predictions.
    """
    import pyarrow

    found = _Reading()
    with opened(path, _CODED) as file:
        names = set(file.names)
        if not {"sentence", "spans"} <= names <= set(Prediction.__struct_fields__):
            raise Fault("the columns aren't those of predictions")
        for batch in file.batches(names & _COLUMNS):
            found.add(batch, names)
    columns_of_spans = (np.concatenate(values) for values in zip(*found.spans, strict=True))
    return Records(
        sentence=pyarrow.chunked_array(found.sentence, pyarrow.string()).combine_chunks(),
        text_sha256=_whole(found.text_sha256),
        failed=np.concatenate(found.failed),
        extractor=np.concatenate(found.extractor),
        extractors=list(found.extractors),
        spans=Spans(*columns_of_spans),
        labels=list(found.labels),
        quotes=_whole(found.quotes),
        scores=_scores(found),
    )


class _Reading:
    """Columns of a file as they are read, some rows at a time."""

    def __init__(self) -> None:
        self.sentence: list[Array] = []
        self.text_sha256: list[Array] = []
        self.failed: list[Flags] = [np.empty(0, dtype=bool)]
        self.extractor: list[Column] = [column([])]
        self.extractors: dict[str, int] = {"": 0}
        self.spans: list[tuple[Column, ...]] = [(column([]),) * 4]
        self.labels: dict[str, int] = {}
        self.quotes: list[Array] = []
        self.scores: list[tuple[int, Floats | None]] = []
        self._rows = 0

    def add(self, batch: "RecordBatch", names: set[str]) -> None:
        """Some more rows.

        Raises:
            Fault: they hold something else than predictions.
        """
        import pyarrow

        size = len(batch)
        sentence, spans = batch.column("sentence"), batch.column("spans")
        if sentence.null_count or spans.null_count:
            raise Fault("a sentence or its spans are null")
        self.sentence.append(sentence)
        hashes = batch.column("text_sha256") if "text_sha256" in names else pyarrow.nulls(size)
        self.text_sha256.append(_strings(hashes))
        error = is_valid(batch.column("error")) if "error" in names else np.zeros(size, dtype=bool)
        self.failed.append(error)
        self.extractor.append(
            coded(batch.column("extractor"), self.extractors)
            if "extractor" in names
            else column(np.zeros(size))
        )
        self._add_spans(spans)
        if "unlocated" in names:
            self._add_claims(batch.column("unlocated"))
        self._rows += size

    def _add_spans(self, lists: "Array") -> None:
        import pyarrow

        items = items_of(lists)
        names = {field.name for field in items.type}
        if not {"start", "end", "label"} <= names or items.null_count:
            raise Fault("a span lacks its offsets or its label")
        start, end, label = (items.field(name) for name in ("start", "end", "label"))
        if start.null_count or end.null_count or label.null_count:
            raise Fault("a span lacks its offsets or its label")
        begins, ends = numbers(start), numbers(end)
        if len(items) and not 0 <= int(begins.min()) <= int(ends.max()) < 1 << 31:
            raise Fault("an offset is negative or too large")
        sentence = column(rows_of(lists) + self._rows)
        self.spans.append((sentence, column(begins), column(ends), coded(label, self.labels)))
        self.quotes.append(
            _strings(items.field("text") if "text" in names else pyarrow.nulls(len(items)))
        )
        scores = floats(items.field("score")) if "score" in names else None
        self.scores.append((len(items), scores))

    def _add_claims(self, lists: "Array") -> None:
        import pyarrow

        items = items_of(lists)
        nowhere = column(np.full(len(items), NOWHERE))
        sentence = column(rows_of(lists) + self._rows)
        self.spans.append((sentence, nowhere, nowhere, coded(items.field("label"), self.labels)))
        self.quotes.append(pyarrow.nulls(len(items), pyarrow.string()))
        self.scores.append((len(items), None))


def read_rows(path: Path) -> Iterator[tuple[str, Prediction]]:
    """Each row of a Parquet file with where it stands.

    Raises:
        InputError: one isn't a prediction.
    """
    with opened(path) as file:
        rows = [row for batch in file.batches(file.names) for row in batch.to_pylist()]
    for number, row in enumerate(rows, start=1):
        try:
            yield f"{path}: row {number}", msgspec.convert(_plain(row), Prediction)
        except msgspec.ValidationError as error:
            raise InputError(f"{path}: row {number}: not a prediction record: {error}.") from None


def _strings(values: "Array") -> "Array":
    """Strings, also where a file has another type for them because all are null."""
    import pyarrow

    if values.type == pyarrow.string():
        return values
    if values.null_count == len(values):
        return pyarrow.nulls(len(values), pyarrow.string())
    return values.cast(pyarrow.string())


def _whole(parts: "list[Array]") -> "Array | None":
    """The parts as one; None if all of it is null."""
    import pyarrow

    if all(part.null_count == len(part) for part in parts):
        return None
    return pyarrow.chunked_array(parts, pyarrow.string()).combine_chunks()


def _scores(found: _Reading) -> Floats | None:
    """How sure the extractor is of each span, nan where it doesn't say; None if nowhere."""
    if all(scores is None or np.isnan(scores).all() for _, scores in found.scores):
        return None
    parts = [np.full(size, np.nan) if scores is None else scores for size, scores in found.scores]
    found_scores: Floats = np.concatenate(parts)
    return found_scores


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON Lines would have it; columns that hold null where a default is, left out."""
    kept = {name: value for name, value in row.items() if value is not None}
    for span in kept.get("spans", []):
        for name in [name for name, value in span.items() if value is None]:
            del span[name]
        if isinstance(span.get("attributes"), list):
            span["attributes"] = {item["name"]: item["value"] for item in span["attributes"]}
    if isinstance(kept.get("unmapped"), list):
        kept["unmapped"] = {item["name"]: item["value"] for item in kept["unmapped"]}
    return kept
