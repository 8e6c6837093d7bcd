"""A proxy between a command and the real Label Studio, in which chosen requests go wrong."""

import http.server
import re
import threading
from collections.abc import Callable
from typing import NamedTuple

import httpx


class Fault(NamedTuple):
    """What goes wrong with requests whose method and path match.

    `status` and `body` are answered in place of the server's own; `change` is done to what is sent;
    `lost` lets the server do its work and drops the answer: all of it, or after its first bytes.
    """

    method: str
    path: str
    times: int = 1
    status: int | None = None
    body: bytes = b"<html>Bad gateway</html>"
    change: Callable[[bytes], bytes] | None = None
    lost: bool = False
    cut: bool = False


class Proxy:
    """Use as a context manager; `faults` may be set at any time."""

    def __init__(self, target):
        self.target = target
        self.faults = []
        self.met = []

    def __enter__(self):
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                proxy.answer(self)

            do_POST = do_PATCH = do_DELETE = do_GET

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._client = httpx.Client(timeout=60)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def answer(self, handler):
        sent = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        fault = self._fault(handler.command, handler.path)
        if fault and fault.status:
            self._say(handler, fault.status, "text/html", fault.body)
            return
        if fault and fault.change:
            sent = fault.change(sent)
        headers = {
            name: value
            for name, value in handler.headers.items()
            if name.lower() not in ("host", "content-length", "connection", "accept-encoding")
        }
        got = self._client.request(
            handler.command, self.target + handler.path, content=sent, headers=headers
        )
        if fault and fault.lost:
            handler.close_connection = True
            handler.connection.close()
            return
        cut = len(got.content) // 2 if fault and fault.cut else None
        self._say(handler, got.status_code, got.headers.get("content-type"), got.content, cut)

    def _fault(self, method, path):
        for place, fault in enumerate(self.faults):
            if fault.times and fault.method == method and re.search(fault.path, path):
                self.faults[place] = fault._replace(times=fault.times - 1)
                self.met.append(f"{method} {path}")
                return fault
        return None

    def _say(self, handler, status, kind, body, cut=None):
        handler.send_response(status)
        handler.send_header("content-type", kind or "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:cut])
