"""The Hub's protocol, as huggingface_hub and datasets speak it.

Usage: python -m tests.hub.server ROOT PORT_FILE
"""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from .faults import ANSWER, DROP, INTRUDE, KILL, KILL_AFTER, LOSE, Faults
from .reading import Reading
from .store import Refused, Store
from .writing import Writing

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
    ("GET", rf"/api/datasets/{REPO}/discussions", "discussions"),
    ("GET", rf"/api/datasets/{REPO}/discussions/(?P<number>[0-9]+)", "discussion"),
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


class Handler(Reading, Writing, BaseHTTPRequestHandler):
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

    @property
    def origin(self):
        return f"http://{self.headers['Host']}"

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
