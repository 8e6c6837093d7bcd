"""Start the server, tell it what to do, ask what it was asked."""

from ..local_server import LocalServer
from .server import KEY, MODEL, USUAL


class LanguageModel(LocalServer):
    """A running server; use as a context manager."""

    module = "tests.llm.server"

    @property
    def environment(self):
        """For commands that ask this server."""
        return {
            "OPENAI_BASE_URL": f"{self.url}/v1",
            "OPENAI_API_KEY": KEY,
            "GOLDSPAN_EXTRACTOR_KEY": KEY,
            "NO_PROXY": "127.0.0.1",
        }

    def faults(self, *faults, **settings):
        """Let these go wrong from now on, and nothing else; the log begins anew."""
        given = [fault._asdict() for fault in faults]
        self.test("faults", {"faults": given, "settings": {**USUAL, **settings}})

    @property
    def requests(self):
        """How often each sentence was asked for."""
        return self.log["requests"]


__all__ = ["KEY", "MODEL", "LanguageModel"]
