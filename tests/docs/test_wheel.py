"""The quick start with nothing but the wheel: an environment of its own, an empty folder."""

import os
import subprocess
import sys

import pytest
from uv import find_uv_bin

from .blocks import ROOT, read_page
from .conftest import Shell
from .test_blocks import follow


class InstalledShell(Shell):
    """Runs everything as its reader would, by the installed program."""

    def run(self, line):
        return self.process(["bash", "-c", line])

    def python(self, code):
        return self.process(["python", "-c", code])


def uv(*arguments):
    environment = {"UV_SYSTEM_CERTS": "1", **os.environ}
    subprocess.run(
        [find_uv_bin(), "--no-config", "--quiet", *arguments], env=environment, check=True
    )


@pytest.fixture
def installed(wheel, tmp_path):
    """An environment that holds the wheel and what it asks for."""
    uv("venv", "--python", sys.executable, str(tmp_path / "venv"))
    uv("pip", "install", "--python", str(tmp_path / "venv"), str(wheel))
    return tmp_path / "venv" / "bin"


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_quick_start_prints_its_figures(installed, shell, people, running_studio, monkeypatch):
    variables = {**shell.environment, "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}"}
    variables.pop("PYTHONPATH", None)
    variables.pop("VIRTUAL_ENV", None)
    alone = InstalledShell(shell.command, shell.folder, variables, [])
    assert alone.run("command -v goldspan").out.strip() == str(installed / "goldspan")
    alone.people = people
    follow(read_page(ROOT / "docs" / "quickstart.md"), alone)
