"""The address of the Label Studio that commands speak to, and of its pages."""

import os
import re

from goldspan.errors import ServerError
from goldspan.studio.server import find_studio


def named_url() -> str | None:
    """The user's own server, as ``LABEL_STUDIO_URL`` names it; None if it isn't set.

    Raises:
        ServerError: it isn't an address.
    """
    url = os.environ.get("LABEL_STUDIO_URL", "").strip()
    return _base(url) if url else None


def known_url() -> str | None:
    """The user's own server, else the embedded one where it runs, else None.

    Raises:
        ServerError: ``LABEL_STUDIO_URL`` isn't an address.
    """
    studio = None if named_url() else find_studio()
    return studio.url if studio else named_url()


def task_url(server: str, project: int, task: int) -> str:
    """The address of a task's page."""
    return f"{server}/projects/{project}/data?task={task}"


def _base(url: str) -> str:
    """The server's address from one copied out of the browser."""
    if not re.match(r"https?://", url):
        raise ServerError(f"LABEL_STUDIO_URL is {url!r}; it must begin with http:// or https://.")
    return re.sub(r"/(projects|user|organization|api)(/.*)?$", "", url.split("?")[0]).rstrip("/")
