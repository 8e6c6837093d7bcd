"""The embedded server's database: a copy of one that was set up when the server was installed.

Label Studio takes half a minute to make its tables. They are the same for every workspace, so they
are made once, beside the installation, before anybody has an account: they hold no secret.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from goldspan.console import progress
from goldspan.errors import StudioError
from goldspan.files import make_folder, replacing

_NAME = "label_studio.sqlite3"


def prepare_database(data: Path, program: Path, settings: dict[str, str]) -> None:
    """Make the workspace's database unless it is there, and put it into WAL mode.

    In WAL mode reading an export never blocks an annotator.

    Args:
        data: the server's data folder.
        program: the installed ``label-studio``.
        settings: environment variables that Label Studio reads.

    Raises:
        StudioError: the database is damaged, or the tables can't be made.
    """
    make_folder(data, private=True)
    path = data / _NAME
    if not path.exists():
        with replacing(path, private=True) as copy:
            shutil.copyfile(_empty_database(program, settings), copy)
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=wal")
    except sqlite3.DatabaseError as error:
        raise StudioError(f"{path}: damaged ({error}); put back a copy of it.") from None
    finally:
        connection.close()


def _empty_database(program: Path, settings: dict[str, str]) -> Path:
    """A database with tables and no rows of anybody's, beside the installation."""
    from filelock import FileLock

    empty = program.parent.parent / "empty.sqlite3"
    with FileLock(empty.with_suffix(".lock")):
        if not empty.exists():
            _make_tables(program, settings, empty)
    return empty


def _make_tables(program: Path, settings: dict[str, str], empty: Path) -> None:
    with (
        progress("Setting up Label Studio's database"),
        tempfile.TemporaryDirectory(prefix="goldspan-") as folder,
    ):
        # Whatever its subcommand, Label Studio first brings the tables up to date.
        done = subprocess.run(
            [str(program), "version"],
            env={**os.environ, **settings, "LABEL_STUDIO_BASE_DATA_DIR": folder},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
        if done.returncode != 0:
            last = "\n".join(done.stderr.strip().split("\n")[-8:])
            raise StudioError(f"Label Studio can't set up its database; it said:\n{last}")
        with replacing(empty) as made:
            shutil.move(Path(folder) / _NAME, made)
