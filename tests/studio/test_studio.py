import json
import sqlite3
import stat
import subprocess
import sys

import psutil
import pytest

from goldspan.errors import GoldspanError
from goldspan.pseudonyms import Pseudonyms
from goldspan.studio.accounts import find_or_make_account
from goldspan.studio.environment import cache_folder
from goldspan.studio.server import find_studio, start_studio, studio_folder

PYTHON = f"py{sys.version_info.major}{sys.version_info.minor}"


def test_it_listens_on_this_machine_only(running_studio):
    connections = psutil.Process(running_studio.pid).net_connections("inet")
    listening = {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}


def test_secrets_are_in_no_command_line_log_or_open_file(running_studio, workspace):
    secrets = running_studio.secrets
    command = " ".join(psutil.Process(running_studio.pid).cmdline())
    log = (studio_folder() / "label-studio.log").read_text(errors="replace")
    for secret in (secrets.password, secrets.token):
        assert secret not in command and secret not in log and secret not in repr(running_studio)
    for path in studio_folder().iterdir():
        if path.is_file() and any(
            s in path.read_text(errors="replace") for s in (secrets.password, secrets.token)
        ):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(studio_folder().stat().st_mode) == 0o700


def test_the_database_is_in_wal_mode(running_studio, workspace):
    connection = sqlite3.connect(studio_folder() / "data" / "label_studio.sqlite3")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_sign_up_without_an_invitation_is_closed(running_studio):
    import httpx

    with httpx.Client(base_url=running_studio.url) as browser:
        browser.get("/user/signup/")
        answer = browser.post(
            "/user/signup/",
            data={
                "email": "stranger@goldspan.invalid",
                "password": "long enough",
                "csrfmiddlewaretoken": browser.cookies["csrftoken"],
            },
            headers={"Referer": running_studio.url},
        )
    assert answer.status_code == 403


def test_start_finds_the_running_server(running_studio, workspace):
    assert start_studio().pid == running_studio.pid


def test_status_keeps_secrets_unless_asked(goldspan, running_studio, workspace):
    quiet = goldspan("studio", "status")
    assert running_studio.url in quiet.out
    assert running_studio.secrets.token not in quiet.out + quiet.err
    asked = json.loads(goldspan("studio", "status", "--json", "--show-secrets").out)
    assert asked["secrets"]["token"] == running_studio.secrets.token
    shown = goldspan("studio", "status", "--show-secrets").out
    assert running_studio.secrets.token in shown and running_studio.secrets.password in shown


def test_without_a_server_status_and_stop_say_so(goldspan):
    assert json.loads(goldspan("studio", "status", "--json").out)["running"] is False
    run = goldspan("studio", "stop")
    assert (run.code, run.err) == (0, "Label Studio wasn't running.\n")


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("studio/secrets.json", lambda: find_studio()),
        ("studio/accounts.json", lambda: find_or_make_account(None, "Lan")),
        ("pseudonyms.json", lambda: Pseudonyms("studio")),
    ],
)
def test_a_damaged_file_of_names_or_secrets_is_named_and_kept(tmp_path, name, reads):
    path = tmp_path / ".goldspan" / name
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(GoldspanError, match="damaged.*put back a copy of it") as told:
        reads()
    assert str(told.value).startswith(f"{path}: ")
    assert path.read_text() == "{"


def test_an_account_is_made_once(running_studio, workspace):
    first = find_or_make_account(running_studio, "once")
    assert find_or_make_account(running_studio, "once") == first
    assert first.password not in repr(first) and first.token not in repr(first)


def test_the_reason_is_shown_when_it_does_not_come_up(goldspan, tmp_path):
    data = tmp_path / ".goldspan" / "studio" / "data"
    data.mkdir(parents=True)
    (data / "label_studio.sqlite3").write_bytes(b"not a database at all" * 100)
    run = goldspan("studio", "start")
    assert run.code == 1
    assert "label_studio.sqlite3: damaged" in run.err and "Traceback" not in run.err


@pytest.mark.parametrize(("begun", "says"), [(False, "set up its database"), (True, "exit code 3")])
def test_a_server_that_does_not_start_is_reported(goldspan, tmp_path, monkeypatch, begun, says):
    script = tmp_path / "bin" / "label-studio"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\necho no such database >&2\nexit 3\n")
    script.chmod(0o755)
    monkeypatch.setattr("goldspan.studio.server.label_studio_program", lambda: script)
    data = studio_folder() / "data"
    if begun:
        data.mkdir()
        (data / "label_studio.sqlite3").touch()
    run = goldspan("studio", "start")
    assert run.code == 1
    assert says in run.err and "no such database" in run.err


def test_a_new_database_holds_tables_and_nobodys_rows(running_studio):
    [empty] = cache_folder().glob(f"label-studio-*-{PYTHON}-*/empty.sqlite3")
    connection = sqlite3.connect(empty)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    assert "htx_user" in tables and "task" in tables
    for table in ("htx_user", "authtoken_token", "organization", "project"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


def test_a_failed_installation_shows_uvs_reason(goldspan, tmp_path, monkeypatch):
    def fail(arguments, **_):
        return subprocess.CompletedProcess(arguments, 2, "", "no space left on device")

    monkeypatch.setenv("GOLDSPAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("goldspan.studio.environment.subprocess.run", fail)
    run = goldspan("studio", "start")
    assert run.code == 1
    assert "can't be installed" in run.err and "no space left on device" in run.err
