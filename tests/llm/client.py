"""Start the server, tell it what to do, ask what it was asked."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from .server import KEY, MODEL, USUAL

ROOT = Path(__file__).parent.parent.parent


class LanguageModel:
    """A running server; use as a context manager."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        port_file = self.folder / "port"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.llm.server", port_file], cwd=ROOT
        )
        end = time.monotonic() + 60
        while not port_file.exists():
            assert self.process.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{port_file.read_text()}"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    @property
    def environment(self):
        """For commands that ask this server."""
        return {
            "OPENAI_BASE_URL": f"{self.url}/v1",
            "OPENAI_API_KEY": KEY,
            "GOLDSPAN_EXTRACTOR_KEY": KEY,
            "NO_PROXY": "127.0.0.1",
        }

    def _test(self, path, value=None):
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.url}/_test/{path}", data=data)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.load(answer)

    def faults(self, *faults, **settings):
        """Let these go wrong from now on, and nothing else; the log begins anew."""
        given = [fault._asdict() for fault in faults]
        self._test("faults", {"faults": given, "settings": {**USUAL, **settings}})

    @property
    def log(self):
        return self._test("log")

    @property
    def requests(self):
        """How often each sentence was asked for."""
        return self.log["requests"]


__all__ = ["KEY", "MODEL", "LanguageModel"]
