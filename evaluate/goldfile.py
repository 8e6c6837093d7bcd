"""A gold dataset's folder read column by column; no sentence or span becomes an object."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from goldspan.dataset import CONFIGS, Manifest, read_aside, read_manifest
from goldspan.errors import InputError
from goldspan.evaluate.arrays import (
    Flags,
    Integers,
    Numbers,
    Spans,
    column,
    distinct_in_order,
)
from goldspan.evaluate.arrow import coded, numbers
from goldspan.evaluate.corpus import Category, Corpus, of_meta

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray, Table

_SPANS = "spans.list.element"
_CODED = ("doc", "lang", "section")
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
        colours=manifest.colours,
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
        row = np.repeat(np.arange(before, before + len(chunk)), np.diff(numbers(chunk.offsets)))
        chunks.append((before, Ragged(row, items_of(chunk))))
        before += len(chunk)
    return chunks


def items_of(lists: "Array") -> "Array":
    """The items of an array of lists, one after the other."""
    bounds = numbers(lists.offsets)
    return lists.values[int(bounds[0]) : int(bounds[-1])]


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
        except (OSError, ValueError, KeyError, NotImplementedError) as error:
            raise InputError(f"{path}: can't be read: {error}.") from None
    return pyarrow.concat_tables(tables)


def _spans(
    lists: "ChunkedArray", labels: Sequence[str], folder: Path
) -> tuple[Spans, Numbers, dict[str, Flags]]:
    known = {label: place for place, label in enumerate(labels)}
    parts: list[tuple[Integers, ...]] = [(column([]),) * 4]
    attributes: list[tuple[int, ChunkedArray]] = []
    for _, (row, items) in ragged(lists):
        parts.append(
            (
                row,
                numbers(items.field("start")),
                numbers(items.field("end")),
                coded(items.field("label"), known),
            )
        )
        attributes.append((len(row), items.field("attributes")))
    if len(known) > len(labels):
        raise InputError(
            f"{folder}: damaged: gold has label {list(known)[len(labels)]!r}, which its manifest"
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
        items = items_of(lists)
        if len(items):
            row = np.repeat(np.arange(before, before + count), np.diff(numbers(lists.offsets)))
            known: dict[str, int] = {}
            names = coded(items.field("name"), known)
            values: dict[str, int] = {}
            said = coded(items.field("value"), values)
            pairs = names * np.int64(len(values)) + said
            name_of, value_of = list(known), list(values)
            for pair in np.unique(pairs).tolist():
                name = f"{name_of[pair // len(values)]}={value_of[pair % len(values)]}"
                found.setdefault(name, np.zeros(size, dtype=bool))[row[pairs == pair]] = True
        before += count
    return dict(sorted(found.items()))


def _category(values: "ChunkedArray") -> Category:
    known: dict[str, int] = {}
    codes = [coded(chunk, known) for chunk in values.chunks]
    return Category(np.concatenate(codes) if codes else column([]), list(known))


def _marks(lists: "ChunkedArray") -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for _, (row, items) in ragged(lists):
        if not len(items):
            continue
        known: dict[str, int] = {}
        codes = coded(items, known)
        for name, number in known.items():
            marked = found.setdefault(name, np.zeros(len(lists), dtype=bool))
            marked[row[codes == number]] = True
    return dict(sorted(found.items()))
