"""Reading and writing files so that nothing half-written is ever left behind."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from goldspan.errors import DISK_REFUSES, InputError

STANDARD_STREAM = Path("-")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark; ``-`` is standard input.

    Raises:
        InputError: the file can't be read, or isn't UTF-8 (with the place of the first bad byte).
    """
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_STREAM else path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}:{line}: byte {error.start} isn't UTF-8; convert the file to UTF-8 first."
        ) from None


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when the block ends well.

    Args:
        path: the file to write; its folder is made if needed.
        private: only the owner may read the result (mode 0600).

    Yields:
        The temporary path to write to. On an exception it is removed and `path` stays as it was.

    Raises:
        InputError: `path` can't be written: the disk is full, forbids it, or a folder is there.
    """
    temporary = _sibling(path)
    try:
        with _refusals_of(path, temporary):
            os.chmod(temporary, 0o600 if private else 0o666 & ~_umask())
            yield temporary
        try:
            os.replace(temporary, path)
        except OSError as error:
            raise _unwritable(path, error) from None
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A temporary folder beside `path` that takes its place when the block ends well.

    What stood at `path` is removed only after the new folder is complete.

    Raises:
        InputError: it can't be written: the disk is full, or forbids it.
    """
    path = path.absolute()
    make_folder(path.parent)
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with _refusals_of(path, temporary):
            os.chmod(temporary, 0o777 & ~_umask())
            yield temporary
        if path.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{path.name}.old.", dir=path.parent))
            os.replace(path, old / path.name)
            os.replace(temporary, path)
            shutil.rmtree(old)
        else:
            os.replace(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write `text` as UTF-8, its line ends as they are, all or nothing."""
    with replacing(path, private=private) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def write_json(path: Path, document: object) -> None:
    """Write a JSON document for people to read, too: indented by two, with a line end."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    write_text(path, text + "\n")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return sha256_of_all([path])


def sha256_of_all(paths: Iterable[Path]) -> str:
    """The SHA-256 of the bytes of several files, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def sha256_of_folder(path: Path) -> str:
    """The SHA-256 of the names and bytes of all files in a folder, in hexadecimal."""
    digest = hashlib.sha256()
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()} {sha256_of(file)}\n".encode())
    return digest.hexdigest()


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make a folder and those above it, where they aren't there.

    Args:
        path: the folder.
        private: only the owner may look into it (mode 0700).

    Raises:
        InputError: it can't be made.
    """
    try:
        path.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{path}: the folder can't be made: {error.strerror}.") from None


def _sibling(path: Path) -> Path:
    make_folder(path.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    os.close(handle)
    return Path(name)


@contextmanager
def _refusals_of(path: Path, temporary: Path) -> Iterator[None]:
    """Say that `path` can't be written where the disk refuses `temporary`, or a file in it."""
    try:
        yield
    except OSError as error:
        is_ours = error.filename is None or Path(error.filename).is_relative_to(temporary)
        if is_ours and error.errno in DISK_REFUSES:
            raise _unwritable(path, error) from None
        raise


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: can't be written: {os.strerror(error.errno or 0)}.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
