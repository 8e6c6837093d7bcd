"""A dataset repository on the Hugging Face Hub: what is in it, one commit, one tag."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from goldspan.files import sha256_of
from goldspan.gold.release.hub_errors import hub_errors

MAIN = "main"


class RemoteFile(msgspec.Struct, frozen=True):
    """A file on the Hub; `sha256` for large ones, git's own hash for the others."""

    size: int
    blob: str
    sha256: str | None


class Remote(msgspec.Struct, frozen=True, kw_only=True):
    """A repository at one revision.

    Attributes:
        sha: the commit; None where there is no such repository yet.
        private: whether only its owners see it; None where there is none yet.
        tags: each tag's commit.
        has_branch: whether the revision exists; a new branch begins where main is.
    """

    sha: str | None = None
    private: bool | None = None
    files: Mapping[str, RemoteFile] = {}
    tags: Mapping[str, str] = {}
    has_branch: bool = True


class Proposal(msgspec.Struct, frozen=True):
    """A pull request that nobody has merged or closed yet, and its last commit."""

    number: int
    title: str
    url: str
    commit: str


class Hub:
    """One dataset repository; the token is the one huggingface_hub finds, and is never shown."""

    def __init__(self, repo: str) -> None:
        """Name the repository: ``NAMESPACE/NAME``."""
        from huggingface_hub import HfApi

        self.repo = repo
        self._api: HfApi = HfApi(library_name="goldspan")

    @property
    def endpoint(self) -> str:
        """The Hub's address."""
        return str(self._api.endpoint)

    def look(self, revision: str) -> Remote:
        """The repository as it is now.

        Raises:
            HubError: it can't be read.
        """
        from huggingface_hub.errors import RepositoryNotFoundError

        with hub_errors(self.repo):
            try:
                info = self._api.repo_info(self.repo, repo_type="dataset")
            except RepositoryNotFoundError:
                return Remote()
            refs = self._api.list_repo_refs(self.repo, repo_type="dataset")
            branches = {branch.name: branch.target_commit for branch in refs.branches}
            sha = str(branches.get(revision, info.sha))
            return Remote(
                sha=sha,
                private=info.private,
                files=self.files(sha),
                tags={tag.name: tag.target_commit for tag in refs.tags},
                has_branch=revision in branches,
            )

    def files(self, revision: str) -> dict[str, RemoteFile]:
        """Every file at a revision.

        Raises:
            HubError: they can't be read.
        """
        from huggingface_hub import RepoFile

        with hub_errors(self.repo):
            tree = self._api.list_repo_tree(
                self.repo, repo_type="dataset", revision=revision, recursive=True
            )
            return {
                item.path: RemoteFile(
                    item.size, item.blob_id, item.lfs.sha256 if item.lfs else None
                )
                for item in tree
                if isinstance(item, RepoFile)
            }

    def proposals(self, title: str, revision: str) -> list[Proposal]:
        """Pull requests to a branch that nobody has merged or closed yet, the oldest first.

        Args:
            title: how their titles begin.
            revision: the branch.

        Raises:
            HubError: they can't be read.
        """
        with hub_errors(self.repo):
            found = [
                one
                for one in self._api.get_repo_discussions(
                    self.repo, repo_type="dataset", discussion_type="pull_request"
                )
                if one.is_pull_request
                and one.status in ("open", "draft")
                and one.title.startswith(title)
            ]
            waiting = []
            for one in sorted(found, key=lambda one: one.num):
                details = self._api.get_discussion_details(self.repo, one.num, repo_type="dataset")
                base = (details.target_branch or "").removeprefix("refs/heads/")
                if base != revision:
                    continue
                info = self._api.repo_info(
                    self.repo, repo_type="dataset", revision=f"refs/pr/{one.num}"
                )
                waiting.append(Proposal(one.num, one.title, one.url, str(info.sha)))
            return waiting

    def read(self, path: str, revision: str) -> bytes | None:
        """A file's content at a revision; None where there is no such file.

        Raises:
            HubError: it can't be read.
        """
        from huggingface_hub.errors import EntryNotFoundError

        with hub_errors(self.repo):
            try:
                found = self._api.hf_hub_download(
                    self.repo, path, repo_type="dataset", revision=revision
                )
            except EntryNotFoundError:
                return None
        return Path(found).read_bytes()

    def make(self, *, private: bool) -> str:
        """Make the repository.

        Returns:
            Its first commit.

        Raises:
            HubError: the Hub refuses.
        """
        with hub_errors(self.repo):
            self._api.create_repo(self.repo, repo_type="dataset", private=private, exist_ok=True)
            return str(self._api.repo_info(self.repo, repo_type="dataset").sha)

    def branch(self, name: str, start: str) -> None:
        """Make a branch.

        Raises:
            HubError: the Hub refuses.
        """
        with hub_errors(self.repo):
            self._api.create_branch(
                self.repo, repo_type="dataset", branch=name, revision=start, exist_ok=True
            )

    def commit(
        self,
        folder: Path,
        *,
        add: Sequence[str],
        delete: Sequence[str],
        parent: str,
        revision: str,
        message: str,
        description: str,
        pull_request: bool,
    ) -> tuple[str, str | None]:
        """Commit files of a folder, all of them or none.

        Args:
            folder: where the files are.
            add: paths to add or replace.
            delete: paths to delete.
            parent: the commit this one must follow.
            revision: the branch.
            message: the commit's title.
            description: its body.
            pull_request: leave it to the repository's owners to merge.

        Returns:
            The commit, and the address of the pull request if there is one.

        Raises:
            HubError: the Hub refuses; with another commit since `parent`, too.
        """
        from huggingface_hub import (
            CommitOperationAdd,
            CommitOperationCopy,
            CommitOperationDelete,
        )

        operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
            *(CommitOperationAdd(path, str(folder / path)) for path in add),
            *(CommitOperationDelete(path) for path in delete),
        ]
        with hub_errors(self.repo):
            made = self._api.create_commit(
                self.repo,
                operations,
                repo_type="dataset",
                commit_message=message,
                commit_description=description,
                revision=revision,
                parent_commit=parent,
                create_pr=pull_request,
            )
        return str(made.oid), made.pr_url

    def tag(self, name: str, commit: str, message: str) -> None:
        """Tag a commit; a tag that is there already stays.

        Raises:
            HubError: the Hub refuses.
        """
        with hub_errors(self.repo):
            self._api.create_tag(
                self.repo,
                repo_type="dataset",
                tag=name,
                tag_message=message,
                revision=commit,
                exist_ok=True,
            )

    def commit_titled(self, title: str, revision: str) -> str | None:
        """The newest commit of a revision with this title, or of the pull request with it.

        Raises:
            HubError: the history can't be read.
        """
        with hub_errors(self.repo):
            history = self._api.list_repo_commits(self.repo, repo_type="dataset", revision=revision)
        return next(
            (
                commit.commit_id
                for commit in history
                if commit.title == title or commit.title.startswith(f"{title} (#")
            ),
            None,
        )


def is_same(path: Path, remote: RemoteFile) -> bool:
    """Whether a file here is the one on the Hub."""
    if path.stat().st_size != remote.size:
        return False
    if remote.sha256:
        return sha256_of(path) == remote.sha256
    data = path.read_bytes()
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
    return blob.hexdigest() == remote.blob
