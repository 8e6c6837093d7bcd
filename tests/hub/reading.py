"""What the Hub's protocol reads: repositories, history, trees, files."""

import json
import re
from urllib.parse import parse_qs

from .store import Refused


class Reading:
    """Answers of a handler that has a ``store``, a ``query`` and a ``body``."""

    def info(self, repo, revision):
        sha, commit = self.store.commit_at(repo, revision or "main")
        self.answer(
            {
                "_id": sha[:24],
                "id": repo,
                "sha": sha,
                "private": self.store.repo(repo)["private"],
                "lastModified": commit["date"],
                "tags": [],
                "siblings": [{"rfilename": path} for path in sorted(commit["files"])],
            }
        )

    def refs(self, repo):
        state = self.store.repo(repo)

        def listed(names, prefix):
            return [
                {"name": name, "ref": f"{prefix}{name}", "targetCommit": sha}
                for name, sha in names.items()
            ]

        self.answer(
            {
                "branches": listed(state["branches"], "refs/heads/"),
                "tags": listed(state["tags"], "refs/tags/"),
                "converts": [],
                "pullRequests": listed(state["prs"], ""),
            }
        )

    def discussions(self, repo):
        """Page by page, two a page so that there are several."""
        status = self.query.get("status", ["all"])[0]
        found = [
            self.described_discussion(repo, one)
            for one in reversed(self.store.repo(repo)["discussions"])
            if status in ("all", one["status"])
        ]
        start = 2 * int(self.query.get("p", ["0"])[0])
        page = found[start : start + 2]
        self.answer({"discussions": page, "count": len(found), "start": start})

    def discussion(self, repo, number):
        found = self.store.repo(repo)["discussions"]
        if not 0 < int(number) <= len(found):
            raise Refused(404, "Discussion not found")
        one = found[int(number) - 1]
        self.answer(
            {
                **self.described_discussion(repo, one),
                "events": [],
                "filesWithConflicts": False,
                "changes": {"base": f"refs/heads/{one['base']}"},
            }
        )

    def described_discussion(self, repo, one):
        return {
            "num": one["num"],
            "title": one["title"],
            "status": one["status"],
            "author": {"name": "someone"},
            "createdAt": "2026-01-01T00:00:00.000Z",
            "repo": {"name": repo, "type": "dataset"},
            "isPullRequest": True,
        }

    def commits(self, repo, revision):
        self.answer(
            [
                {
                    "id": sha,
                    "title": commit["title"],
                    "message": commit["message"],
                    "date": commit["date"],
                    "authors": [{"user": "someone"}],
                }
                for sha, commit in self.store.history(repo, revision)
            ]
        )

    def tree(self, repo, revision, folder):
        files = self.store.files(repo, revision)
        recursive = self.query.get("recursive", ["false"])[0].lower() == "true"
        prefix = f"{folder}/" if folder else ""
        listed = {}
        for path, entry in sorted(files.items()):
            if not path.startswith(prefix):
                continue
            name, slash, _ = path[len(prefix) :].partition("/")
            if slash:
                listed.setdefault(
                    prefix + name, {"type": "directory", "path": prefix + name, "oid": "0" * 40}
                )
            if recursive or not slash:
                listed[path] = described(path, entry)
        if folder and not listed:
            raise Refused(404, f"{folder} does not exist", "EntryNotFound")
        self.answer(list(listed.values()))

    def paths_info(self, repo, revision):
        files = self.store.files(repo, revision)
        wanted = json.loads(self.body) if self.body[:1] == b"{" else parse_qs(self.body.decode())
        listed = []
        for path in wanted["paths"]:
            if path in files:
                listed.append(described(path, files[path]))
            elif any(name.startswith(f"{path}/") for name in files):
                listed.append({"type": "directory", "path": path, "oid": "0" * 40})
        self.answer(listed)

    def resolve(self, repo, revision, path):
        sha, commit = self.store.commit_at(repo, revision)
        entry = commit["files"].get(path)
        if entry is None:
            raise Refused(404, "Entry not found", "EntryNotFound")
        data = self.store.get(entry["sha256"])
        headers = {
            "X-Repo-Commit": sha,
            "ETag": f'"{entry["sha256"] if entry["lfs"] else entry["oid"]}"',
            "Accept-Ranges": "bytes",
            "Content-Type": "application/octet-stream",
        }
        if match := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start, end = int(match[1]), int(match[2] or len(data) - 1)
            headers["Content-Range"] = f"bytes {start}-{min(end, len(data) - 1)}/{len(data)}"
            return self.answer(data[start : end + 1], 206, headers)
        return self.answer(data, 200, headers)


def described(path, entry):
    found = {"type": "file", "path": path, "oid": entry["oid"], "size": entry["size"]}
    if entry["lfs"]:
        found["lfs"] = {"oid": entry["sha256"], "size": entry["size"], "pointerSize": 134}
    return found
