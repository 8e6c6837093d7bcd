"""The Hub's protocol, as huggingface_hub and datasets speak it.

Usage: python -m tests.hub.server ROOT PORT_FILE
"""

import base64
import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from .faults import ANSWER, DROP, INTRUDE, KILL, KILL_AFTER, LOSE, Faults
from .store import Refused, Store

TOKEN = "hf_" + "writer" * 5
EXPIRED = "hf_" + "expired" * 5
REPO = r"(?P<repo>[^/]+/[^/]+)"
ROUTES = [
    ("POST", r"/api/repos/create", "create"),
    ("POST", r"/api/validate-yaml", "validate_yaml"),
    ("GET", r"/api/whoami-v2", "whoami"),
    ("POST", rf"/api/datasets/{REPO}/preupload/(?P<revision>[^/]+)", "preupload"),
    ("POST", rf"/api/datasets/{REPO}/commit/(?P<revision>[^/]+)", "commit"),
    ("POST", rf"/api/datasets/{REPO}/tag/(?P<revision>[^/]+)", "tag"),
    ("DELETE", rf"/api/datasets/{REPO}/tag/(?P<name>[^/]+)", "untag"),
    ("POST", rf"/api/datasets/{REPO}/branch/(?P<name>[^/]+)", "branch"),
    ("GET", rf"/api/datasets/{REPO}/refs", "refs"),
    ("GET", rf"/api/datasets/{REPO}/commits/(?P<revision>[^/]+)", "commits"),
    ("GET", rf"/api/datasets/{REPO}/tree/(?P<revision>[^/]+)(?:/(?P<folder>.*))?", "tree"),
    ("POST", rf"/api/datasets/{REPO}/paths-info/(?P<revision>[^/]+)", "paths_info"),
    ("GET", rf"/api/datasets/{REPO}(?:/revision/(?P<revision>[^/]+))?", "info"),
    ("POST", rf"/datasets/{REPO}\.git/info/lfs/objects/batch", "lfs_batch"),
    ("PUT", r"/_lfs/(?P<oid>[0-9a-f]{64})", "lfs_put"),
    ("POST", r"/_lfs/(?P<oid>[0-9a-f]{64})/verify", "lfs_verify"),
    ("GET", rf"/datasets/{REPO}/resolve/(?P<revision>[^/]+)/(?P<path>.+)", "resolve"),
    ("POST", r"/_test/faults", "set_faults"),
    ("GET", r"/_test/log", "log"),
]
LICENSES = ("cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "apache-2.0", "mit", "other", "unknown")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store
    faults: Faults

    def log_message(self, *_):
        pass

    def serve(self):
        url = urlsplit(self.path)
        self.query = parse_qs(url.query)
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            self.body = self.read_chunks()
        faults = [] if url.path.startswith("/_test/") else self.faults.of(self.command, url.path)
        for fault in faults:
            if fault.does == KILL:
                fault.kill()
            if fault.does in (KILL, DROP):
                return self.hang_up()
            if fault.does == INTRUDE:
                self.intrude(url.path)
            if fault.does == ANSWER:
                return self.refuse(Refused(fault.status, fault.message))
        self.after = [fault for fault in faults if fault.does in (LOSE, KILL_AFTER)]
        try:
            self.route(url.path)
        except Refused as refused:
            self.refuse(refused)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = serve  # noqa: N815

    def read_chunks(self):
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def route(self, path):
        wanted = "GET" if self.command == "HEAD" else self.command
        for method, pattern, name in ROUTES:
            if method == wanted and (match := re.fullmatch(pattern, path)):
                found = {
                    key: unquote(value) if value is not None else None
                    for key, value in match.groupdict().items()
                }
                self.authorise(wanted, path, found.get("repo"))
                return getattr(self, name)(**found)
        raise Refused(404, f"no such address: {path}")

    def authorise(self, method, path, repo):
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token == EXPIRED:
            raise Refused(401, "User Access Token is expired")
        if token and token != TOKEN:
            raise Refused(401, "Invalid credentials in Authorization header")
        if path.startswith(("/_lfs/", "/_test/")) or token:
            return
        if method != "GET" and not path.endswith("/paths-info") and "/paths-info/" not in path:
            raise Refused(401, "Invalid username or password.")
        if repo and self.store.repo(repo)["private"]:
            raise Refused(404, "Repository not found", "RepoNotFound")

    # Answers.

    def answer(self, data=b"", status=200, headers=None):
        if not isinstance(data, bytes):
            data = json.dumps(data).encode()
            headers = {"Content-Type": "application/json", **(headers or {})}
        for fault in getattr(self, "after", []):
            if fault.does == KILL_AFTER:
                fault.kill()
            return self.hang_up()
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def refuse(self, refused):
        self.after = []
        headers = {"X-Error-Message": refused.message}
        if refused.code:
            headers["X-Error-Code"] = refused.code
        self.answer({"error": refused.message}, refused.status, headers)

    def hang_up(self):
        self.close_connection = True
        self.connection.close()

    # Faults.

    def set_faults(self):
        self.faults.set(json.loads(self.body))
        self.answer({})

    def log(self):
        self.answer(self.faults.log)

    def intrude(self, path):
        repo = re.search(rf"/datasets/{REPO}/", path)["repo"]

        def change(files):
            return {**files, "notes.txt": self.store.entry(b"by somebody else\n")}

        self.store.commit(repo, "main", {"summary": "Somebody else's"}, change, False)

    # What is written.

    def create(self):
        wanted = json.loads(self.body)
        namespace = wanted.get("organization") or "someone"
        repo = f"{namespace}/{wanted['name']}"
        self.store.create(
            repo, wanted.get("visibility") == "private" or bool(wanted.get("private"))
        )
        self.answer({"url": f"{self.origin}/datasets/{repo}", "name": repo, "id": repo})

    @property
    def origin(self):
        return f"http://{self.headers['Host']}"

    def whoami(self):
        if not self.headers.get("Authorization"):
            raise Refused(401, "Invalid username or password.")
        self.answer({"name": "someone", "type": "user"})

    def validate_yaml(self):
        content = json.loads(self.body)["content"]
        errors = []
        match = re.match(r"---\n(.*?)\n---\n", content, re.DOTALL)
        try:
            matter = yaml.safe_load(match[1]) if match else {}
        except yaml.YAMLError as error:
            matter, errors = {}, [{"message": str(error)}]
        licenses = matter.get("license", [])
        if not set([licenses] if isinstance(licenses, str) else licenses) <= set(LICENSES):
            errors.append({"message": '"license" must be one of a list of known ones'})
        if any(not re.fullmatch("[a-z]{2,3}", tag) for tag in matter.get("language", [])):
            errors.append({"message": '"language" must be ISO 639 codes'})
        if errors:
            return self.answer({"errors": errors, "warnings": []}, 400)
        return self.answer({"errors": [], "warnings": []})

    def preupload(self, repo, revision):
        files = self.store.files(repo, revision)
        self.answer(
            {
                "files": [
                    {
                        "path": file["path"],
                        "uploadMode": "lfs" if is_large(file["path"], file["size"]) else "regular",
                        "shouldIgnore": False,
                        "oid": files.get(file["path"], {}).get("oid"),
                    }
                    for file in json.loads(self.body)["files"]
                ]
            }
        )

    def lfs_batch(self, repo):
        self.store.repo(repo)
        objects = []
        for wanted in json.loads(self.body)["objects"]:
            href = f"{self.origin}/_lfs/{wanted['oid']}"
            actions = {"upload": {"href": href}, "verify": {"href": f"{href}/verify"}}
            objects.append(
                wanted if self.store.has(wanted["oid"]) else {**wanted, "actions": actions}
            )
        self.answer({"transfer": "basic", "objects": objects})

    def lfs_put(self, oid):
        if self.store.put(self.body) != oid:
            raise Refused(400, "the content isn't what its hash says")
        self.answer()

    def lfs_verify(self, oid):
        if not self.store.has(oid):
            raise Refused(404, "no such object")
        self.answer({})

    def commit(self, repo, revision):
        lines = [json.loads(line) for line in self.body.splitlines()]
        [header] = [line["value"] for line in lines if line["key"] == "header"]

        def change(files):
            for line in lines:
                self.apply(line["key"], line["value"], files)
            return files

        pull_request = "create_pr" in self.query
        sha, number = self.store.commit(repo, revision, header, change, pull_request)
        answer = {
            "success": True,
            "commitOid": sha,
            "commitUrl": f"{self.origin}/datasets/{repo}/commit/{sha}",
            "hookOutput": "",
        }
        if pull_request:
            answer["pullRequestUrl"] = f"{self.origin}/datasets/{repo}/discussions/{number}"
        self.answer(answer)

    def apply(self, key, value, files):
        if key == "file":
            files[value["path"]] = self.store.entry(base64.b64decode(value["content"]))
        elif key == "lfsFile":
            if not self.store.has(value["oid"]):
                raise Refused(400, f"{value['path']}: its content was never uploaded")
            files[value["path"]] = self.store.entry(self.store.get(value["oid"]), lfs=True)
        elif key == "deletedFile":
            if files.pop(value["path"], None) is None:
                raise Refused(404, "A file with this name doesn't exist", "EntryNotFound")
        elif key == "deletedFolder":
            for path in [path for path in files if path.startswith(value["path"])]:
                del files[path]

    def tag(self, repo, revision):
        self.store.name(repo, "tags", json.loads(self.body)["tag"], revision)
        self.answer({})

    def untag(self, repo, name):
        self.store.unname(repo, "tags", name)
        self.answer({})

    def branch(self, repo, name):
        start = json.loads(self.body or b"{}").get("startingPoint", "main")
        self.store.name(repo, "branches", name, start)
        self.answer({})

    # What is read.

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


def is_large(path, size):
    return path.endswith(".parquet") or size > 10_000_000


def described(path, entry):
    found = {"type": "file", "path": path, "oid": entry["oid"], "size": entry["size"]}
    if entry["lfs"]:
        found["lfs"] = {"oid": entry["sha256"], "size": entry["size"], "pointerSize": 134}
    return found


def main():
    root, port_file = Path(sys.argv[1]), Path(sys.argv[2])
    Handler.store, Handler.faults = Store(root), Faults()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    part = port_file.with_suffix(".part")
    part.write_text(str(server.server_port))
    os.replace(part, port_file)
    server.serve_forever()


if __name__ == "__main__":
    main()
