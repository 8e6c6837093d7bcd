"""What a user reads when the server is missing, wrong, or refuses."""

import http.server
import socket
import threading

import pytest

SECRET = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text("Putin came.\n")
    return tmp_path / "a.txt"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refused(run, *words):
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("goldspan: ") and len(run.err.strip().split("\n")) == 1
    assert SECRET not in run.err and "Traceback" not in run.err
    for word in words:
        assert word in run.err, run.err


def test_no_server_at_all(goldspan, article):
    refused(goldspan("annotate", "push", article), "goldspan studio start", "LABEL_STUDIO_URL")


def test_nothing_listens(goldspan, article, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", SECRET)
    refused(goldspan("annotate", "push", article), "can't be reached (ConnectError)")


def test_a_key_is_missing(goldspan, article, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "http://127.0.0.1:1")
    refused(goldspan("annotate", "push", article), "LABEL_STUDIO_API_KEY isn't set")


def test_an_address_without_scheme(goldspan, article, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "localhost:8080")
    refused(goldspan("annotate", "push", article), "must begin with http:// or https://")


def test_a_key_with_a_line_break_inside(goldspan, article, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", f"{SECRET}\n{SECRET}")
    refused(goldspan("annotate", "push", article), "white space")


@pytest.mark.parametrize("body", [b"<html>Hello</html>", b'{"release": "1"}', b"[]"])
def test_a_server_that_is_not_label_studio(goldspan, article, monkeypatch, body):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("LABEL_STUDIO_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", SECRET)
        refused(goldspan("annotate", "push", article), "isn't Label Studio")
        server.shutdown()


def test_a_wrong_token(goldspan, article, monkeypatch, studio):
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", SECRET)
    refused(goldspan("annotate", "push", article), "refuses the token (401)")


def test_an_address_copied_from_the_browser_and_a_key_with_a_line_end(
    goldspan, article, monkeypatch, studio
):
    monkeypatch.setenv("LABEL_STUDIO_URL", f"{studio.url}/projects/1/data?tab=1")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", f"{studio.secrets.token}\n")
    run = goldspan("annotate", "pull", "--project", "no such project", "-o", "a.jsonl")
    refused(run, "no project named 'no such project'")


def test_a_personal_access_token_works(goldspan, monkeypatch, studio, running_studio):
    from goldspan.studio.accounts import _sign_up

    account = _sign_up(running_studio, "token@goldspan.invalid")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", account.token)
    run = goldspan("annotate", "pull", "--project", "no such project", "-o", "a.jsonl")
    refused(run, "no project named")
