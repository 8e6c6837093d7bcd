"""The sentences of a gold dataset's folder, read from Parquet some rows at a time.

Whatever the size of a dataset, only the columns that are wanted of a few thousand sentences are in
memory at once; what is kept of them is for the caller to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from goldspan.dataset import sentence_files
from goldspan.evaluate.parquet import MANY, Parquet, opened

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

SPANS = "spans.list.element"
_CODED = ("doc", "lang", "section", f"{SPANS}.label")

_TEXTS = 1 << 12
"""So many texts at a time stay in the processor's cache while they are looked at."""


def batches(
    folder: Path, splits: Sequence[str], columns: Sequence[str], rows: int = MANY
) -> "Iterator[RecordBatch]":
    """Some columns of the sentences of some splits, some rows at a time.

    Args:
        folder: the dataset's folder.
        splits: their names.
        columns: as in `Parquet.batches`.
        rows: how many at a time, at most.

    Raises:
        InputError: a file can't be read, or lacks a column.
    """
    for path in paths_of(folder, splits):
        with opened(path, _CODED) as file:
            yield from file.batches(columns, rows=rows)


def paths_of(folder: Path, splits: Iterable[str]) -> list[Path]:
    """The files of the sentences of some splits, in order."""
    return [path for split in splits for path in sentence_files(folder, split)]


class StoredTexts:
    """Texts that are read again each time."""

    def __init__(self, folder: Path, splits: Sequence[str]) -> None:
        """Of these splits of this dataset's folder."""
        self._folder = folder
        self._splits = splits

    def chunks(self) -> "Iterator[Array]":
        """All of them, some at a time.

        Raises:
            InputError: a file can't be read.
        """
        for batch in batches(self._folder, self._splits, ["text"], rows=_TEXTS):
            yield batch.column(0)

    def of(self, sentences: Iterable[int]) -> dict[int, str]:
        """Those of some sentences, by their numbers; only the row groups that hold them are read.

        Raises:
            InputError: a file can't be read.
        """
        wanted = sorted({*sentences}, reverse=True)
        found: dict[int, str] = {}
        before = 0
        for path in paths_of(self._folder, self._splits):
            with opened(path, _CODED) as file:
                for number, rows in enumerate(file.groups):
                    if wanted and wanted[-1] < before + rows:
                        self._find(file, number, before, wanted, found)
                    before += rows
        return found

    def _find(
        self, file: Parquet, group: int, before: int, wanted: list[int], found: dict[int, str]
    ) -> None:
        """Move the texts of a row group from `wanted` to `found`, and read no further than them."""
        for batch in file.batches(["text"], [group], _TEXTS):
            after = before + len(batch)
            while wanted and wanted[-1] < after:
                sentence = wanted.pop()
                found[sentence] = batch.column(0)[sentence - before].as_py()
            before = after
            if not wanted:
                return
