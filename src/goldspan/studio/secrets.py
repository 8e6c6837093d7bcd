"""The embedded server's administrator: e-mail, password and token, in a file for its owner only."""

import secrets as random_source
from pathlib import Path

import msgspec

from goldspan.errors import StudioError
from goldspan.files import write_text

_EMAIL = "admin@goldspan.invalid"


class Secrets(msgspec.Struct, frozen=True):
    """What signs in to the embedded server; never printed unless asked for."""

    email: str
    password: str
    token: str

    def __repr__(self) -> str:
        """Say nothing, so that no log or traceback can."""
        return "Secrets(...)"


def find_secrets(path: Path) -> Secrets | None:
    """The secrets stored at `path`, or None if there are none yet.

    Raises:
        StudioError: the file is damaged.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Secrets)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise StudioError(
            f"{path}: damaged; put back a copy of it, or move the folder {path.parent} away, with"
            " its data, to begin anew."
        ) from None


def make_secrets(path: Path) -> Secrets:
    """New secrets, stored at `path` with mode 0600."""
    secrets = Secrets(
        email=_EMAIL,
        password=random_source.token_urlsafe(18),
        token=random_source.token_hex(20),
    )
    write_text(path, msgspec.json.encode(secrets).decode(), private=True)
    return secrets
