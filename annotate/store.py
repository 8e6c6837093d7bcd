"""What was pulled of one project, kept for good: raw pages as files, an index of them in SQLite.

Nothing here is ever overwritten by a later pull: each version of each annotation that was seen
stays in the history, with the page that held it, also after it was changed or deleted on the
server. A page is written before the index knows of it, and the index learns of it in one
transaction, so a pull that was killed goes on where it was.
"""

import gzip
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec

from goldspan.files import make_folder, replacing
from goldspan.sqlite_errors import sqlite_errors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (number INTEGER PRIMARY KEY, name TEXT, pulled_at TEXT);
CREATE TABLE IF NOT EXISTS task (
    id INTEGER PRIMARY KEY, doc TEXT, place INTEGER, key TEXT,
    updated_at TEXT, has_drafts INTEGER, content BLOB, gone_at TEXT
);
CREATE TABLE IF NOT EXISTS annotation (
    id INTEGER, updated_at TEXT, task INTEGER, page INTEGER,
    seen_at TEXT, deleted_at TEXT, content BLOB, PRIMARY KEY (id, updated_at)
);
CREATE INDEX IF NOT EXISTS annotation_of_task ON annotation (task);
"""


def moment(said: str | datetime) -> str:
    """A time of the server's in one form, whether its export or its listing said it."""
    if isinstance(said, str):
        said = datetime.fromisoformat(said.replace("Z", "+00:00"))
    return said.astimezone(timezone.utc).isoformat()


class Changes(msgspec.Struct):
    """What a pull found that was otherwise before.

    Attributes:
        fetched: tasks that were fetched because they are new or changed.
        new, changed, deleted: annotations.
        gone: tasks that are no longer on the server.
    """

    fetched: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    gone: int = 0


class Version(msgspec.Struct, frozen=True):
    """An annotation as it was seen once.

    Attributes:
        page: the raw page that holds it, beside the index.
        deleted_at: when a pull found it gone; null while it is there.
        content: as Label Studio exported it.
    """

    annotation: int
    task: int
    updated_at: str
    seen_at: str
    deleted_at: str | None
    page: str
    content: dict[str, Any]


class Store:
    """The kept pulls of one project."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        """Use `opened` instead."""
        self.folder = folder
        self._connection = connection
        self._now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def known(self) -> dict[int, tuple[str, bool]]:
        """For each task on the server at the last pull: when it was updated, has it drafts."""
        rows = self._connection.execute(
            "SELECT id, updated_at, has_drafts FROM task WHERE gone_at IS NULL"
        )
        return {task: (updated_at, bool(has_drafts)) for task, updated_at, has_drafts in rows}

    def add(self, page: bytes, tasks: Iterable[dict[str, Any]], changes: Changes) -> None:
        """Keep a page of exported tasks, and count what changed in them.

        Args:
            page: a JSON list of tasks with their annotations. The server reads a task before its
                annotations, so what changes in between is newer than the task's time says, and is
                fetched again by the next pull.
            tasks: the same, read.
            changes: counted on.
        """
        with self._connection:
            [number] = self._connection.execute(
                "SELECT coalesce(max(number), 0) + 1 FROM page"
            ).fetchone()
            name = f"page-{number:06}.json.gz"
            with replacing(self.folder / name) as temporary, gzip.open(temporary, "wb") as file:
                file.write(page)
            self._connection.execute("INSERT INTO page VALUES (?, ?, ?)", (number, name, self._now))
            for task in tasks:
                self._add_task(task, number, changes)

    def lose(self, tasks: Iterable[int], changes: Changes) -> None:
        """Note that tasks are no longer on the server; what was pulled of them stays."""
        with self._connection:
            for task in tasks:
                self._connection.execute(
                    "UPDATE task SET gone_at = ? WHERE id = ?", (self._now, task)
                )
                changes.deleted += self._connection.execute(
                    "UPDATE annotation SET deleted_at = ? WHERE task = ? AND deleted_at IS NULL",
                    (self._now, task),
                ).rowcount
                changes.gone += 1

    def tasks(self) -> Iterator[dict[str, Any]]:
        """The tasks on the server at the last pull, in the order of documents and sentences."""
        rows = self._connection.execute(
            "SELECT content FROM task WHERE gone_at IS NULL ORDER BY doc, place, key, id"
        )
        for (content,) in rows:
            yield msgspec.json.decode(zlib.decompress(content))

    def history(self) -> Iterator[Version]:
        """Every version of every annotation that was ever seen, in the order it was seen."""
        rows = self._connection.execute(
            "SELECT a.id, a.task, a.updated_at, a.seen_at, a.deleted_at, p.name, a.content"
            " FROM annotation a JOIN page p ON p.number = a.page ORDER BY a.page, a.id"
        )
        for annotation, task, updated_at, seen_at, deleted_at, page, content in rows:
            yield Version(
                annotation=annotation,
                task=task,
                updated_at=updated_at,
                seen_at=seen_at,
                deleted_at=deleted_at,
                page=page,
                content=msgspec.json.decode(zlib.decompress(content)),
            )

    def _add_task(self, task: dict[str, Any], page: int, changes: Changes) -> None:
        data = task["data"]
        self._connection.execute(
            "INSERT OR REPLACE INTO task VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                task["id"],
                str(data.get("doc", "")),
                data.get("index") if isinstance(data.get("index"), int) else 0,
                str(data.get("key", "")),
                moment(task["updated_at"]),
                bool(task["drafts"]),
                zlib.compress(msgspec.json.encode(task)),
            ),
        )
        before = dict(
            self._connection.execute(
                "SELECT id, max(updated_at) FROM annotation"
                " WHERE task = ? AND deleted_at IS NULL GROUP BY id",
                (task["id"],),
            )
        )
        changes.fetched += 1
        for annotation in task["annotations"]:
            seen = before.pop(annotation["id"], None)
            changes.new += seen is None
            changes.changed += seen not in (None, annotation["updated_at"])
            self._connection.execute(
                "INSERT OR IGNORE INTO annotation VALUES (?, ?, ?, ?, ?, NULL, ?)",
                (
                    annotation["id"],
                    annotation["updated_at"],
                    task["id"],
                    page,
                    self._now,
                    zlib.compress(msgspec.json.encode(annotation)),
                ),
            )
        for deleted in before:
            changes.deleted += 1
            self._connection.execute(
                "UPDATE annotation SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
                (self._now, deleted),
            )


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The store in this folder, made if needed, for this process alone.

    Raises:
        InputError: the folder can't be made, or its index can't be used or is damaged.
    """
    from filelock import FileLock

    make_folder(folder)
    index = folder / "index.sqlite3"
    remedy = f"move {folder} away and pull again (the pages in it keep what they hold)"
    with FileLock(folder / "lock"), sqlite_errors(index, "pulled annotations", remedy):
        connection = sqlite3.connect(index)
        try:
            connection.executescript(_SCHEMA)
            yield Store(folder, connection)
        finally:
            connection.close()
