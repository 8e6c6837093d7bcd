"""Label Studio in a Python environment of its own, made by uv from a locked list with hashes.

It is kept in the user's cache, because it takes 860 MB and is the same for every workspace.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

from goldspan.console import progress, say
from goldspan.errors import StudioError
from goldspan.files import make_folder

LABEL_STUDIO_VERSION = "1.23.2"

_LOCK = "label-studio.lock"
_DONE = "complete"


def label_studio_program() -> Path:
    """The installed ``label-studio`` program, installing it first where needed.

    Raises:
        StudioError: the installation failed; the message holds uv's own reason.
    """
    folder = _folder()
    program = folder / ("Scripts" if os.name == "nt" else "bin") / "label-studio"
    if (folder / _DONE).exists():
        return program
    from filelock import FileLock

    make_folder(folder.parent)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / _DONE).exists():
            _install(folder)
            (folder / _DONE).touch()
    return program


def cache_folder() -> Path:
    """Where installed servers are kept: ``GOLDSPAN_CACHE``, else the user's cache folder."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("GOLDSPAN_CACHE") or user_cache_path("goldspan"))


def _folder() -> Path:
    lock = (files("goldspan.studio") / _LOCK).read_bytes()
    digest = hashlib.sha256(lock).hexdigest()[:8]
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    return cache_folder() / f"label-studio-{LABEL_STUDIO_VERSION}-{python}-{digest}"


def _install(folder: Path) -> None:
    say(f"Installing Label Studio {LABEL_STUDIO_VERSION} into {folder} (once, 860 MB) ...")
    shutil.rmtree(folder, ignore_errors=True)
    with progress(f"Installing Label Studio {LABEL_STUDIO_VERSION}"):
        _uv("venv", "--python", sys.executable, str(folder))
        with as_file(files("goldspan.studio") / _LOCK) as lock:
            _uv("pip", "install", "--python", str(folder), "--require-hashes", "-r", str(lock))


def _uv(*arguments: str) -> None:
    from uv import find_uv_bin

    environment = {"UV_SYSTEM_CERTS": "1", **os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    result = subprocess.run(
        [find_uv_bin(), "--no-config", "--quiet", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        raise StudioError(
            f"Label Studio can't be installed: uv {arguments[0]} said:\n{result.stderr.strip()}"
        )
