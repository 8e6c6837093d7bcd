"""What is predicted on a cluster: sentences in pieces, each read by the worker that predicts it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldspan.dataset import MANIFEST
from goldspan.errors import InputError
from goldspan.evaluate.cluster import storage
from goldspan.evaluate.cluster.pieces import Piece, files_of, files_of_split, pieces_of
from goldspan.evaluate.cluster.storage import manifest_of
from goldspan.evaluate.predict import guidelines_of_labels, read_subject
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import find_guidelines
from goldspan.predicting.run import Source
from goldspan.sentences import Sentence, distinct

_COLUMNS = ("id", "doc", "index", "text", "lang", "section", "meta")


class PieceOfSentences(NamedTuple):
    """Some sentences, or where they are to be read.

    Attributes:
        table: rows of a Parquet file.
        sentences: they, where the source isn't one.
    """

    table: Piece | None = None
    sentences: Sequence[Sentence] = ()

    def read(self) -> list[Sentence]:
        """The sentences.

        Raises:
            InputError: the file can't be read, or holds something else.
        """
        if self.table is None:
            return [*self.sentences]
        return distinct(_of_table(self.table))


class SharedSubject(NamedTuple):
    """What is predicted, in pieces, and what there is to find in it.

    Attributes:
        pieces: in order.
        labels: those an extractor may give.
        guidelines: what the labels mean; None if there are none for these labels.
        source: where the sentences come from.
        hashed: the files whose hash the source has.
    """

    pieces: list[PieceOfSentences]
    labels: list[str]
    guidelines: Guidelines | None
    source: Source
    hashed: list[str]


def shared_subject(
    name: str, split: str | None, guidelines_file: Path | None, size: int
) -> SharedSubject:
    """Find out what is to be predicted, without reading it where the workers can.

    Args:
        name: a gold dataset's folder, a file of sentences (JSON Lines or Parquet), a folder of
            Parquet files, or the URL of one of these.
        split: of a gold dataset; None for all.
        guidelines_file: what the labels mean; None for those here, or goldspan's own.
        size: sentences in a piece, about.

    Raises:
        InputError: it can't be read, or there is no such split.
    """
    name = storage.shared(name)
    if storage.exists(storage.below(name, MANIFEST)):
        manifest = manifest_of(name)
        if split is not None and split not in manifest.splits:
            raise InputError(
                f"there is no split {split!r}; there are {', '.join(manifest.splits)}."
            )
        of_splits = {of: files_of_split(name, of) for of in manifest.splits}
        wanted = [split] if split is not None else [*of_splits]
        pieces = pieces_of([file for of in wanted for file in of_splits[of]], size, cut=True)
        return SharedSubject(
            pieces=[PieceOfSentences(piece) for piece in pieces],
            labels=manifest.labels,
            guidelines=guidelines_of_labels(manifest.labels, guidelines_file),
            source=Source(name=Path(name).name, split=split),
            hashed=[file for files in of_splits.values() for file in files],
        )
    if split is not None:
        raise InputError(f"{name} isn't a gold dataset and has no splits; leave --split out.")
    guidelines = find_guidelines(guidelines_file)
    files = files_of(name)
    if all(file.endswith(".parquet") for file in files):
        found = [PieceOfSentences(piece) for piece in pieces_of(files, size, cut=True)]
    elif storage.is_url(name):
        raise InputError(f"{name}: sentences in object storage have to be Parquet.")
    else:
        subjects = [read_subject(Path(file), None, guidelines_file) for file in files]
        read = [sentence for subject in subjects for sentence in subject.sentences]
        found = [
            PieceOfSentences(None, read[first : first + size])
            for first in range(0, len(read), size)
        ]
    source = Source(name=Path(name).name)
    return SharedSubject(found, guidelines.label_names, guidelines, source, files)


def _of_table(piece: Piece) -> Iterator[tuple[str, Sentence]]:
    """The sentences of some rows; columns that they don't need are left where they are."""
    with storage.opened_table(piece.file) as file:
        names = {*file.schema_arrow.names}
    table = piece.read([name for name in _COLUMNS if name in names])
    for number, row in enumerate(table.to_pylist(), start=piece.first_here + 1):
        where = f"{piece.file}: row {number}"
        given = {key: value for key, value in row.items() if value is not None}
        if isinstance(given.get("meta"), str):
            given["meta"] = msgspec.json.decode(given["meta"])
        try:
            yield where, msgspec.convert(given, Sentence)
        except msgspec.ValidationError as error:
            raise InputError(f"{where}: not a sentence: {error}.") from None
