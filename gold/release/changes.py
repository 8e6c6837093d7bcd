"""From one published version to the next: how much changed, the number, the changelog."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from goldspan.dataset import CONFIGS, MANIFEST
from goldspan.errors import InputError
from goldspan.gold.diff import diff
from goldspan.gold.release.compile import Compiled
from goldspan.gold.release.manifest import ReleaseManifest
from goldspan.gold.release.offsets import fill_text

Level = Literal["patch", "minor", "major"]

_LEVELS: tuple[Level, ...] = ("major", "minor", "patch")

FIRST = "1.0.0"
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_HEAD = """# Changelog

All versions of this dataset, in the form of [Keep a Changelog](https://keepachangelog.com). Major:
spans, texts or splits changed. Minor: sentences added. Patch: the card.
"""


class Changes(msgspec.Struct, frozen=True):
    """What differs from the version published last, line by line, and how much that is."""

    level: Level
    lines: list[str]


def parse_version(version: str) -> tuple[int, int, int]:
    """Major, minor and patch.

    Raises:
        InputError: it isn't such a number.
    """
    match = _VERSION.fullmatch(version.removeprefix("v"))
    if not match:
        raise InputError(f"version {version!r} isn't MAJOR.MINOR.PATCH, such as {FIRST}.")
    major, minor, patch = (int(part) for part in match.groups())
    return major, minor, patch


def next_version(published: str | None, level: Level, wanted: str | None) -> str:
    """The number of the next version.

    Args:
        published: the last version's; None before the first.
        level: how much changed.
        wanted: what the maintainers want instead.

    Raises:
        InputError: the version wanted isn't higher than the one published.
    """
    if wanted is not None:
        numbers = parse_version(wanted)
        if published and numbers <= parse_version(published):
            raise InputError(
                f"--version {wanted}: version {published} is published; take a higher one."
            )
        return ".".join(str(number) for number in numbers)
    if published is None:
        return FIRST
    major, minor, patch = parse_version(published)
    if level == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if level == "minor" else f"{major}.{minor}.{patch + 1}"


def with_entry(changelog: str | None, version: str, date: str, lines: Sequence[str]) -> str:
    """The changelog with this version on top."""
    body = "\n".join(f"- {line}" for line in lines)
    entry = f"## [{version}] - {date}\n\n{body}\n"
    if not changelog:
        return f"{_HEAD}\n{entry}"
    head, mark, rest = changelog.partition("\n## [")
    return f"{head}\n{entry}{mark}{rest}" if mark else f"{head.rstrip()}\n\n{entry}"


def first_version(wanted: str | None) -> str:
    """The number of the first version."""
    return next_version(None, "minor", wanted)


def changes_since(published: ReleaseManifest, folder: Path, compiled: Compiled) -> Changes:
    """What differs between the tables published last and those compiled now.

    Args:
        published: the manifest published last.
        folder: the tables published last, with their manifest.
        compiled: the tables now.
    """
    level: Level = "patch"
    lines: list[str] = []
    had, has = "bio" in published.release.configurations, _has(compiled, "bio")
    if had != has:
        lines.append(f"configuration bio {'added' if has else 'removed'}")
        level = "minor" if has else "major"
    if published.release.text != compiled.text:
        how = "without its text" if compiled.text == "offsets" else "with its text"
        lines.append(f"published {how} from this version on")
        level = "major"
    if published.release.text == "offsets":
        fill_text(folder, published.splits, compiled.sentences)
    found = diff(folder, _with_text(compiled, folder.with_name("now")))
    lines += [reason.what for reason in found.reasons if reason.what != "the card changed"]
    level = _higher(level, found.level)
    return Changes(level, lines or ["the card changed"])


def _has(compiled: Compiled, config: str) -> bool:
    return (compiled.folder / CONFIGS[config]).exists()


def _with_text(compiled: Compiled, folder: Path) -> Path:
    """The release's tables with their text: itself, or made in `folder`."""
    if compiled.text == "full":
        return compiled.folder
    for config in ("default", "annotations"):
        if _has(compiled, config):
            shutil.copytree(compiled.gold / CONFIGS[config], folder / CONFIGS[config])
    shutil.copyfile(compiled.gold / MANIFEST, folder / MANIFEST)
    return folder


def _higher(one: Level, other: str) -> Level:
    return next((level for level in _LEVELS if level in (one, other)), "patch")
