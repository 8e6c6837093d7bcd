"""Predictions in Parquet as columns: the fields of JSON Lines, `spans` a list of structs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from goldspan.errors import InputError
from goldspan.evaluate.arrays import NOWHERE, Spans, column
from goldspan.evaluate.arrow import coded, is_valid, numbers, whole
from goldspan.evaluate.goldfile import ragged
from goldspan.evaluate.predicted import Fault, Records
from goldspan.evaluate.prediction_lines import scored
from goldspan.predictions import Prediction

if TYPE_CHECKING:
    from pyarrow import Array


def read_table(path: Path) -> Records:
    """The columns of a Parquet file.

    Raises:
        InputError: it can't be read.
        Fault: it holds something else than predictions.
    """
    import pyarrow

    table = _parquet(path)
    fields = set(Prediction.__struct_fields__)
    if not {"sentence", "spans"} <= set(table.column_names) <= fields:
        raise Fault("the columns aren't those of predictions")
    if table.column("sentence").null_count or table.column("spans").null_count:
        raise Fault("a sentence or its spans are null")
    known: dict[str, int] = {}
    parts: list[tuple[Any, ...]] = []
    quotes: list[Any] = []
    scores: list[float | None] = []
    for _, (row, items) in ragged(table.column("spans")):
        names = {field.name for field in items.type}
        if not {"start", "end", "label"} <= names or items.null_count:
            raise Fault("a span lacks its offsets or its label")
        start, end, label = (items.field(name) for name in ("start", "end", "label"))
        if start.null_count or end.null_count or label.null_count:
            raise Fault("a span lacks its offsets or its label")
        parts.append((row, numbers(start), numbers(end), coded(label, known)))
        quotes.append(_texts(items.field("text") if "text" in names else pyarrow.nulls(len(items))))
        said = items.field("score").to_pylist() if "score" in names else [None] * len(items)
        scores += said
        if len(items) and not 0 <= int(parts[-1][1].min()) <= int(parts[-1][2].max()) < 1 << 31:
            raise Fault("an offset is negative or too large")
    if "unlocated" in table.column_names:
        for _, (row, items) in ragged(table.column("unlocated")):
            nowhere = np.full(len(row), NOWHERE)
            parts.append((row, nowhere, nowhere, coded(items.field("label"), known)))
            quotes.append(pyarrow.nulls(len(row), pyarrow.string()))
            scores += [None] * len(row)
    columns = [np.concatenate(values) for values in zip(*parts, strict=True)] if parts else [[]] * 4
    quoted = pyarrow.chunked_array(quotes, pyarrow.string()).combine_chunks()
    extractors: dict[str, int] = {"": 0}
    size = len(table)
    return Records(
        sentence=table.column("sentence").combine_chunks(),
        text_sha256=_optional(table, "text_sha256"),
        failed=~_nulls(table, "error"),
        extractor=np.concatenate(
            [coded(chunk, extractors) for chunk in table.column("extractor").chunks]
        )
        if "extractor" in table.column_names and size
        else column(np.zeros(size)),
        extractors=list(extractors),
        spans=Spans(*(column(values) for values in columns)),
        labels=list(known),
        quotes=None if quoted.null_count == len(quoted) else quoted,
        scores=scored(scores),
    )


def read_rows(path: Path) -> Iterator[tuple[str, Prediction]]:
    """Each row of a Parquet file with where it stands.

    Raises:
        InputError: one isn't a prediction.
    """
    for number, row in enumerate(_parquet(path).to_pylist(), start=1):
        try:
            yield f"{path}: row {number}", msgspec.convert(_plain(row), Prediction)
        except msgspec.ValidationError as error:
            raise InputError(f"{path}: row {number}: not a prediction record: {error}.") from None


def _parquet(path: Path) -> Any:  # noqa: ANN401
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path, memory_map=True) as file:
            return file.read(use_threads=False)
    except (OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None


def _texts(values: "Array") -> "Array":
    """Strings, also where a file has another type for them because all are null."""
    import pyarrow

    return values if values.type == pyarrow.string() else values.cast(pyarrow.string())


def _optional(table: Any, name: str) -> "Array | None":  # noqa: ANN401
    if name not in table.column_names or table.column(name).null_count == len(table):
        return None
    return _texts(table.column(name).combine_chunks())


def _nulls(table: Any, name: str) -> Any:  # noqa: ANN401
    if name not in table.column_names:
        return np.ones(len(table), dtype=bool)
    return ~is_valid(whole(table.column(name)))


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
