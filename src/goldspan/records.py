"""JSON Lines: one record a line, unknown fields refused, errors with file and line."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from goldspan.errors import InputError, after_colon
from goldspan.files import STANDARD_STREAM, replacing

Record = TypeVar("Record", bound=msgspec.Struct)


def read_records(path: Path, kind: type[Record]) -> Iterator[tuple[int, Record]]:
    """Each record of a JSON Lines file, with its line number (from 1); blank lines are passed over.

    Args:
        path: the file; ``-`` is standard input.
        kind: the record's type.

    Raises:
        InputError: the file can't be read, or a line isn't a record of this kind.
    """
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except UnicodeDecodeError:
            raise InputError(
                f"{path}:{number}: the line isn't UTF-8; convert the file to UTF-8 first."
            ) from None
        except msgspec.DecodeError as error:
            raise InputError(
                f"{path}:{number}: not a {_name(kind)} record: {after_colon(str(error))}."
            ) from None


def write_records(path: Path, records: Iterable[msgspec.Struct]) -> None:
    """Write records as JSON Lines, all or nothing; ``-`` is standard output."""
    encoder = msgspec.json.Encoder()
    if path == STANDARD_STREAM:
        for record in records:
            sys.stdout.buffer.write(encoder.encode(record) + b"\n")
        sys.stdout.buffer.flush()
        return
    with replacing(path) as temporary, temporary.open("wb") as file:
        for record in records:
            file.write(encoder.encode(record) + b"\n")


def sha256_of_records(records: Iterable[msgspec.Struct]) -> str:
    """The SHA-256 of records whatever their order: that of their lines' sorted SHA-256s."""
    encoder = msgspec.json.Encoder(order="sorted")
    lines = sorted(hashlib.sha256(encoder.encode(record)).digest() for record in records)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _lines(path: Path) -> Iterator[bytes]:
    if path == STANDARD_STREAM:
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}.") from None


def _name(kind: type[Record]) -> str:
    return kind.__name__.lower()
