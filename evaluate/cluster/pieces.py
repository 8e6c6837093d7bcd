"""Files cut into pieces that one worker reads at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from goldspan.errors import InputError
from goldspan.evaluate.cluster.storage import below, exists, is_folder, listed, opened_table

if TYPE_CHECKING:
    from pyarrow import Table

SIZE = 50_000
"""Sentences in a piece, about; row groups are cut only on demand."""


class Piece(NamedTuple):
    """Some row groups of a Parquet file, or a whole file of JSON Lines.

    Attributes:
        file: its name.
        groups: the row groups; none for JSON Lines.
        first: how many rows stand before them in all files.
        first_here: how many in this file.
        rows: how many they hold; 0 where that isn't known.
        skip: rows of the first row group that belong to another piece.
    """

    file: str
    groups: tuple[int, ...]
    first: int
    first_here: int
    rows: int
    skip: int = 0

    @property
    def is_table(self) -> bool:
        """Whether it is Parquet."""
        return self.file.endswith(".parquet")

    def read(self, columns: Sequence[str] | None = None) -> "Table":
        """Its rows.

        Raises:
            InputError: the file can't be read, or lacks a column.
        """
        with opened_table(self.file) as file:
            names = {name.partition(".")[0] for name in columns or ()}
            if lacking := names - {*file.schema_arrow.names}:
                raise InputError(f"{self.file} lacks the column {', '.join(sorted(lacking))}.")
            table = file.read_row_groups([*self.groups], columns=columns, use_threads=False)
            return table.slice(self.skip, self.rows)


def pieces_of(files: Sequence[str], size: int = SIZE, *, cut: bool = False) -> list[Piece]:
    """The pieces of files, in order; only Parquet's footers are read for it.

    Args:
        files: their names.
        size: rows in a piece, about.
        cut: row groups may be cut, where the work on a row is more than reading it twice.
    """
    found: list[Piece] = []
    first = 0
    for file in files:
        if not file.endswith(".parquet"):
            found.append(Piece(file, (), first, 0, 0))
            continue
        with opened_table(file) as table:
            sizes = [
                table.metadata.row_group(group).num_rows
                for group in range(table.metadata.num_row_groups)
            ]
        groups: list[int] = []
        rows = before = 0
        for group, number in enumerate(sizes):
            if cut and number > size and not groups:
                for skip in range(0, number, size):
                    part = min(size, number - skip)
                    found.append(Piece(file, (group,), first + skip, before + skip, part, skip))
                first, before = first + number, before + number
                continue
            groups.append(group)
            rows += number
            if rows >= size or group == len(sizes) - 1:
                found.append(Piece(file, tuple(groups), first, before, rows))
                first, before, groups, rows = first + rows, before + rows, [], 0
    return found


def files_of(name: str) -> list[str]:
    """A file, or the files of a folder in order of their names: Parquet or JSON Lines.

    Raises:
        InputError: there is no such file, or the folder holds none.
    """
    if not exists(name):
        raise InputError(f"{name}: can't be read: No such file or directory.")
    if not is_folder(name):
        return [name]
    found = listed(name, ".parquet", ".jsonl")
    if not found:
        raise InputError(f"{name} holds no .parquet and no .jsonl files.")
    return found


def files_of_split(folder: str, split: str) -> list[str]:
    """The files of a split's sentences, see `goldspan.dataset.sentence_files`."""
    sentences = below(folder, "sentences")
    whole = below(sentences, f"{split}.parquet")
    if exists(whole):
        return [whole]
    shards = [
        name
        for name in listed(sentences, ".parquet")
        if name.rpartition("/")[2].startswith(f"{split}-")
        and name.rpartition("/")[2][len(split) + 1].isdigit()
    ]
    return shards or [whole]
