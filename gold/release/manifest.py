"""The manifest of a release: that of the dataset, and what was published of it."""

from pathlib import Path
from typing import Any, Literal

import msgspec

from goldspan.dataset import MANIFEST, Manifest
from goldspan.errors import InputError
from goldspan.files import write_json
from goldspan.gold.release.statistics import DatasetFigures

TextPolicy = Literal["full", "offsets"]

GUIDELINES = "guidelines.md"


class FileFacts(msgspec.Struct, frozen=True):
    """A file's size and hash.

    Attributes:
        size: in bytes.
        sha256: its SHA-256.
    """

    size: int
    sha256: str


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What was published.

    Attributes:
        schema: the version of this form.
        version: the dataset's version; its tag is ``v`` and the version.
        repository: its place on the Hub, ``NAMESPACE/NAME``.
        text: ``full``, or ``offsets`` (offsets and hashes without the text).
        configurations: the names of its tables on the Hub.
        figures: all the figures that the card shows.
        files: all files of the release but this one, by path.
        restored: the SHA-256 of each table once its text is put back; empty where the text is
            there.
    """

    schema: str = "goldspan-release-1"
    version: str
    repository: str
    text: TextPolicy
    configurations: list[str]
    figures: DatasetFigures
    files: dict[str, FileFacts]
    restored: dict[str, str]


class ReleaseManifest(Manifest, frozen=True, kw_only=True):
    """Where a published dataset comes from, and what of it was published.

    Attributes:
        release: what was published.
    """

    release: Release


def read_release_manifest(data: bytes, where: str) -> ReleaseManifest:
    """Read the manifest of a release.

    Raises:
        InputError: it isn't one.
    """
    try:
        return msgspec.json.decode(data, type=ReleaseManifest)
    except msgspec.DecodeError as error:
        raise InputError(f"{where}: not the manifest of a release: {error}.") from None


def write_release_manifest(gold: Path, folder: Path, release: Release) -> None:
    """Write the dataset's manifest with what is published of it."""
    manifest: dict[str, Any] = msgspec.json.decode((gold / MANIFEST).read_bytes())
    manifest["release"] = release
    write_json(folder / MANIFEST, manifest)


def write_dataset_manifest(release: Path, folder: Path) -> None:
    """Write the dataset's manifest as it was before it was published."""
    manifest: dict[str, Any] = msgspec.json.decode((release / MANIFEST).read_bytes())
    del manifest["release"]
    write_json(folder / MANIFEST, manifest)
