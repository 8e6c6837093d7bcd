"""Start a Hub of one's own and look into it."""

import os

from ..local_server import LocalServer
from .server import EXPIRED, TOKEN
from .store import Store


class Hub(LocalServer):
    """A running Hub; use as a context manager."""

    module = "tests.hub.server"

    def __init__(self, folder):
        super().__init__(folder)
        self.arguments = (folder / "hub",)
        self.store = Store(folder / "hub")

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

    def faults(self, *faults):
        """Let these go wrong from now on, and nothing else; the log begins anew."""
        self.test("faults", [fault._asdict() for fault in faults])

    def files(self, repo, revision="main"):
        """Each file's content."""
        entries = self.store.files(repo, revision)
        return {path: self.store.get(entry["sha256"]) for path, entry in entries.items()}

    def commits(self, repo, revision="main"):
        return [commit["title"] for _, commit in self.store.history(repo, revision)]


__all__ = ["EXPIRED", "TOKEN", "Hub"]
