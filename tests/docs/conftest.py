"""The built site, and a folder in which a page's blocks run."""

import os
import re
import shlex
import subprocess
import sys
from glob import glob

import pytest

from ..hub.fixtures import Run, command, hub, runner, running_hub
from .blocks import ROOT
from .people import People

__all__ = ["command", "hub", "runner", "running_hub"]

SHELL = set("|&;<$`(")
"""What only a real shell understands; the rest is done here, which saves seconds a command."""

DEMO = ("make demo", "goldspan demo")
"""Nobody need work after it: it has annotators of its own."""


class Shell:
    """Runs what a page says in one folder, as its reader would."""

    def __init__(self, command, folder, environment, demos):
        self.command, self.folder, self.environment = command, folder, environment
        self.demos = demos
        self.people = None

    def run(self, line):
        """A command line: goldspan's own in a process that has it loaded, others by bash."""
        line = line.replace("\\\n", " ")
        if line in DEMO:
            if not self.demos:
                self.demos.append(self.command("demo"))
            return self.demos[0]
        if not line.startswith("goldspan ") or set(line) & SHELL:
            return self.process(["bash", "-c", line])
        line, _, target = line.partition(" > ")
        words = []
        for word in shlex.split(line, comments=True)[1:]:
            words += sorted(glob(word, root_dir=self.folder)) or [word]
        done = self.command(*words)
        if target:
            (self.folder / target.strip()).write_text(done.out, encoding="utf-8")
            return done._replace(out="")
        return done

    def must(self, line):
        """Run a command line that has to succeed, and let people work on what it pushed."""
        done = self.run(line)
        assert done.code in (0, 3), (line, done.err + done.out)
        if self.people and line not in DEMO:
            self.people.work_after(line, done.err)
        return done

    def python(self, code):
        return self.process([sys.executable, "-c", code])

    def process(self, arguments):
        done = subprocess.run(
            arguments, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shell(command, hub, tmp_path, monkeypatch, demos):
    path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.delenv("GOLDSPAN_WORKSPACE")
    environment = hub.environment(PATH=path, HF_HUB_OFFLINE="0")
    return Shell(command, tmp_path, environment, demos)


@pytest.fixture(scope="session")
def demos():
    """What the demo printed, which takes half a minute: once is enough."""
    return []


@pytest.fixture
def people(workspace, running_studio, tmp_path, monkeypatch):
    """Annotators at the session's Label Studio, which is that of the folder's workspace, too."""
    (tmp_path / ".goldspan").mkdir(mode=0o700)
    (tmp_path / ".goldspan" / "studio").symlink_to(workspace / "studio")
    monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(workspace))
    with People(running_studio) as people:
        yield people


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site, built as ``make docs`` does."""
    folder = tmp_path_factory.mktemp("site")
    recipe = re.search(
        r"^\t(.*sphinx-build .*) site$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    program, *options = recipe[1].split()
    done = subprocess.run(
        [f"{os.path.dirname(sys.executable)}/{program.split('/')[-1]}", *options, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder
