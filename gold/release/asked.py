"""What is asked of a publish, and what it did."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from goldspan.gold.release.hub import MAIN
from goldspan.gold.release.manifest import TextPolicy
from goldspan.gold.release.plan import FileChange

Outcome = Literal["dry run", "nothing to do", "tagged", "published", "proposed", "proposed already"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to publish.

    Attributes:
        dry_run: change nothing, say what would change.
        private: make the repository for its owners alone.
        revision: the branch; made if there is none.
        pull_request: leave it to the repository's owners to merge.
        version: instead of the number that follows from the changes.
        parent: publish only if this is still the branch's last commit.
        text: whether the text is published.
        without: configurations that aren't.
        allow: strings that may be published although they look private.
        output: write the release's folder here, too.
    """

    dry_run: bool = False
    private: bool = False
    revision: str = MAIN
    pull_request: bool = False
    version: str | None = None
    parent: str | None = None
    text: TextPolicy = "full"
    without: Sequence[str] = ()
    allow: Sequence[str] = ()
    output: Path | None = None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a publish did, or would do.

    Attributes:
        before: the version published before; null for the first.
        version: the version now.
        level: how much changed; null where nothing did.
        reasons: what changed, as the changelog says it.
        parent: the commit that was read and that the new one follows.
        commit: the new commit, or the one that was tagged.
        tag: the tag made; null where none was.
        url: of the dataset, or of the pull request.
        files: each file and what becomes of it.
        notes: what the maintainers should know.
    """

    outcome: Outcome
    repository: str
    before: str | None
    version: str
    level: str | None
    reasons: list[str]
    parent: str | None
    commit: str | None
    tag: str | None
    url: str
    files: list[FileChange]
    notes: list[str]
