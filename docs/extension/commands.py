"""Every command, as its ``--help`` has it."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from extension.generated import Generated, marked
from goldspan.cli import app

PLACEHOLDERS = {"str": "TEXT", "path": "PATH", "int": "NUMBER", "float": "NUMBER"}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401
    """Each group and each command below `group`, with its name, groups before what is in them."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


class Commands(Generated):
    """All commands: usage, meaning, example, arguments and options."""

    def lines(self) -> list[str]:
        """A section a group, in it one a command."""
        made: list[str] = []
        for path, command in commands(typer.main.get_command(app)):
            if hasattr(command, "commands"):
                made += ["", f"## goldspan {' '.join(path)}", "", command.help or ""]
            else:
                made += command_lines(path, command)
        return made


def command_lines(path: tuple[str, ...], command: Any) -> list[str]:  # noqa: ANN401
    """One command's section."""
    name = f"goldspan {' '.join(path)}"
    prose, _, example = inspect.cleandoc(command.help).partition("Example: ")
    context = typer.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = ["", f"{'##' if len(path) == 1 else '###'} {name}", "", linked(prose), ""]
    lines += ["```text", f"{name} {usage}", "```", "", f"Example: `{example.strip()}`", ""]
    for parameter in command.params:
        if parameter.name != "help":
            lines += parameter_lines(parameter, context)
    return lines


def linked(prose: str) -> str:
    """Pages that a help text names, as links; options as their names."""
    return re.sub(r"docs/([a-z-]+\.md)", r"[docs/\1](/docs/\1)", marked(prose.strip()))


def parameter_lines(parameter: Any, context: typer.Context) -> list[str]:  # noqa: ANN401
    """An argument or option: its names, what it takes, its meaning, default and variable."""
    if parameter.param_type_name == "argument":
        term = f"`{parameter.metavar or parameter.name.upper()}`"
    else:
        takes = parameter.metavar or placeholder(parameter.display_type(context))
        flag = parameter.is_flag
        term = ", ".join(f"`{name}`" if flag else f"`{name} {takes}`" for name in parameter.opts)
    said = [marked(parameter.help or "").replace("(", r"\(").replace("<", r"\<")]
    low, high = parameter.min, parameter.max
    if low is not None:
        said += [f"From {low} to {high}." if high is not None else f"At least {low}."]
    if parameter.required:
        said += ["Required."]
    elif parameter.default not in (None, False, [], ()) and not callable(parameter.default):
        said += [f"Default: `{getattr(parameter.default, 'value', parameter.default)}`."]
    if parameter.envvar:
        said += [f"From the environment: `{parameter.envvar}`."]
    return [term, f": {' '.join(said)}", ""]


def placeholder(kind: str) -> str:
    """What stands for a value of a kind, such as PATH for ``<list[Path]>``."""
    name = re.sub(r"<(?:list\[)?([\w|-]+).*>", r"\1", kind)
    return PLACEHOLDERS.get(name.lower(), f"<{name}>")
