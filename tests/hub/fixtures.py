"""A Hub on this machine, and the command line against it; a conftest imports what it needs."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

from ..local_server import ROOT
from .client import EXPIRED, TOKEN, Hub


class Run(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self):
        assert self.code == 0, self.err
        return json.loads(self.out)


@pytest.fixture(scope="session")
def running_hub(tmp_path_factory):
    with Hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def hub(running_hub):
    """The Hub, where nothing goes wrong but what the test asks for."""
    running_hub.faults()
    yield running_hub
    running_hub.faults()


@pytest.fixture(scope="session")
def runner(running_hub):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hub.runner"],
        cwd=ROOT,
        env=running_hub.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.stdin.close()


@pytest.fixture
def command(runner, tmp_path):
    """Run a command line against the Hub, in a process of its own."""

    def run(*arguments, started=None, environment=None):
        out, err = tmp_path / "stdout.txt", tmp_path / "stderr.txt"
        call = {
            "directory": str(tmp_path),
            "environment": environment or {},
            "arguments": [str(argument) for argument in arguments],
            "out": str(out),
            "err": str(err),
        }
        runner.stdin.write(json.dumps(call) + "\n")
        runner.stdin.flush()
        pid = int(runner.stdout.readline())
        if started:
            started(pid)
        code = int(runner.stdout.readline())
        done = Run(code, out.read_text(), err.read_text())
        assert "Traceback" not in done.err, done.err
        for token in (TOKEN, EXPIRED):
            assert token not in done.out + done.err
        return done

    return run
