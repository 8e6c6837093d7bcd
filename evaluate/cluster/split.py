"""Gold and predictions divided by the sentence's id, so that those of one sentence meet."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import msgspec
import numpy as np

from goldspan.evaluate.arrays import Numbers
from goldspan.evaluate.cluster.pieces import Piece
from goldspan.evaluate.cluster.storage import opened

if TYPE_CHECKING:
    from pyarrow import Table


class Portion(NamedTuple):
    """The rows of a piece that belong to one part.

    Attributes:
        file: where they were read.
        rows: the number of each: its place in the whole corpus for gold, in its file for
            predictions.
        ids: the sentence of each.
        table: they, if the file is Parquet.
        lines: they, if it is JSON Lines.
    """

    file: str
    rows: Numbers
    ids: list[str]
    table: "Table | None" = None
    lines: Sequence[bytes] = ()


class _Named(msgspec.Struct):
    sentence: str = ""


def split_gold(piece: Piece, parts: int) -> list[Portion]:
    """The sentences of a piece by part.

    Raises:
        InputError: the file can't be read.
    """
    return _divided(piece, piece.read(), "id", piece.first, parts)


def split_ids(piece: Piece, parts: int) -> list[list[str]]:
    """The ids of the sentences of a piece by part; they aren't scored, but may be predicted.

    Raises:
        InputError: the file can't be read.
    """
    ids = piece.read(["id"]).column("id").to_pylist()
    found: list[list[str]] = [[] for _ in range(parts)]
    for name in ids:
        found[_part_of(name, parts)].append(name)
    return found


def split_predictions(piece: Piece, parts: int) -> list[Portion]:
    """The predictions of a piece by part; what can't be read comes into the first.

    Raises:
        InputError: the file can't be read.
    """
    if piece.is_table:
        return _divided(piece, piece.read(), "sentence", piece.first_here, parts)
    decoder = msgspec.json.Decoder(_Named)
    rows: list[list[int]] = [[] for _ in range(parts)]
    ids: list[list[str]] = [[] for _ in range(parts)]
    lines: list[list[bytes]] = [[] for _ in range(parts)]
    with opened(piece.file) as file:
        for number, line in enumerate(file):
            if not line.strip():
                continue
            try:
                name = decoder.decode(line).sentence
            except (msgspec.DecodeError, UnicodeDecodeError):
                name = ""
            part = _part_of(name, parts) if name else 0
            rows[part].append(number)
            ids[part].append(name)
            lines[part].append(line.rstrip(b"\r\n"))
    return [
        Portion(piece.file, np.array(rows[part], dtype=np.int64), ids[part], None, lines[part])
        for part in range(parts)
    ]


def write_portions(portions: Iterable[Portion], folder: Path) -> list[Portion]:
    """Write predictions as the shards of a folder, in order; empty ones are left out.

    Returns:
        Those that were written; the shard of each is its place among them.
    """
    from pyarrow.parquet import write_table

    written = [portion for portion in portions if len(portion.rows)]
    for number, portion in enumerate(written):
        if portion.table is not None:
            write_table(portion.table, folder / f"{number:08}.parquet")
        else:
            (folder / f"{number:08}.jsonl").write_bytes(b"\n".join(portion.lines) + b"\n")
    return written


def at_their_origin(message: str, folder: Path, written: Sequence[Portion]) -> str:
    """A message with the files and rows that people know, instead of those written for a while."""

    def origin(found: re.Match[str]) -> str:
        portion = written[int(found[1])]
        return f"{portion.file}{found[2]}{portion.rows[int(found[3]) - 1] + 1}"

    there = re.escape(f"{folder}/")
    return re.sub(rf"{there}(\d{{8}})\.(?:parquet|jsonl)(: row |:)(\d+)", origin, message)


def kept(portion: Portion, is_kept: Sequence[bool]) -> Portion:
    """Some of a portion's rows."""
    if all(is_kept):
        return portion
    rows = np.flatnonzero(is_kept)
    return Portion(
        portion.file,
        portion.rows[rows],
        [portion.ids[row] for row in rows.tolist()],
        None if portion.table is None else portion.table.take(rows),
        [portion.lines[row] for row in rows.tolist()] if portion.table is None else (),
    )


def _divided(piece: Piece, table: "Table", name: str, first: int, parts: int) -> list[Portion]:
    ids = ["" if value is None else str(value) for value in table.column(name).to_pylist()]
    part = np.array([_part_of(value, parts) for value in ids], dtype=np.int64)
    found = []
    for number in range(parts):
        rows = np.flatnonzero(part == number)
        some = [ids[row] for row in rows.tolist()]
        found.append(Portion(piece.file, rows + first, some, table.take(rows)))
    return found


def _part_of(name: str, parts: int) -> int:
    return crc32(name.encode()) % parts
