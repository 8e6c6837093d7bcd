"""The sentences of a gold dataset's folder, read from Parquet some rows at a time.

Whatever the size of a dataset, only the columns that are wanted of a few thousand sentences are in
memory at once; what is kept of them is for the caller to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from goldspan.dataset import sentence_files
from goldspan.errors import InputError

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch
    from pyarrow.parquet import ParquetFile

SPANS = "spans.list.element"
_CODED = ("doc", "lang", "section")
_ROWS = 1 << 13


def batches(folder: Path, splits: Sequence[str], columns: Sequence[str]) -> "Iterator[RecordBatch]":
    """Some columns of the sentences of some splits, some rows at a time.

    Raises:
        InputError: a file can't be read, or lacks a column.
    """
    for path in paths_of(folder, splits):
        with _opened(path) as file:
            yield from file.iter_batches(_ROWS, columns=[*columns], use_threads=False)


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
        for batch in batches(self._folder, self._splits, ["text"]):
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
            with _opened(path) as file:
                for number in range(file.num_row_groups):
                    rows = file.metadata.row_group(number).num_rows
                    if wanted and wanted[-1] < before + rows:
                        group = file.read_row_group(number, columns=["text"], use_threads=False)
                        texts = group.column(0)
                        while wanted and wanted[-1] < before + rows:
                            sentence = wanted.pop()
                            found[sentence] = texts[sentence - before].as_py()
                    before += rows
        return found


@contextmanager
def _opened(path: Path) -> "Iterator[ParquetFile]":
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path, read_dictionary=_CODED, memory_map=True) as file:
            yield file
    except (OSError, ValueError, KeyError, NotImplementedError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None
