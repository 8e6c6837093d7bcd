"""A gold dataset's folder read column by column; no sentence or span becomes an object."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldspan.dataset import CONFIGS, Manifest, read_aside, read_manifest
from goldspan.errors import InputError
from goldspan.evaluate.arrays import (
    Column,
    Flags,
    Integers,
    Numbers,
    Spans,
    column,
    distinct_in_order,
)
from goldspan.evaluate.corpus import Category, Corpus, of_meta

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray, Table

_SPANS = "spans.list.element"
_CODED = ("doc", "lang", "section", f"{_SPANS}.label")
_COLUMNS = (
    *("id", "doc", "lang", "section", "text", "flags", "suggested_by"),
    *(f"{_SPANS}.{name}" for name in ("start", "end", "label", "attributes")),
)


class Ragged(NamedTuple):
    """Items of lists, one after the other, with the number of the list each is in."""

    row: Numbers
    items: "Array"


def read_corpus(folder: Path, split: str | None = None, meta: Sequence[str] = ()) -> Corpus:
    """Read a folder that ``goldspan gold build`` wrote.

    Args:
        folder: the dataset's folder.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to keep as categories.

    Raises:
        InputError: it isn't such a folder, it is damaged, or there is no such split.
    """
    manifest = read_manifest(folder)
    if split is not None and split not in manifest.splits:
        raise InputError(f"there is no split {split!r}; there are {', '.join(manifest.splits)}.")
    wanted = [split] if split is not None else list(manifest.splits)
    columns = [*_COLUMNS, *(["meta"] if meta else [])]
    table = _table(folder, wanted, columns)
    spans, order, attributes = _spans(table.column("spans"), manifest.labels, folder)
    corpus = Corpus(
        labels=manifest.labels,
        ids=table.column("id").combine_chunks(),
        texts=table.column("text"),
        document=_category(table.column("doc")),
        spans=spans,
        categories={
            "language": _category(table.column("lang")),
            "section": _category(table.column("section")),
            **(of_meta(table.column("meta").to_pylist(), meta) if meta else {}),
        },
        flags=_marks(table.column("flags")),
        attributes={name: marked[order] for name, marked in attributes.items()},
        suggested_by=_marks(table.column("suggested_by")),
        sha256=sha256_of_splits(folder, manifest),
        split=split,
        guidelines=manifest.guidelines["version"],
    )
    return corpus


def read_column(folder: Path, name: str, split: str | None = None) -> "ChunkedArray":
    """One column of the sentences of a split, or of all."""
    manifest = read_manifest(folder)
    return _table(folder, [split] if split else list(manifest.splits), [name]).column(name)


def ids_of_gold(folder: Path) -> "ChunkedArray":
    """The ids of all gold sentences, also of those that no split holds."""
    import pyarrow

    ids = read_column(folder, "id")
    aside = [sentence.id for sentence in read_aside(folder)[0]]
    return pyarrow.chunked_array([*ids.chunks, aside], pyarrow.string())


def mentions_of_split(folder: Path, split: str) -> "ChunkedArray":
    """The strings of a split's gold spans."""
    import pyarrow

    lists = _table(folder, [split], [f"{_SPANS}.text"]).column("spans")
    strings = [items.field("text") for _, (_, items) in ragged(lists)]
    return pyarrow.chunked_array(strings, pyarrow.string())


def sha256_of_splits(folder: Path, manifest: Manifest) -> str:
    """The hash of the sentences of all splits, one after the other."""
    digest = hashlib.sha256()
    for split in manifest.splits:
        with _path(folder, split).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def ragged(lists: "ChunkedArray") -> list[tuple[int, "Ragged"]]:
    """Each chunk of a column of lists: how many rows came before it, and its items."""
    chunks: list[tuple[int, Ragged]] = []
    before = 0
    for chunk in lists.chunks:
        lengths = np.diff(chunk.offsets.to_numpy())
        row = np.repeat(np.arange(before, before + len(chunk)), lengths)
        chunks.append((before, Ragged(row, chunk.flatten())))
        before += len(chunk)
    return chunks


def coded(values: "Array", numbers: dict[str, int]) -> Column:
    """The number of each string; new strings get the next one."""
    import pyarrow

    if not pyarrow.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    table = [
        numbers.setdefault(value, len(numbers)) if value is not None else -1
        for value in values.dictionary.to_pylist()
    ]
    codes = values.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    found: Column = column([*table, -1])[codes]
    return found


def _path(folder: Path, split: str) -> Path:
    return folder / CONFIGS["default"] / f"{split}.parquet"


def _table(folder: Path, splits: Sequence[str], columns: Sequence[str]) -> "Table":
    import pyarrow
    from pyarrow.parquet import ParquetFile

    tables = []
    for split in splits:
        path = _path(folder, split)
        try:
            with ParquetFile(path, read_dictionary=_CODED, memory_map=True) as file:
                tables.append(file.read(columns=list(columns), use_threads=False))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: can't be read: {error}.") from None
    return pyarrow.concat_tables(tables)


def _spans(
    lists: "ChunkedArray", labels: Sequence[str], folder: Path
) -> tuple[Spans, Numbers, dict[str, Flags]]:
    numbers = {label: place for place, label in enumerate(labels)}
    parts: list[tuple[Integers, ...]] = []
    attributes: list[tuple[int, ChunkedArray]] = []
    for _, (row, items) in ragged(lists):
        parts.append(
            (
                row,
                items.field("start").to_numpy(zero_copy_only=False),
                items.field("end").to_numpy(zero_copy_only=False),
                coded(items.field("label"), numbers),
            )
        )
        attributes.append((len(row), items.field("attributes")))
    if len(numbers) > len(labels):
        raise InputError(
            f"{folder}: damaged: gold has label {list(numbers)[len(labels)]!r}, which its manifest"
            " lacks; build it again."
        )
    spans, order = distinct_in_order(
        Spans(*(column(np.concatenate(values)) for values in zip(*parts, strict=True)))
    )
    return spans, order, _attributes(attributes)


def _attributes(chunks: Sequence[tuple[int, "Array"]]) -> dict[str, Flags]:
    size = sum(count for count, _ in chunks)
    found: dict[str, Flags] = {}
    before = 0
    for count, lists in chunks:
        items = lists.flatten()
        if len(items):
            row = np.repeat(np.arange(before, before + count), np.diff(lists.offsets.to_numpy()))
            numbers: dict[str, int] = {}
            names = coded(items.field("name"), numbers)
            values: dict[str, int] = {}
            said = coded(items.field("value"), values)
            pairs = names * np.int64(len(values)) + said
            name_of, value_of = list(numbers), list(values)
            for pair in np.unique(pairs).tolist():
                name = f"{name_of[pair // len(values)]}={value_of[pair % len(values)]}"
                found.setdefault(name, np.zeros(size, dtype=bool))[row[pairs == pair]] = True
        before += count
    return dict(sorted(found.items()))


def _category(values: "ChunkedArray") -> Category:
    numbers: dict[str, int] = {}
    codes = [coded(chunk, numbers) for chunk in values.chunks]
    return Category(np.concatenate(codes) if codes else column([]), list(numbers))


def _marks(lists: "ChunkedArray") -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for _, (row, items) in ragged(lists):
        if not len(items):
            continue
        numbers: dict[str, int] = {}
        codes = coded(items, numbers)
        for name, number in numbers.items():
            marked = found.setdefault(name, np.zeros(len(lists), dtype=bool))
            marked[row[codes == number]] = True
    return dict(sorted(found.items()))
