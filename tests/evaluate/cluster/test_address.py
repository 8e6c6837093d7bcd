"""A cluster that `ray start` has left running is joined by its address, or it is said why not."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

import pytest

from goldspan.errors import ClusterError
from goldspan.evaluate.cluster.reach import check_listens, connect_in_time

SLOW = """
import os, time
from pathlib import Path

def extract(text):
    with Path(__file__).with_name("pids").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(0.05)
    return [{"start": 0, "end": len(text.split()[0]), "label": "LEADER"}]
"""


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Cluster:
    """A head with a token, on 127.0.0.1 alone."""

    def __init__(self, folder, modules):
        self.address = f"127.0.0.1:{free_port()}"
        self.environment = {
            **os.environ,
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_ADDRESS": "",
            "PYTHONPATH": str(modules),
            "PYTHONWARNINGS": "ignore",
        }
        port = self.address.partition(":")[2]
        log = Path(folder, "log")
        command = (
            [Path(sys.executable).with_name("ray"), "start", "--head", "--block"]
            + ["--node-ip-address=127.0.0.1", f"--port={port}", "--include-dashboard=false"]
            + ["--num-cpus=2", "--object-store-memory=100000000", f"--temp-dir={folder}/r"]
        )
        environment = {**self.environment, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
        with log.open("wb") as file:
            self._head = subprocess.Popen(
                command, env=environment, stdout=file, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + 60
        while b"Ray runtime started" not in log.read_bytes():
            assert self._head.poll() is None and time.monotonic() < until
            time.sleep(0.2)

    def begin(self, *arguments, address=None, **environment):
        return subprocess.Popen(
            [sys.executable, "-m", "goldspan", *map(str, arguments)]
            + ["--engine", "ray", "--address", address or self.address],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, **settings):
        running = self.begin(*arguments, **settings)
        out, err = running.communicate(timeout=180)
        return running.returncode, out, err

    def end(self):
        self._head.terminate()
        self._head.wait(60)


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("modules")
    (folder / "slow_extractor.py").write_text(SLOW)
    return folder


@pytest.fixture(scope="module")
def cluster(modules):
    with tempfile.TemporaryDirectory(prefix="gs-", dir="/tmp", ignore_cleanup_errors=True) as short:
        running = Cluster(short, modules)
        try:
            yield running
        finally:
            running.end()


@pytest.mark.long
def test_a_cluster_that_runs_gives_what_one_process_gives(cluster, gold, tmp_path, goldspan):
    one, many = tmp_path / "one.jsonl", tmp_path / "many.jsonl"
    assert goldspan("evaluate", "predict", "baseline", gold, "-o", one).code == 0
    code, _, err = cluster.run("evaluate", "predict", "baseline", gold, "-o", many)
    assert code == 0, err
    assert many.read_bytes() == one.read_bytes()
    code, out, err = cluster.run(
        *("evaluate", "score", gold, many, "--json"), address="auto", RAY_ADDRESS=cluster.address
    )
    assert code == 0, err
    assert json.loads(out) == json.loads(goldspan("evaluate", "score", gold, one, "--json").out)


@pytest.mark.long
def test_another_token_is_refused_in_one_sentence_within_half_a_minute(cluster, gold, tmp_path):
    (tmp_path / "p.jsonl").touch()
    started = time.monotonic()
    code, _, err = cluster.run(
        "evaluate", "score", gold, tmp_path / "p.jsonl", RAY_AUTH_TOKEN=secrets.token_hex(32)
    )
    assert time.monotonic() - started < 35
    assert code == 1
    assert "RAY_AUTH_TOKEN" in err and len(err.splitlines()) == 1


@pytest.mark.long
def test_a_killed_worker_changes_nothing(cluster, gold, modules, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(modules)
    pids = modules / "pids"
    command = ["evaluate", "predict", "python:slow_extractor:extract", gold, "-o"]
    one, many = tmp_path / "one.jsonl", tmp_path / "many.jsonl"
    alone = [sys.executable, "-m", "goldspan", *map(str, command), one, "--no-cache"]
    subprocess.run(alone, env=cluster.environment, check=True, capture_output=True)
    pids.unlink()
    running = cluster.begin(*command, many)
    while running.poll() is None and len(written(pids)) < 20:
        time.sleep(0.05)
    killed = written(pids)[-1]
    os.kill(killed, signal.SIGKILL)
    _, err = running.communicate(timeout=180)
    assert running.returncode == 0, err
    assert many.read_bytes() == one.read_bytes()
    sentences = len(one.read_text().splitlines())
    assert len(written(pids)) > sentences, "what the lost worker had begun was done again"
    assert len(set(written(pids))) >= 2


def written(pids):
    lines = pids.read_text().splitlines() if pids.exists() else []
    return [int(line) for line in lines]


def test_where_nothing_listens_is_said_at_once():
    address = f"127.0.0.1:{free_port()}"
    for named in (address, f"ray://{address}"):
        with pytest.raises(ClusterError, match=f"nothing answers at {named} "):
            check_listens(named)
    check_listens("auto")


def test_what_does_not_let_goldspan_in_is_given_up():
    never = Event()
    with pytest.raises(ClusterError, match=r"h:1 has not let goldspan in for 0 seconds"):
        connect_in_time("h:1", lambda: never.wait(10) and None, 0.1)
    never.set()
    with pytest.raises(ZeroDivisionError):
        connect_in_time("h:1", lambda: 1 / 0)
