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
        root = typer.main.get_command(app)
        made = ["", "## goldspan", "", root.help, "", *parameters(root, typer.Context(root))]
        for path, command in commands(root):
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
    usage = re.sub(r"\{(.+?)\}", r"\1", " ".join(command.collect_usage_pieces(context)))
    lines = ["", f"{'##' if len(path) == 1 else '###'} {name}", "", linked(prose.strip()), ""]
    lines += ["```text", f"{name} {usage}", "```", "", f"Example: `{example.strip()}`", ""]
    return lines + parameters(command, context)


def parameters(command: Any, context: typer.Context) -> list[str]:  # noqa: ANN401
    """A command's arguments and options, as a list of definitions."""
    told = [one for one in command.params if one.name != "help"]
    return [line for one in told for line in parameter_lines(one, context)]


def linked(said: str) -> str:
    """A help text: pages and other commands in it as links, what is typed as code."""
    said = re.sub(r"docs/([a-z-]+\.md)", r"[docs/\1](/docs/\1)", said)
    said = re.sub(r'pip install "[^"]+"', r"`\g<0>`", said.replace("\\[", "["))
    said = re.sub(r"(?<!\S)-(?= is (?:stdout|standard input|Markdown))", "`-`", said)
    said = re.sub(r"'(goldspan[^']*)'|(# \w+ = \.\.\.)", r"`\1\2`", said)
    paths = [path for path, _ in commands(typer.main.get_command(app)) if len(path) == 2]
    names = "|".join(" ".join(path) for path in paths)
    called = rf"(?<![\w`/])(?:goldspan )?({names})(?: `--[a-z-]+`)*(?![\w-])"
    return re.sub(called, in_full, marked(said))


def in_full(called: re.Match[str]) -> str:
    """A command that a help text names, as a link to its section."""
    typed = called[0].replace("`", "")
    return f"[`{typed}`](/docs/commands.md#goldspan-{called[1].replace(' ', '-')})"


def parameter_lines(parameter: Any, context: typer.Context) -> list[str]:  # noqa: ANN401
    """An argument or option: its names, what it takes, its meaning, default and variable."""
    if parameter.param_type_name == "argument":
        term = f"`{parameter.metavar or parameter.name.upper()}`"
    else:
        takes = parameter.metavar or placeholder(parameter.display_type(context))
        flag = parameter.is_flag
        term = ", ".join(f"`{name}`" if flag else f"`{name} {takes}`" for name in parameter.opts)
    said = [linked((parameter.help or "").replace("(", r"\(").replace("<", r"\<"))]
    if getattr(parameter, "multiple", False) and not re.search("repeat|once for each", said[0]):
        said += ["May be repeated."]
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is not None:
        said += [f"From {low} to {high}." if high is not None else f"At least {low}."]
    if parameter.required:
        said += ["Required."]
    elif (default := default_of(parameter)) is not None:
        said += [f"Default: `{default}`."]
    if parameter.envvar:
        said += [f"From the environment: `{parameter.envvar}`."]
    return [term, f": {' '.join(said)}", ""]


def default_of(parameter: Any) -> str | None:  # noqa: ANN401
    """What an option is if it isn't given; None for a flag, and where that is nothing."""
    default = getattr(parameter.default, "value", parameter.default)
    if callable(default) or default in (None, "", (), []) or getattr(parameter, "is_flag", False):
        return None
    return f"{default:g}" if isinstance(default, float) else str(default)


def placeholder(kind: str) -> str:
    """What stands for a value of a kind, such as PATH for ``<list[Path]>``."""
    name = re.sub(r"<(?:list\[)?([\w|-]+).*>", r"\1", kind)
    return PLACEHOLDERS.get(name.lower(), f"<{name}>")
