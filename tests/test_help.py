"""Every command says what it does, with an example, and stands in the README."""

from itertools import pairwise
from pathlib import Path

import pytest
import typer
from rich.markup import render

from goldspan.cli import app

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def commands(group, path=()):
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_command_has_help_an_example_and_a_place_in_the_readme(path, goldspan):
    command = COMMANDS[path]
    assert f"Example: goldspan {' '.join(path)}" in command.help
    assert all(parameter.help for parameter in command.params if parameter.name != "help")
    assert f"goldspan {' '.join(path)}" in README
    assert goldspan(*path, "--help").code == 0


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_loses_nothing_in_brackets(path):
    command = COMMANDS[path]
    for said in (command.help, *(parameter.help for parameter in command.params)):
        assert render(said or "").plain == (said or "").replace("\\[", "[")


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_flows_to_the_width_of_the_terminal(path, goldspan, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = goldspan(*path, "--help").out.partition("Example:")[0].split(path[-1] + " [OPTIONS]")[-1]
    lines = [line.strip() for line in said.split("\n")]
    for line, following in pairwise(lines):
        if line and following:
            assert len(line) + 1 + len(following.split()[0]) > 78, (line, following)


def test_a_wrong_call_exits_with_2(goldspan):
    assert goldspan("annotate", "push").code == 2
    assert goldspan("nonsense").code == 2


def test_the_version(goldspan):
    from goldspan import __version__

    assert goldspan("--version").out == f"goldspan {__version__}\n"


def test_an_interrupted_command_exits_with_130(goldspan, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("goldspan.guidelines.read.find_guidelines", interrupt)
    assert goldspan("guidelines", "check").code == 130
