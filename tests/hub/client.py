"""Start a Hub of one's own and look into it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from .server import EXPIRED, TOKEN
from .store import Store

ROOT = Path(__file__).parent.parent.parent


class Hub:
    """A running Hub; use as a context manager."""

    def __init__(self, folder):
        self.folder = folder
        self.store = Store(folder / "hub")

    def __enter__(self):
        port_file = self.folder / "port"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hub.server", self.folder / "hub", port_file], cwd=ROOT
        )
        end = time.monotonic() + 30
        while not port_file.exists():
            assert self.process.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{port_file.read_text()}"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def environment(self, token=TOKEN, **more):
        """Of a process that uses this Hub alone; nobody's token, cache or workspace is near."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HF_", "HUGGING_FACE", "LABEL_STUDIO_", "GOLDSPAN_WORKSPACE"))
        }
        environment = {
            **kept,
            "HF_ENDPOINT": self.url,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_HOME": str(self.folder / "huggingface"),
            "NO_PROXY": "127.0.0.1",
            **more,
        }
        return {**environment, "HF_TOKEN": token} if token else environment

    def _test(self, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.url}/_test/{path}", data=data)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.load(answer)

    def faults(self, *faults):
        """Let these go wrong from now on, and nothing else; the log begins anew."""
        self._test("faults", [fault._asdict() for fault in faults])

    @property
    def log(self):
        return self._test("log")

    def files(self, repo, revision="main"):
        """Each file's content."""
        entries = self.store.files(repo, revision)
        return {path: self.store.get(entry["sha256"]) for path, entry in entries.items()}

    def commits(self, repo, revision="main"):
        return [commit["title"] for _, commit in self.store.history(repo, revision)]


__all__ = ["EXPIRED", "TOKEN", "Hub"]
