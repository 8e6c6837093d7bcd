"""Repositories on disk: commits never change, and a change of a branch is one atomic rename."""

import hashlib
import json
import os
import threading
from datetime import datetime, timezone


class Refused(Exception):
    """An answer other than 200: the status, the Hub's error code, and its words."""

    def __init__(self, status, message, code=None):
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


class Store:
    def __init__(self, root):
        self.root = root
        self.lock = threading.RLock()
        (root / "objects").mkdir(parents=True, exist_ok=True)

    # Files, by the SHA-256 of their content.

    def put(self, data):
        oid = hashlib.sha256(data).hexdigest()
        path = self.root / "objects" / oid
        if not path.exists():
            part = path.with_name(f"{oid}.{threading.get_ident()}")
            part.write_bytes(data)
            os.replace(part, path)
        return oid

    def get(self, oid):
        return (self.root / "objects" / oid).read_bytes()

    def has(self, oid):
        return (self.root / "objects" / oid).exists()

    # Repositories.

    def _path(self, repo):
        return self.root / "repos" / repo

    def repo(self, repo):
        try:
            return json.loads((self._path(repo) / "repo.json").read_bytes())
        except FileNotFoundError:
            raise Refused(404, "Repository not found", "RepoNotFound") from None

    def _save(self, repo, state):
        path = self._path(repo) / "repo.json"
        part = path.with_suffix(f".{threading.get_ident()}")
        part.write_text(json.dumps(state))
        os.replace(part, path)

    def create(self, repo, private):
        with self.lock:
            if (self._path(repo) / "repo.json").exists():
                raise Refused(409, "You already created this dataset repo")
            (self._path(repo) / "commits").mkdir(parents=True)
            attributes = b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"
            first = self._write_commit(
                repo, None, "initial commit", "", {".gitattributes": self.entry(attributes)}
            )
            state = {
                "private": private,
                "branches": {"main": first},
                "tags": {},
                "prs": {},
                "discussions": [],
            }
            self._save(repo, state)

    def entry(self, data, lfs=False):
        oid = self.put(data)
        blob = data
        if lfs:
            blob = (
                f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(data)}\n"
            ).encode()
        git = hashlib.sha1(b"blob %d\0" % len(blob) + blob).hexdigest()
        return {"sha256": oid, "size": len(data), "lfs": lfs, "oid": git}

    def _write_commit(self, repo, parent, title, message, files):
        commit = {
            "parent": parent,
            "title": title,
            "message": message,
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "files": files,
        }
        data = json.dumps(commit, sort_keys=True).encode()
        sha = hashlib.sha1(data).hexdigest()
        (self._path(repo) / "commits" / f"{sha}.json").write_bytes(data)
        return sha

    def resolve(self, repo, revision):
        """The commit that a branch, a tag, a pull request or the commit's own name stands for."""
        state = self.repo(repo)
        for names in (state["branches"], state["tags"], state["prs"]):
            if revision in names:
                return names[revision]
        if (self._path(repo) / "commits" / f"{revision}.json").exists():
            return revision
        raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")

    def commit_at(self, repo, revision):
        sha = self.resolve(repo, revision)
        return sha, json.loads((self._path(repo) / "commits" / f"{sha}.json").read_bytes())

    def files(self, repo, revision):
        return self.commit_at(repo, revision)[1]["files"]

    def history(self, repo, revision):
        sha = self.resolve(repo, revision)
        while sha:
            _, commit = self.commit_at(repo, sha)
            yield sha, commit
            sha = commit["parent"]

    def commit(self, repo, revision, header, changes, pull_request):
        """Apply a commit: all of it or, when it is refused, nothing.

        ``changes`` is a function of the files before, giving the files after.
        """
        with self.lock:
            state = self.repo(repo)
            names = state["prs"] if revision.startswith("refs/pr/") else state["branches"]
            if revision not in names:
                raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
            head = names[revision]
            parent = header.get("parentCommit")
            if parent and parent != head:
                raise Refused(412, "A commit has happened since. Please refresh and try again.")
            files = changes(dict(self.files(repo, head)))
            sha = self._write_commit(
                repo, head, header["summary"], header.get("description", ""), files
            )
            if pull_request:
                number = len(state["prs"]) + 1
                state["prs"][f"refs/pr/{number}"] = sha
                state["discussions"].append(
                    {"num": number, "title": header["summary"], "status": "open", "base": revision}
                )
            else:
                number = None
                names[revision] = sha
            self._save(repo, state)
            return sha, number

    def name(self, repo, kind, name, revision):
        """Make a branch or a tag."""
        with self.lock:
            state = self.repo(repo)
            if name in state[kind]:
                raise Refused(409, f"Reference {name} exists already")
            state[kind][name] = self.resolve(repo, revision)
            self._save(repo, state)

    def unname(self, repo, kind, name):
        with self.lock:
            state = self.repo(repo)
            if name not in state[kind]:
                raise Refused(404, f"Invalid rev id: {name}", "RevisionNotFound")
            del state[kind][name]
            self._save(repo, state)

    # What people do on the web.

    def set_private(self, repo, private):
        with self.lock:
            self._save(repo, {**self.repo(repo), "private": private})

    def close(self, repo, pull_request, status="closed"):
        """Close a pull request; its branch stays."""
        with self.lock:
            state = self.repo(repo)
            state["discussions"][int(pull_request.rpartition("/")[2]) - 1]["status"] = status
            self._save(repo, state)

    def merge(self, repo, pull_request):
        """Merge a pull request, as the Hub does: its content as one commit on main."""
        self.close(repo, pull_request, "merged")
        files = self.files(repo, pull_request)
        title = self.commit_at(repo, pull_request)[1]["title"]
        number = pull_request.rpartition("/")[2]
        self.commit(repo, "main", {"summary": f"{title} (#{number})"}, lambda _: files, False)
