"""Parquet files read some rows at a time."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldspan.errors import InputError

if TYPE_CHECKING:
    from pyarrow import RecordBatch

MANY = 1 << 16


class Parquet:
    """An open file.

    Attributes:
        names: of its columns.
        groups: how many rows each of its row groups has.
    """

    def __init__(self, path: Path, coded: Collection[str] = ()) -> None:
        """Open it; for `coded` see `opened`."""
        self._reader = _reader(path)
        paths = [".".join(path) for path in self._reader.column_paths]
        if there := [path for path in paths if path in coded]:
            self._reader.close()
            self._reader = _reader(path, there)
        self._paths = [f"{path}." for path in paths]
        self.names: list[str] = self._reader.schema_arrow.names
        metadata = self._reader.metadata
        self.groups = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]

    def close(self) -> None:
        """Close it."""
        self._reader.close()

    def batches(
        self, columns: Collection[str], groups: Sequence[int] | None = None, rows: int = MANY
    ) -> "Iterator[RecordBatch]":
        """Some columns, some rows at a time.

        Args:
            columns: their names; of columns in others with dots, such as ``spans.list.element``.
            groups: the row groups to read; None: all.
            rows: how many at a time, at most.

        Raises:
            ValueError: it lacks one of them.
        """
        wanted: set[int] = set()
        for name in columns:
            places = [n for n, path in enumerate(self._paths) if path.startswith(f"{name}.")]
            if not places:
                raise ValueError(f"it has no column {name!r}")
            wanted.update(places)
        # One by one: Arrow can't join the groups' dictionaries of a column in a list.
        for group in range(len(self.groups)) if groups is None else groups:
            yield from self._reader.iter_batches(
                rows, row_groups=[group], column_indices=sorted(wanted), use_threads=False
            )


@contextmanager
def opened(path: Path, coded: Collection[str] = ()) -> Iterator[Parquet]:
    """A Parquet file.

    Args:
        path: the file.
        coded: columns of strings to be read as numbers and the distinct strings, as far as
            it has them.

    Raises:
        InputError: it can't be read.
    """
    try:
        with closing(Parquet(path, coded)) as file:
            yield file
    except (OSError, ValueError, NotImplementedError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = os.strerror(number) if number else str(error).rstrip(".")
        raise InputError(f"{path}: can't be read: {why}.") from None


def _reader(path: Path, coded: Sequence[str] = ()) -> Any:  # noqa: ANN401
    """What reads behind ``pyarrow.parquet``.

    That module imports TLS and each kind of object storage, which takes longer than to count
    100,000 sentences. The file lies in memory already, so no threads are to fetch it in advance.
    """
    try:
        from pyarrow._parquet import ParquetReader

        reader = ParquetReader()
        reader.open(str(path), use_memory_map=True, read_dictionary=[*coded], pre_buffer=False)
    except (ImportError, AttributeError, TypeError):  # Another Arrow than those known so far.
        from pyarrow.parquet import ParquetFile

        reader = ParquetFile(path, memory_map=True, read_dictionary=[*coded]).reader
    return reader
