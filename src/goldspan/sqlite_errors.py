"""What SQLite raises, as one sentence: its file can't be used now, or is damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldspan.errors import InputError


@contextmanager
def sqlite_errors(
    path: Path, what: str, remedy: str, *, damage: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Turn what SQLite raises into one sentence.

    A full disk or a missing permission says nothing about the file, so that nobody is told to
    throw away what it holds.

    Args:
        path: the file.
        what: it holds, in the plural, as in "these predictions".
        remedy: what to do where the file itself is damaged.
        damage: other exceptions that say that it is.

    Raises:
        InputError: the file can't be used now, or is damaged.
    """
    damaged: tuple[type[Exception], ...] = (sqlite3.Error, *damage)
    try:
        yield
    except sqlite3.OperationalError as error:
        raise InputError(
            f"{path}: {what} can't be used now ({error}), and stay as they are; see that the disk"
            " has room and lets the file be written, then run the command again."
        ) from None
    except damaged as error:
        raise InputError(f"{path}: {what} can't be used ({error}); {remedy}.") from None
