"""The deployment recipe for teams: Label Studio on PostgreSQL with several workers."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import psutil
import pytest
from uv import find_uv_bin

from goldspan.annotate.project import find_project
from goldspan.annotate.server import connect
from goldspan.annotate.tasks import region
from goldspan.spans import Span

from .conftest import SENTENCES

RECIPE = Path(__file__).parent.parent.parent / "deploy" / "serve.sh"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgresql_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL isn't installed (apt-get install postgresql)")
    return found[-1].parent


@pytest.fixture
def database(tmp_path_factory):
    """A PostgreSQL of its own; it refuses to run as root, so then it runs as postgres."""
    programs, port = postgresql_programs(), free_port()
    folder = Path("/tmp") / f"goldspan-postgresql-{port}"
    folder.mkdir()
    prefix = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]

    def run(program, *arguments):
        subprocess.run(
            [*prefix, programs / program, *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-A", "trust", "-U", "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    where = ("-h", "127.0.0.1", "-p", str(port), "-U", "postgres")
    try:
        run("createuser", *where, "labelstudio")
        run("createdb", *where, "-O", "labelstudio", "labelstudio")
        yield port
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def team_server(database, tmp_path, monkeypatch):
    """The recipe, run as its page says; the administrator's token comes from the page's API."""
    port = free_port()
    environment = {
        **os.environ,
        "PATH": f"{Path(find_uv_bin()).parent}{os.pathsep}{os.environ['PATH']}",
        "POSTGRE_NAME": "labelstudio",
        "POSTGRE_USER": "labelstudio",
        "POSTGRE_PASSWORD": "none",
        "POSTGRE_HOST": "127.0.0.1",
        "POSTGRE_PORT": str(database),
        "LABEL_STUDIO_USERNAME": "team@goldspan.invalid",
        "LABEL_STUDIO_PASSWORD": "a password for the test",
    }
    url = f"http://127.0.0.1:{port}"
    with (tmp_path / "serve.log").open("wb") as log:
        serving = subprocess.Popen(
            [RECIPE, tmp_path / "team", str(port), "3"], env=environment, stdout=log, stderr=log
        )
    try:
        deadline = time.monotonic() + 300
        while True:
            assert serving.poll() is None, (tmp_path / "serve.log").read_text()
            assert time.monotonic() < deadline, (tmp_path / "serve.log").read_text()
            try:
                if httpx.get(f"{url}/health", timeout=30).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(1)
        monkeypatch.setenv("LABEL_STUDIO_URL", url)
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", access_token(url))
        yield serving
    finally:
        serving.terminate()  # gunicorn ends its workers itself
        serving.wait(60)


def access_token(url):
    """A personal access token, as somebody signed in makes it."""
    with httpx.Client(base_url=url, headers={"Referer": url}) as browser:
        browser.get("/user/login/")
        form = {"email": "team@goldspan.invalid", "password": "a password for the test"}
        csrf = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        assert browser.post("/user/login/", data={**form, **csrf}).status_code == 302
        headers = {"X-CSRFToken": browser.cookies["csrftoken"]}
        return browser.post("/api/token/", headers=headers).json()["token"]


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_push_pull_and_status_on_postgresql(goldspan, team_server, sentences, tmp_path):
    workers = psutil.Process(team_server.pid).children()
    assert len(workers) == 3
    push = ("annotate", "push", "s.jsonl", "--project", "team", "--json")
    run = goldspan(*push, "--suggest", "baseline")
    assert run.code == 0, run.err
    made = json.loads(run.out)
    assert (made["made"], made["suggested"]) == (SENTENCES, SENTENCES)
    again = json.loads(goldspan(*push).out)
    assert (again["made"], again["present"]) == (0, SENTENCES)
    with connect() as server:
        project = find_project(server, "team")
        listed = server.client.tasks.list(project=project.id, fields="task_only", include="id,data")
        for task in [task for _, task in zip(range(20), listed, strict=False)]:
            putin = region(Span(start=9, end=14, label="LEADER"), task.data["text"])
            server.client.annotations.create(task.id, result=[putin], lead_time=2.0)
    run = goldspan("annotate", "pull", "--project", "team", "-o", "a.jsonl", "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["changes"]["new"] == 20
    assert (tmp_path / "a.jsonl").read_text().count('"text":"Putin"') == 20
    status = json.loads(goldspan("annotate", "status", "--project", "team", "--json").out)
    assert (status["sentences"], status["complete"]) == (SENTENCES, 20)
