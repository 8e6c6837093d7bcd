"""A gold dataset's folder read column by column; no sentence or span becomes an object."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from goldspan.dataset import Manifest, read_aside, read_manifest
from goldspan.errors import InputError
from goldspan.evaluate.arrays import Column, Flags, Numbers, Spans, column, distinct_in_order
from goldspan.evaluate.arrow import coded, items_of, numbers, rows_of
from goldspan.evaluate.corpus import Category, Corpus, of_meta
from goldspan.evaluate.stored import SPANS, StoredTexts, batches, paths_of
from goldspan.files import sha256_of_all

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_COLUMNS = (
    *("id", "doc", "lang", "section", "flags", "suggested_by"),
    *(f"{SPANS}.{name}" for name in ("start", "end", "label", "attributes")),
)


def read_corpus(folder: Path, split: str | None = None, meta: Sequence[str] = ()) -> Corpus:
    """Read a folder that ``goldspan gold build`` wrote.

    Args:
        folder: the dataset's folder.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to keep as categories.

    Raises:
        InputError: it isn't such a folder, it is damaged, or there is no such split.
    """
    import pyarrow

    manifest = read_manifest(folder)
    if split is not None and split not in manifest.splits:
        raise InputError(f"there is no split {split!r}; there are {', '.join(manifest.splits)}.")
    wanted = [split] if split is not None else list(manifest.splits)
    ids: list[Array] = []
    document, language, section = _Category(), _Category(), _Category()
    flags, suggested_by, attributes = _Marks(), _Marks(), _Marks()
    spans = _Spans(manifest.labels)
    records: list[str] = []
    for batch in batches(folder, wanted, [*_COLUMNS, *(["meta"] if meta else [])]):
        ids.append(batch.column("id"))
        document.add(batch.column("doc"))
        language.add(batch.column("lang"))
        section.add(batch.column("section"))
        flags.add(batch.column("flags"), items_of(batch.column("flags")))
        suggested_by.add(batch.column("suggested_by"), items_of(batch.column("suggested_by")))
        items = spans.add(batch.column("spans"))
        attributes.add(items.field("attributes"), *_pairs(items.field("attributes")))
        records += batch.column("meta").to_pylist() if meta else []
    if spans.unknown:
        raise InputError(
            f"{folder}: damaged: gold has label {spans.unknown!r}, which its manifest lacks; build"
            " it again."
        )
    ordered, order = distinct_in_order(spans.all())
    return Corpus(
        labels=manifest.labels,
        ids=pyarrow.chunked_array(ids, pyarrow.string()).combine_chunks(),
        texts=StoredTexts(folder, wanted),
        document=document.all(),
        spans=ordered,
        categories={
            "language": language.all(),
            "section": section.all(),
            **of_meta(records, meta),
        },
        flags=flags.all(),
        attributes={name: marked[order] for name, marked in attributes.all().items()},
        suggested_by=suggested_by.all(),
        sha256=sha256_of_splits(folder, manifest),
        split=split,
        guidelines=manifest.guidelines["version"],
        colours=manifest.colours,
    )


def read_column(folder: Path, name: str, split: str | None = None) -> "ChunkedArray":
    """One column of strings of the sentences of a split, or of all."""
    import pyarrow

    manifest = read_manifest(folder)
    parts = batches(folder, [split] if split else list(manifest.splits), [name])
    return pyarrow.chunked_array([batch.column(0) for batch in parts], pyarrow.string())


def ids_of_gold(folder: Path) -> "ChunkedArray":
    """The ids of all gold sentences, also of those that no split holds."""
    import pyarrow

    ids = read_column(folder, "id")
    aside = [sentence.id for sentence in read_aside(folder)[0]]
    return pyarrow.chunked_array([*ids.chunks, aside], pyarrow.string())


def mentions_of_split(folder: Path, split: str) -> Iterator[tuple["Array", "Array"]]:
    """The strings and the labels of a split's gold spans, some at a time."""
    for batch in batches(folder, [split], [f"{SPANS}.text", f"{SPANS}.label"]):
        items = items_of(batch.column(0))
        yield items.field("text"), items.field("label")


def sha256_of_splits(folder: Path, manifest: Manifest) -> str:
    """The hash of the sentences of all splits, one after the other."""
    return sha256_of_all(paths_of(folder, manifest.splits))


class _Category:
    """A property of sentences, as it is read."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._codes: list[Column] = [column([])]

    def add(self, values: "Array") -> None:
        self._codes.append(coded(values, self._known))

    def all(self) -> Category:
        return Category(np.concatenate(self._codes), list(self._known))


class _Marks:
    """Names that rows are marked with, any number each, as they are read."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Numbers]] = {}
        self._size = 0

    def add(self, lists: "Array", names: "Array", values: "Array | None" = None) -> None:
        """Lists of names, or of names with values; ``name=value`` is the mark then."""
        if len(names):
            known: dict[str, int] = {}
            codes = coded(names, known).astype(np.int64)
            marks = list(known)
            if values is not None:
                known_values: dict[str, int] = {}
                said = coded(values, known_values)
                codes = codes * len(known_values) + said
                marks = [f"{name}={value}" for name in known for value in known_values]
            rows = rows_of(lists) + self._size
            for code in np.unique(codes).tolist():
                self._rows.setdefault(marks[code], []).append(rows[codes == code])
        self._size += len(lists)

    def all(self) -> dict[str, Flags]:
        found: dict[str, Flags] = {}
        for name, rows in sorted(self._rows.items()):
            found[name] = np.zeros(self._size, dtype=bool)
            found[name][np.concatenate(rows)] = True
        return found


class _Spans:
    """Spans as they are read, in the order of the files."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = len(labels)
        self._known = {label: place for place, label in enumerate(labels)}
        self._parts: list[tuple[Column, ...]] = [(column([]),) * 4]
        self._sentences = 0

    def add(self, lists: "Array") -> "Array":
        """The spans of some sentences; they are given back one after the other."""
        items = items_of(lists)
        start, end = (numbers(items.field(name)) for name in ("start", "end"))
        label = coded(items.field("label"), self._known)
        sentence = column(rows_of(lists) + self._sentences)
        self._parts.append((sentence, column(start), column(end), label))
        self._sentences += len(lists)
        return items

    @property
    def unknown(self) -> str | None:
        """A label that the manifest lacks."""
        return next(iter([*self._known][self._labels :]), None)

    def all(self) -> Spans:
        return Spans(*(np.concatenate(values) for values in zip(*self._parts, strict=True)))


def _pairs(lists: "Array") -> tuple["Array", "Array"]:
    """The names and the values of attributes."""
    items = items_of(lists)
    return items.field("name"), items.field("value")
