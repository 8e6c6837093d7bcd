"""docs/extractors.md: what is refused there, and what takes too long for tests/docs."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extractors.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r'(<!-- not run.*?-->\n\n)?^```(\w+)(?: title="(.*?)")?\n(.*?)^```$', re.S | re.M
)


def shell(command):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command], env={**os.environ, "PATH": path}, capture_output=True, text=True
    )


def normal(text):
    """Without what depends on the width of the terminal."""
    return re.sub(r"\s+", " ", re.sub("─+", "", text)).strip()


def alike(shown, printed):
    """Whether two lines say the same; of a pipeline that is trained anew, but for its figures."""
    number = r"[+-]?\d+(?:\.\d+)?"
    return shown == printed or (
        "spacy" in shown and re.sub(number, "N", shown) == re.sub(number, "N", printed)
    )


def steps(*, trained):
    """Files to write and commands to run, with the output shown."""
    for not_run, language, title, content in BLOCK.findall(PAGE):
        if title:
            yield "file", title, content
        elif language == "console" and bool(not_run) == trained:
            for step in re.split(r"^\$ ", content, flags=re.M)[1:]:
                command, _, output = step.partition("\n")
                yield "command", command, output


def follow(*, trained):
    for kind, name, content in steps(trained=trained):
        if kind == "file":
            Path(name).write_text(content, encoding="utf-8")
            continue
        done = shell(name)
        assert done.returncode == 0, (name, done.stderr)
        printed = [normal(line) for line in f"{done.stderr}\n{done.stdout}".splitlines()]
        for line in map(normal, content.splitlines()):
            if line not in ("", "..."):
                same = any(alike(line, one) for one in printed) if trained else line in printed
                assert same or line in normal(" ".join(printed)), (name, line, printed)


@pytest.mark.parametrize(
    "command",
    ["python:names:find sentences.jsonl", "'command:node tagger.js' sentences.jsonl"],
)
def test_what_is_refused_is_told_as_the_page_shows(command):
    for kind, name, content in steps(trained=False):
        if kind == "file":
            Path(name).write_text(content, encoding="utf-8")
    done = shell(f"goldspan evaluate predict {command} -o out.jsonl")
    assert done.returncode == 1
    assert f"```text\n{done.stderr}```" in PAGE


@pytest.mark.long
def test_the_trained_pipeline_the_baseline_and_chance_compare_as_the_page_shows(tmp_path):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    follow(trained=True)
    done = shell("goldspan evaluate compare gold/ --split test spacy.jsonl chance.jsonl --json")
    f1 = {one["name"]: one["f1"] for one in json.loads(done.stdout)["systems"]}
    assert f1["spacy"] > f1["chance"] + 0.2, "it learned something"
