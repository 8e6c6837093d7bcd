"""Files that every machine of a cluster sees: paths of a shared disk, or URLs such as s3://.

Anything fsspec knows is read and written; the package that speaks to a store, such as s3fs for
s3://, has to be installed on every machine.
"""

import hashlib
import posixpath
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldspan.dataset import MANIFEST, Manifest, read_manifest
from goldspan.errors import InputError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BLOCK = 1 << 20


def is_url(name: str) -> bool:
    """Whether this names an object in a store, not a path."""
    return "://" in name


def shared(name: str) -> str:
    """The name by which every machine knows a file: a URL, or a whole path."""
    return name if is_url(name) else str(Path(name).absolute())


def below(folder: str, *names: str) -> str:
    """The name of a file in a folder."""
    return posixpath.join(folder.rstrip("/"), *names)


def exists(name: str) -> bool:
    """Whether there is such a file or folder."""
    system, path = _system(name)
    return bool(system.exists(path))


def is_folder(name: str) -> bool:
    """Whether this is a folder."""
    system, path = _system(name)
    return bool(system.isdir(path))


def listed(folder: str, *suffixes: str) -> list[str]:
    """The files of a folder with one of these suffixes, in order of their names."""
    system, path = _system(folder)
    names = sorted(posixpath.basename(found.rstrip("/")) for found in system.ls(path, detail=False))
    return [below(folder, name) for name in names if name.endswith(suffixes)]


@contextmanager
def opened(name: str, mode: str = "rb") -> Iterator[Any]:
    """A file's bytes.

    Raises:
        InputError: it can't be read, or written.
    """
    system, path = _system(name)
    try:
        with system.open(path, mode) as file:
            yield file
    except OSError as error:
        verb = "written" if "w" in mode else "read"
        raise InputError(f"{name}: can't be {verb}: {error.strerror or error}.") from None


@contextmanager
def opened_table(name: str) -> "Iterator[ParquetFile]":
    """A Parquet file, of which only what is asked for is fetched.

    Raises:
        InputError: it can't be read.
    """
    from pyarrow.parquet import ParquetFile

    with opened(name) as file:
        try:
            with ParquetFile(file) as table:
                yield table
        except (OSError, ValueError, KeyError, NotImplementedError) as error:
            raise InputError(f"{name}: can't be read: {error}.") from None


def manifest_of(gold: str) -> Manifest:
    """The manifest of a gold dataset.

    Raises:
        InputError: the folder isn't one, or its manifest is damaged.
    """
    if not is_url(gold):
        return read_manifest(Path(gold))
    if not exists(below(gold, MANIFEST)):
        raise InputError(
            f"{gold}: not a gold dataset (no {MANIFEST}); make one with goldspan gold build."
        )
    with tempfile.TemporaryDirectory() as name:
        with opened(below(gold, MANIFEST)) as file:
            (Path(name) / MANIFEST).write_bytes(file.read())
        return read_manifest(Path(name))


def sha256_of_files(names: Iterable[str]) -> str:
    """The SHA-256 of the bytes of several files, one after the other."""
    digest = hashlib.sha256()
    for name in names:
        with opened(name) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _system(name: str) -> tuple[Any, str]:
    """The file system of a name, and its path there.

    Raises:
        InputError: nothing that speaks to this store is installed.
    """
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(name)
    except (ImportError, ValueError) as error:
        raise InputError(f"{name}: {error}.") from None
    return system, path
