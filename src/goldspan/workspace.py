"""The workspace: `.goldspan/` in the working directory, for what belongs to this machine only."""

import os
from pathlib import Path

from goldspan.files import make_folder, write_text


def has_workspace() -> bool:
    """Whether there is one, so that looking into it needn't make it."""
    return _folder().is_dir()


def workspace() -> Path:
    """The workspace folder, made if needed, readable by its owner only, ignored by git.

    Raises:
        InputError: it can't be made.
    """
    folder = _folder()
    make_folder(folder, private=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_text(ignore, "*\n")
    return folder


def _folder() -> Path:
    return Path(os.environ.get("GOLDSPAN_WORKSPACE", ".goldspan")).absolute()
