"""Names for annotators that say nothing about them, kept in the workspace."""

from pathlib import Path

import msgspec

from goldspan.errors import InputError
from goldspan.files import write_text
from goldspan.workspace import workspace

_Names = dict[str, dict[str, str]]


class Pseudonyms:
    """The pseudonyms of one server's users: ``annotator-1``, ``annotator-2`` ...

    A user keeps the name once given; who they are is known only to a file in the workspace that its
    owner alone may read.
    """

    def __init__(self, identity: str) -> None:
        """Read the names given so far.

        Args:
            identity: the server's.

        Raises:
            InputError: the file is damaged.
        """
        self._path = workspace() / "pseudonyms.json"
        self._all = _read(self._path)
        self._names = self._all.setdefault(identity, {})

    def of(self, user: int | str) -> str:
        """The pseudonym of a user (by the server's number), given now if there is none yet."""
        return self._names.setdefault(str(user), f"annotator-{len(self._names) + 1}")

    def save(self) -> None:
        """Keep the names."""
        write_text(self._path, msgspec.json.encode(self._all).decode(), private=True)


def _read(path: Path) -> _Names:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Names)
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: damaged ({error}); put back a copy of it.") from None
