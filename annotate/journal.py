"""A push's journal: whether the last batch is known to have arrived.

The truth is what the server holds; the journal only says when to distrust a quiet server: a batch
that was sent and never confirmed may still be on its way into the database.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldspan.files import make_folder, write_text
from goldspan.workspace import workspace


class Journal:
    """The journal of pushes from this workspace into one project."""

    def __init__(self, path: Path) -> None:
        """Use `only_push` instead."""
        self._path = path

    @property
    def is_open(self) -> bool:
        """Whether a batch was sent whose arrival was never confirmed."""
        return self._path.exists()

    def sending(self) -> None:
        """Note that a batch is about to be sent."""
        write_text(self._path, "a batch was sent\n")

    def confirmed(self) -> None:
        """Note that the server said it holds the batch."""
        self._path.unlink(missing_ok=True)


@contextmanager
def only_push(identity: str, project: int) -> Iterator[Journal]:
    """The journal, while no other push from this workspace goes into this project."""
    from filelock import FileLock

    folder = workspace() / "pushes"
    make_folder(folder)
    name = f"{re.sub('[^A-Za-z0-9.]+', '-', identity)}-project-{project}"
    with FileLock(folder / f"{name}.lock"):
        yield Journal(folder / f"{name}.open")
