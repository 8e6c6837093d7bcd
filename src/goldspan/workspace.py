"""The workspace: `.goldspan/` in the working directory, for what belongs to this machine only."""

import os
from pathlib import Path

from goldspan.files import write_text


def workspace() -> Path:
    """The workspace folder, made if needed, readable by its owner only, ignored by git."""
    folder = Path(os.environ.get("GOLDSPAN_WORKSPACE", ".goldspan")).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_text(ignore, "*\n")
    return folder
