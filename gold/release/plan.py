"""What a publish would change on the Hub: files here against files there."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from goldspan.dataset import CONFIGS, MANIFEST
from goldspan.errors import InputError
from goldspan.gold.release.hub import Hub, Remote, is_same
from goldspan.gold.release.manifest import ReleaseManifest, read_release_manifest

_NO_DATASET = frozenset({".gitattributes", ".gitignore", "README.md", "LICENSE"})

Change = Literal["new", "changed", "same", "removed"]


class FileChange(msgspec.Struct, frozen=True):
    """What becomes of a file; `size` in bytes, of the file that goes if it is removed."""

    path: str
    size: int
    change: Change


def published_manifest(hub: Hub, remote: Remote) -> ReleaseManifest | None:
    """The manifest of what is published; None where nothing is.

    Raises:
        InputError: something else than a release of goldspan's is there.
        HubError: it can't be read.
    """
    if remote.sha is None or set(remote.files) <= _NO_DATASET:
        return None
    data = hub.read(MANIFEST, remote.sha) if MANIFEST in remote.files else None
    if data is None:
        raise InputError(
            f"{hub.repo} holds a dataset that goldspan didn't publish; take another name, or delete"
            " its files first."
        )
    return read_release_manifest(data, f"{hub.repo}/{MANIFEST}")


def compare(folder: Path, remote: Remote, published: ReleaseManifest | None) -> list[FileChange]:
    """Each file of the release, and each published earlier that isn't in it any more."""
    paths = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    changes = [
        FileChange(path, (folder / path).stat().st_size, _change(folder, path, remote))
        for path in paths
    ]
    earlier = published.release.files if published else {}
    gone = sorted(path for path in earlier if path in remote.files and path not in paths)
    return changes + [FileChange(path, remote.files[path].size, "removed") for path in gone]


def is_changed(changes: Iterable[FileChange]) -> bool:
    """Whether there is anything to commit."""
    return any(change.change != "same" for change in changes)


def fetch_tables(hub: Hub, revision: str, manifest: ReleaseManifest, folder: Path) -> None:
    """Download the published tables and the manifest, to be compared.

    Raises:
        HubError: they can't be read.
    """
    tables = tuple(f"{name}/" for name in CONFIGS.values())
    wanted = [path for path in manifest.release.files if path.startswith(tables)]
    for path in [*wanted, MANIFEST]:
        data = hub.read(path, revision)
        if data is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def _change(folder: Path, path: str, remote: Remote) -> Change:
    if path not in remote.files:
        return "new"
    return "same" if is_same(folder / path, remote.files[path]) else "changed"
