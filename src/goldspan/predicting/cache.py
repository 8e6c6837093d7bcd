"""Answers kept on disk: what was asked once is never asked, or paid for, again.

One SQLite file an extractor and configuration, in ``.goldspan/predictions/``: what extractors quote
is as private as the sentences. Every batch is a transaction, so that a killed run loses the batch
in flight and nothing else, and several runs may share a file. Errors aren't kept.
"""

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from goldspan.extractors.protocol import Extractor
from goldspan.files import make_folder
from goldspan.predicting.asking import Asked
from goldspan.sentences import Sentence
from goldspan.sqlite_errors import sqlite_errors
from goldspan.workspace import workspace

_FORM = 1
"""Of the file; another one is another file."""

_BUSY = 60
"""Seconds to wait for another run that is writing."""

_AT_ONCE = 500
"""Keys in one query."""


def identity_of(extractor: Extractor) -> str:
    """The SHA-256 of what an extractor's answers depend on besides the sentence, in hexadecimal."""
    said = {
        "name": extractor.name,
        "configuration": extractor.configuration,
        "offsets": extractor.offsets,
    }
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def key_of(sentence: Sentence) -> bytes:
    """What an answer is found by: the sentence's text and language."""
    return hashlib.sha256(f"{sentence.lang}\n{sentence.text}".encode()).digest()


class Cache:
    """The answers of one extractor and configuration."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open_cache` instead."""
        self.path = path
        self._connection = connection
        self._decoder = msgspec.json.Decoder(Asked)
        self._encoder = msgspec.json.Encoder()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Asked]:
        """The answers there are for these keys."""
        found: dict[bytes, Asked] = {}
        with _readable(self.path):
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(
                    f"SELECT key, asked FROM answers WHERE key IN ({marks})", some
                )
                found.update((key, self._decoder.decode(asked)) for key, asked in rows)
        return found

    def keep(self, answers: Iterable[tuple[bytes, Asked]]) -> None:
        """Keep answers; all of them are there when this returns, or, if it is killed, none."""
        now = int(time.time())
        rows = [
            (key, now, self._encoder.encode(asked))
            for key, asked in answers
            if asked.answer.error is None
        ]
        with _readable(self.path), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)


@contextmanager
def open_cache(extractor: Extractor, folder: Path | None = None) -> Iterator[Cache]:
    """The cache of an extractor.

    Args:
        extractor: whose answers are kept.
        folder: that of all caches; by default ``predictions/`` in the workspace.

    Raises:
        InputError: its file can't be opened or written, or is damaged.
    """
    folder = folder or workspace() / "predictions"
    slug = re.sub("[^A-Za-z0-9.]+", "-", extractor.name).strip("-")[:60]
    path = folder / f"{slug}-{identity_of(extractor)[:16]}.{_FORM}.sqlite"
    make_folder(folder, private=True)
    with _readable(path):
        connection = sqlite3.connect(path, timeout=_BUSY)
    try:
        with _readable(path):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers"
                    " (key BLOB PRIMARY KEY, made INTEGER, asked BLOB) WITHOUT ROWID"
                )
        yield Cache(path, connection)
    finally:
        connection.close()


def _readable(path: Path) -> AbstractContextManager[None]:
    remedy = "remove the file, and the extractor is asked anew"
    return sqlite_errors(path, "these kept predictions", remedy, damage=(msgspec.DecodeError,))
