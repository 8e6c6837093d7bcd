"""The README's section on publishing, command by command, against a Hub on this machine."""

import re
import shlex
import shutil

import pytest

from ...hub.client import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def steps():
    section = README.split("\n## Publish\n")[1].split("\n## ")[0]
    [block] = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = step.partition("\n")
        yield shlex.split(line), output.splitlines()


def normal(text):
    text = re.sub(r"http://127\.0\.0\.1:\d+", "https://huggingface.co", text)
    return re.sub(r"commit [0-9a-f]{12}", "commit SHA", text)


@pytest.fixture
def repo():
    return "acme/diplomacy"


def test_every_step_prints_what_the_readme_shows(command, hub, tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples" / "about.yaml", tmp_path)
    done = 0
    for (program, *arguments), shown in steps():
        assert program == "goldspan"
        run = command(*arguments)
        assert run.code == 0, (arguments, run.err)
        printed = normal(run.err + run.out).splitlines()
        assert [line for line in map(normal, shown) if line not in printed] == [], printed
        done += 1
    assert done == 6
    assert hub.commits("acme/diplomacy")[0] == "Release v1.1.0"
