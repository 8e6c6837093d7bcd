"""Parquet files read some rows at a time."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldspan.errors import InputError

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table

_ROWS = 1 << 13
"""So many rows at a time stay in the processor's cache while they are decoded."""


class Parquet:
    """An open file.

    Attributes:
        names: of its columns.
        groups: how many rows each of its row groups has.
    """

    def __init__(self, reader: Any) -> None:  # noqa: ANN401
        """Of an open reader."""
        self._reader = reader
        self.names: list[str] = reader.schema_arrow.names
        metadata = reader.metadata
        self.groups = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]

    def batches(
        self, columns: Collection[str], groups: Sequence[int] | None = None
    ) -> "Iterator[RecordBatch]":
        """Some columns, some rows at a time.

        Args:
            columns: their names; of columns in others with dots, such as ``spans.list.element``.
            groups: the row groups to read; None: all.
        """
        paths = [".".join(path) + "." for path in self._reader.column_paths]
        wanted = [n for n, path in enumerate(paths) if path.startswith(_prefixes(columns))]
        groups = range(len(self.groups)) if groups is None else groups
        found: Iterator[RecordBatch] = self._reader.iter_batches(
            _ROWS, row_groups=groups, column_indices=wanted, use_threads=False
        )
        return found

    def table(self) -> "Table":
        """All of it."""
        return self._reader.read_all(use_threads=False)


@contextmanager
def opened(path: Path, coded: Sequence[str] = ()) -> Iterator[Parquet]:
    """A Parquet file.

    Args:
        path: the file.
        coded: columns of strings to be read as numbers and the distinct strings.

    Raises:
        InputError: it can't be read, or lacks a column that is to be coded.
    """
    try:
        reader = _reader(path, coded)
        try:
            yield Parquet(reader)
        finally:
            reader.close()
    except (OSError, ValueError, KeyError, NotImplementedError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None


def _reader(path: Path, coded: Sequence[str]) -> Any:  # noqa: ANN401
    """What reads behind ``pyarrow.parquet``.

    That module imports TLS and each kind of object storage, which takes longer than to count
    100,000 sentences.
    """
    try:
        from pyarrow._parquet import ParquetReader

        reader = ParquetReader()
        reader.open(str(path), use_memory_map=True, read_dictionary=[*coded])
    except (ImportError, AttributeError, TypeError):  # Another Arrow than those known so far.
        from pyarrow.parquet import ParquetFile

        reader = ParquetFile(path, memory_map=True, read_dictionary=[*coded]).reader
    return reader


def _prefixes(columns: Collection[str]) -> tuple[str, ...]:
    return tuple(f"{name}." for name in columns)
