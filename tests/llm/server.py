"""A chat completion API as OpenAI's, and at /extract an extractor that counts in UTF-16.

Usage: python -m tests.llm.server PORT_FILE
"""

import json
import os
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .faults import ANSWER, CHATTER, CUT, GARBAGE, INVENT, SILENCE, TRICKLE, Faults

KEY = "sk-" + "secret" * 6
MODEL = "tiny"
_NAME = re.compile(r"[A-Z]\w{3,}(?: [A-Z]\w+)*")

USUAL = {
    "delay": 0.0,
    "schema": True,
    "refuses": [],
    "extractor": "capitals 1",
    "unit": "utf-16",
}


def mentions_of(text):
    """What this model finds: words with capitals, one in three a leader."""
    return [
        (found.start(), found.end(), "LEADER" if len(found[0]) % 3 == 0 else "COUNTRY")
        for found in _NAME.finditer(text)
    ]


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faults: Faults
    settings = {**USUAL}

    def log_message(self, *_):
        pass

    def do_GET(self):  # noqa: N802
        self.give(200, self.faults.log)

    def do_POST(self):  # noqa: N802
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/_test/faults":
            self.faults.set(body["faults"])
            self.settings.update(body["settings"])
            return self.give(200, {})
        self.faults.begin()
        try:
            self.serve(body)
        finally:
            self.faults.end()

    def serve(self, body):
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            said = self.headers.get("Authorization")
            return self.refuse(401, f"Incorrect API key provided: {said}")
        if self.path == "/v1/chat/completions":
            return self.complete(body)
        if self.path == "/extract":
            return self.extract(body)
        self.refuse(404, f"no such path: {self.path}")

    def complete(self, body):
        if body["model"] != MODEL:
            return self.refuse(404, f"The model `{body['model']}` does not exist")
        text = body["messages"][-1]["content"]
        fault = self.faults.of(text)
        time.sleep(self.settings["delay"])
        for name in self.settings["refuses"]:
            if name in body:
                return self.refuse(400, f"Unsupported parameter: '{name}'")
        form = body.get("response_format", {}).get("type", "text")
        if form == "json_schema" and not self.settings["schema"]:
            return self.refuse(400, "This model does not support response_format json_schema")
        if fault and fault.does not in (CHATTER, INVENT):
            return self.go_wrong(fault)
        found = [{"text": text[s:e], "label": label} for s, e, label in mentions_of(text)]
        if fault and fault.does == INVENT:
            found.append({"text": fault.body, "label": "LEADER"})
        content = json.dumps({"mentions": found}, ensure_ascii=False)
        if fault and fault.does == CHATTER:
            content = "I found these names: " + ", ".join(one["text"] for one in found)
        elif form == "text":
            content = f"<think>{{}} or not?</think>Here:\n```json\n{content}\n```\nAnything else?"
        self.faults.answer(text)
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": content},
            "finish_reason": "stop",
        }
        usage = {"prompt_tokens": len(text), "completion_tokens": len(found), "total_tokens": 0}
        self.give(200, {"object": "chat.completion", "choices": [choice], "usage": usage})

    def extract(self, body):
        replies = []
        for question in body["sentences"]:
            text = question["text"]
            fault = self.faults.of(text)
            if fault:
                return self.go_wrong(fault)
            self.faults.answer(text)
            spans = [
                {"start": utf16(text[:start]), "end": utf16(text[:end]), "label": label}
                | {"text": text[start:end]}
                for start, end, label in mentions_of(text)
            ]
            replies.append({"id": question["id"], "spans": spans})
        self.give(
            200,
            {
                "extractor": self.settings["extractor"],
                "unit": self.settings["unit"],
                "labels": ["LEADER", "COUNTRY"],
                "replies": replies[::-1],
            },
        )

    def go_wrong(self, fault):
        if fault.does == SILENCE:
            time.sleep(60)
            self.close_connection = True
        elif fault.does == ANSWER:
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self.give(fault.status, fault.body, headers)
        elif fault.does == GARBAGE:
            self.give(200, '{"choices": [{"mess')
        elif fault.does in (CUT, TRICKLE):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"choices"')
            while fault.does == TRICKLE:
                self.wfile.write(b" ")
                time.sleep(0.05)
            self.close_connection = True

    def refuse(self, status, message):
        self.give(status, {"error": {"message": message, "type": "invalid_request_error"}})

    def give(self, status, value, headers=()):
        data = (value if isinstance(value, str) else json.dumps(value)).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, said in dict(headers).items():
                self.send_header(name, said)
            self.end_headers()
            self.wfile.write(data)
        except ConnectionError:
            self.close_connection = True


class LanguageModels(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Clients that are killed hang up; that is what they are for."""


def run(port_file):
    Handler.faults = Faults()
    server = LanguageModels(("127.0.0.1", 0), Handler)
    with open(f"{port_file}.new", "w") as file:
        file.write(str(server.server_address[1]))
    os.replace(f"{port_file}.new", port_file)
    server.serve_forever()


if __name__ == "__main__":
    run(sys.argv[1])
