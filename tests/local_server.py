"""Servers of our own that tests start and look into: a Hub, and one that speaks OpenAI's API."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


class LocalServer:
    """A server in a process of its own; use as a context manager.

    It is a module of these tests that takes `arguments` and a file, into which it writes its port;
    below ``/_test/`` it takes faults and tells what it was asked.
    """

    module: str
    arguments = ()

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        port_file = self.folder / "port"
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.arguments, port_file], cwd=ROOT
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

    def test(self, path, value=None):
        """Tell the server something, or ask it."""
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.url}/_test/{path}", data=data)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.load(answer)

    @property
    def log(self):
        return self.test("log")
