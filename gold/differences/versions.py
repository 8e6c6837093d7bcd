"""Versions of a dataset as tables: only rows that differ become records."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from goldspan.dataset import CONFIGS, GoldSentence, Manifest, read_manifest, records_of
from goldspan.errors import InputError
from goldspan.gold.differences.rows import differing

if TYPE_CHECKING:
    import pyarrow as pa

Places: TypeAlias = npt.NDArray[np.int64]

_SPLIT = "goldspan:split"


class Placed(NamedTuple):
    """A sentence in short: its id, its split, its text."""

    id: str
    split: str
    text: str


class Rows:
    """The sentences of a dataset as one table, the split of each beside it."""

    def __init__(self, folder: Path, manifest: Manifest, table: "pa.Table") -> None:
        """Keep the table; the columns are those of the files."""
        self.folder = folder
        self.manifest = manifest
        self.table = table
        self.columns: list[str] = [name for name in table.column_names if name != _SPLIT]

    def __len__(self) -> int:
        """The number of sentences."""
        return int(self.table.num_rows)

    @property
    def spans(self) -> int:
        """The number of spans."""
        import pyarrow.compute as pc

        return int(pc.sum(pc.list_value_length(self.table["spans"])).as_py() or 0)

    def counts(self, field: str, values: Iterable[str] = ()) -> dict[str, int]:
        """How many spans have each value of a field; the values given come first, even with 0."""
        import pyarrow.compute as pc

        spans = pc.list_flatten(self.table["spans"].combine_chunks())
        found = pc.value_counts(pc.struct_field(spans, field)).to_pylist()
        counted = {row["values"]: row["counts"] for row in found}
        return {value: counted.get(value, 0) for value in [*values, *sorted(counted)]}

    def without(self, other: "Rows") -> Iterator[Placed]:
        """The sentences that the other version doesn't have."""
        import pyarrow.compute as pc

        alone = pc.invert(pc.is_in(self.table["id"], value_set=other.table["id"]))
        for row in self.table.filter(alone).select(["id", _SPLIT, "text"]).to_pylist():
            yield Placed(row["id"], row[_SPLIT], row["text"])

    def records(self, places: Places) -> Iterator[GoldSentence]:
        """The rows at these places as records."""
        rows = self.table.take(places).select(self.columns)
        try:
            yield from records_of(rows, GoldSentence)
        except msgspec.ValidationError as error:
            raise InputError(f"{self.folder}: can't be read: {error}.") from None

    def splits(self, places: Places) -> list[str]:
        """The splits of the rows at these places."""
        names: list[str] = self.table[_SPLIT].take(places).to_pylist()
        return names


def read_rows(folder: Path) -> Rows:
    """Read a dataset's sentences as a table.

    Raises:
        InputError: it isn't a gold dataset, or it is damaged.
    """
    import pyarrow as arrow

    manifest = read_manifest(folder)
    tables = []
    for split in manifest.splits:
        table = _read(folder, "default", split)
        if missing := {"id", "text", "spans"} - set(table.column_names):
            names = ", ".join(sorted(missing))
            raise InputError(f"{folder}: split {split} lacks the column {names}.")
        tables.append(table.append_column(_SPLIT, arrow.array([split] * len(table), "string")))
    try:
        return Rows(folder, manifest, arrow.concat_tables(tables))
    except (ValueError, arrow.ArrowInvalid) as error:
        raise InputError(f"{folder}: its splits don't have the same columns: {error}.") from None


def has_annotations(folder: Path) -> bool:
    """Whether a version holds what annotators said; a published one may leave it out."""
    return (folder / CONFIGS["annotations"]).is_dir()


def same_annotations(old: Rows, new: Rows) -> bool:
    """Whether two versions hold the same annotations, in whatever order and splits.

    Raises:
        InputError: a file is missing or damaged.
    """
    import pyarrow as arrow

    def annotations(side: Rows) -> "pa.Table":
        tables = [_read(side.folder, "annotations", split) for split in side.manifest.splits]
        order = [("id", "ascending"), ("annotator", "ascending")]
        return arrow.concat_tables(tables).sort_by(order)

    one, other = annotations(old), annotations(new)
    return one.schema.equals(other.schema) and (
        len(one) == len(other)
        and not any(differing(one[name], other[name]).any() for name in one.column_names)
    )


def _read(folder: Path, config: str, split: str) -> "pa.Table":
    from pyarrow.parquet import ParquetFile

    path = folder / CONFIGS[config] / f"{split}.parquet"
    try:
        with ParquetFile(path) as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None


def changed_pairs(
    old: Rows, new: Rows
) -> Iterator[tuple[GoldSentence, GoldSentence, tuple[str, str]]]:
    """The sentences in both versions that may differ, before and after, with their splits."""
    import pyarrow.compute as pc

    counterpart = pc.index_in(old.table["id"], value_set=new.table["id"]).combine_chunks()
    here = np.flatnonzero(counterpart.is_valid().to_numpy(zero_copy_only=False))
    there = counterpart.drop_null().to_numpy()
    changed = np.zeros(len(here), dtype=np.bool_)
    for name in [*(name for name in old.columns if name in new.columns), _SPLIT]:
        one, other = old.table[name].take(here), new.table[name].take(there)
        if one.type != other.type:
            changed[:] = True
        else:
            changed |= differing(one, other)
    here, there = here[changed], there[changed]
    splits = zip(old.splits(here), new.splits(there), strict=True)
    yield from zip(old.records(here), new.records(there), splits, strict=True)
