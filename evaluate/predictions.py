"""A predictions file read as columns: JSON Lines or Parquet, refused with the place of the fault.

The columns are read and checked as a whole. Where anything is wrong, the file is read once more
record by record, and the first fault found is told with its line and sentence.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from goldspan.errors import InputError
from goldspan.evaluate.arrays import NOWHERE, Spans, column
from goldspan.evaluate.arrow import coded, is_valid, numbers, whole
from goldspan.evaluate.goldfile import ragged
from goldspan.evaluate.predicted import Fault, Records
from goldspan.files import STANDARD_STREAM
from goldspan.predictions import Prediction
from goldspan.records import read_records
from goldspan.sentences import sha256_of_text
from goldspan.spans import fault_of

if TYPE_CHECKING:
    from pyarrow import Array

Placed = Iterable[tuple[str, Prediction]]
"""Predictions, each with where it was read (``file:line``)."""

_BLOCK = 1 << 25


class _Span(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A predicted span on the wire; fields as in `goldspan.predictions.PredictedSpan`."""

    start: int
    end: int
    label: str
    attributes: dict[str, str] | None = None
    text: str | None = None
    score: float | None = None


class _Claim(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    label: str
    text: str


class _Record(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A prediction on the wire; fields as in `goldspan.predictions.Prediction`."""

    sentence: str
    spans: list[_Span]
    extractor: str = ""
    text_sha256: str | None = None
    unlocated: list[_Claim] | None = None
    error: str | None = None
    seconds: float | None = None


def read_predictions(path: Path) -> Records:
    """Read a file of predictions as columns.

    Args:
        path: JSON Lines; Parquet if its name ends in ``.parquet``.

    Raises:
        InputError: it can't be read.
        Fault: it holds something else than predictions.
    """
    if is_parquet(path):
        return _from_parquet(path)
    blocks = [_columns(block) for block in _blocks(path)]
    return _joined(blocks or [_columns([])])


def is_parquet(path: Path) -> bool:
    """Whether a file's name says it is Parquet."""
    return path.suffix == ".parquet"


def records_of(predictions: Iterable[Prediction]) -> Records:
    """Predictions that are in memory as columns."""
    return _columns([*predictions])


def read_placed(path: Path) -> Iterator[tuple[str, Prediction]]:
    """Each record of a file of predictions with where it stands.

    Raises:
        InputError: one isn't a prediction.
    """
    if not is_parquet(path):
        for number, record in read_records(path, Prediction):
            yield f"{path}:{number}", record
        return
    for number, row in enumerate(_parquet(path).to_pylist(), start=1):
        try:
            yield f"{path}: row {number}", msgspec.convert(_plain(row), Prediction)
        except msgspec.ValidationError as error:
            raise InputError(f"{path}: row {number}: not a prediction record: {error}.") from None


def first_fault(
    predictions: Placed, texts: Mapping[str, str], labels: Collection[str]
) -> InputError | None:
    """What is wrong with predictions, as an error that says where; None if nothing is.

    Args:
        predictions: in the file's order.
        texts: the text of each sentence of the dataset by id, whatever its split.
        labels: the dataset's labels.
    """
    seen: set[str] = set()
    for place, record in predictions:
        where = f"{place}: sentence {record.sentence}"
        text = texts.get(record.sentence)
        if text is None:
            return InputError(f"{where} isn't in the gold dataset; was it made for another one?")
        if record.sentence in seen:
            return InputError(f"{where} has a prediction already; keep one a sentence.")
        if record.text_sha256 not in (None, sha256_of_text(text)):
            return InputError(f"{where}: the prediction was made for another text; predict again.")
        for span in record.spans:
            if fault := fault_of(span, text, labels):
                return InputError(f"{where}: {fault}; correct the prediction.")
        for claim in record.unlocated:
            if claim.label not in labels:
                return InputError(
                    f"{where}: label {claim.label!r} isn't one of {', '.join(labels)};"
                    " correct the prediction."
                )
        seen.add(record.sentence)
    return None


def _blocks(path: Path) -> Iterator[list[_Record]]:
    """The records of a JSON Lines file, many at a time."""
    decoder = msgspec.json.Decoder(_Record)
    if path == STANDARD_STREAM:
        raise Fault("standard input can be read only once, record by record")
    try:
        with path.open("rb") as file:
            while lines := file.readlines(_BLOCK):
                with _uncollected():
                    yield decoder.decode_lines(b"".join(lines))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Fault("a line isn't a prediction") from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection while many small objects are made that hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _columns(records: "Sequence[_Record | Prediction]") -> Records:
    import pyarrow

    spans = [span for record in records for span in record.spans]
    claims = [
        (row, claim) for row, record in enumerate(records) for claim in record.unlocated or ()
    ]
    numbers: dict[str, int] = {}
    extractors: dict[str, int] = {}
    try:
        sides = Spans(
            column(
                np.concatenate(
                    [
                        np.repeat(
                            np.arange(len(records)), [len(record.spans) for record in records]
                        ),
                        [row for row, _ in claims],
                    ]
                )
            ),
            _bounded([*(span.start for span in spans), *[NOWHERE] * len(claims)]),
            _bounded([*(span.end for span in spans), *[NOWHERE] * len(claims)]),
            column(
                [numbers.setdefault(span.label, len(numbers)) for span in spans]
                + [numbers.setdefault(claim.label, len(numbers)) for _, claim in claims]
            ),
        )
    except OverflowError:
        raise Fault("an offset is too large") from None
    if len(spans) and int(sides.start[: len(spans)].min()) < 0:
        raise Fault("an offset is negative")
    hashes = [record.text_sha256 for record in records]
    quotes = [span.text for span in spans]
    return Records(
        sentence=pyarrow.array([record.sentence for record in records], pyarrow.string()),
        text_sha256=pyarrow.array(hashes, pyarrow.string()) if any(hashes) else None,
        failed=np.array([record.error is not None for record in records], dtype=bool),
        extractor=column(
            [extractors.setdefault(record.extractor, len(extractors)) for record in records]
        ),
        extractors=list(extractors),
        spans=sides,
        labels=list(numbers),
        quotes=pyarrow.array([*quotes, *[None] * len(claims)], pyarrow.string())
        if any(quote is not None for quote in quotes)
        else None,
    )


def _bounded(values: list[int]) -> Any:  # noqa: ANN401
    return np.array(values, dtype=np.int32)


def _joined(blocks: list[Records]) -> Records:
    """Blocks of a file as one."""
    if len(blocks) == 1:
        return blocks[0]
    import pyarrow

    labels: dict[str, int] = {}
    extractors: dict[str, int] = {}
    spans: list[Spans] = []
    named: list[Any] = []
    before = 0
    for block in blocks:
        table = column([labels.setdefault(label, len(labels)) for label in block.labels])
        of_extractor = column([extractors.setdefault(n, len(extractors)) for n in block.extractors])
        part = block.spans
        label = table[part.label] if len(part) else part.label
        spans.append(Spans(column(part.sentence + before), part.start, part.end, label))
        named.append(of_extractor[block.extractor])
        before += len(block.sentence)
    return Records(
        sentence=pyarrow.concat_arrays([block.sentence for block in blocks]),
        text_sha256=_concatenated([(block.text_sha256, len(block.sentence)) for block in blocks]),
        failed=np.concatenate([block.failed for block in blocks]),
        extractor=np.concatenate(named),
        extractors=list(extractors),
        spans=Spans(
            np.concatenate([part.sentence for part in spans]),
            np.concatenate([part.start for part in spans]),
            np.concatenate([part.end for part in spans]),
            np.concatenate([part.label for part in spans]),
        ),
        labels=list(labels),
        quotes=_concatenated([(block.quotes, len(block.spans)) for block in blocks]),
    )


def _concatenated(parts: "list[tuple[Array | None, int]]") -> "Array | None":
    import pyarrow

    if all(part is None for part, _ in parts):
        return None
    return pyarrow.concat_arrays(
        [pyarrow.nulls(size, pyarrow.string()) if part is None else part for part, size in parts]
    )


def _parquet(path: Path) -> Any:  # noqa: ANN401
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path, memory_map=True) as file:
            return file.read(use_threads=False)
    except (OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None


def _from_parquet(path: Path) -> Records:
    """Columns as in JSON Lines; `spans` and `unlocated` are lists of structs."""
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
    for _, (row, items) in ragged(table.column("spans")):
        names = {field.name for field in items.type}
        if not {"start", "end", "label"} <= names or items.null_count:
            raise Fault("a span lacks its offsets or its label")
        start, end, label = (items.field(name) for name in ("start", "end", "label"))
        if start.null_count or end.null_count or label.null_count:
            raise Fault("a span lacks its offsets or its label")
        parts.append((row, numbers(start), numbers(end), coded(label, known)))
        quotes.append(_texts(items.field("text") if "text" in names else pyarrow.nulls(len(items))))
        if len(items) and not 0 <= int(parts[-1][1].min()) <= int(parts[-1][2].max()) < 1 << 31:
            raise Fault("an offset is negative or too large")
    if "unlocated" in table.column_names:
        for _, (row, items) in ragged(table.column("unlocated")):
            nowhere = np.full(len(row), NOWHERE)
            parts.append((row, nowhere, nowhere, coded(items.field("label"), known)))
            quotes.append(pyarrow.nulls(len(row), pyarrow.string()))
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
    )


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
    return kept
