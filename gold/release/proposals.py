"""Pull requests that wait with a release, so that the same one isn't opened twice."""

from pathlib import Path

import msgspec

from goldspan.dataset import MANIFEST
from goldspan.errors import InputError
from goldspan.gold.release.compile import CHANGELOG
from goldspan.gold.release.hub import Hub, Proposal, Remote
from goldspan.gold.release.manifest import ReleaseManifest, read_release_manifest
from goldspan.gold.release.plan import compare

_DATED = (CHANGELOG, MANIFEST)
"""Files that differ from day to day: the changelog's date, and the changelog's hash."""


class Waiting(msgspec.Struct, frozen=True):
    """Open pull requests with a release: the one with the same content, if there is, and others."""

    same: Proposal | None
    others: list[Proposal]


def find_waiting(
    hub: Hub, folder: Path, published: ReleaseManifest | None, *, title: str, revision: str
) -> Waiting:
    """The open pull requests to a branch that would publish something.

    Args:
        hub: the repository.
        folder: the release that is to be proposed.
        published: what is published on the branch.
        title: how the titles of such pull requests begin.
        revision: the branch.

    Raises:
        HubError: they can't be read.
    """
    waiting = hub.proposals(title, revision)
    same = next((one for one in waiting if _is_same(hub, one, folder, published)), None)
    return Waiting(same, [one for one in waiting if one is not same])


def _is_same(hub: Hub, proposal: Proposal, folder: Path, published: ReleaseManifest | None) -> bool:
    """Whether a pull request holds the release in a folder, but for its date."""
    there = Remote(sha=proposal.commit, files=hub.files(proposal.commit))
    changes = compare(folder, there, published)
    if any(change.change != "same" for change in changes if change.path not in _DATED):
        return False
    data = hub.read(MANIFEST, proposal.commit)
    if data is None:
        return False
    try:
        theirs = read_release_manifest(data, f"{proposal.url}, {MANIFEST}")
    except InputError:
        return False
    ours = read_release_manifest((folder / MANIFEST).read_bytes(), MANIFEST)
    return _undated(theirs) == _undated(ours)


def _undated(manifest: ReleaseManifest) -> ReleaseManifest:
    release = manifest.release
    files = {path: facts for path, facts in release.files.items() if path not in _DATED}
    return msgspec.structs.replace(manifest, release=msgspec.structs.replace(release, files=files))
