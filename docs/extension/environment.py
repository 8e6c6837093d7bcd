"""Exit codes and environment variables, from the code that gives and reads them."""

import ast
import inspect
import os
from pathlib import Path

import typer

import goldspan
from extension.commands import commands
from extension.generated import Generated, marked
from goldspan import errors
from goldspan.cli import app

EXIT_CODES = {
    "EXIT_DONE": "Done.",
    "EXIT_FAILED": "It could not be done. One sentence on stderr says why, and what to do.",
    "EXIT_USAGE": "The command was called wrongly.",
    "EXIT_CHECK_SAYS_NO": "Done, and a check says no. The commands that can say so are below.",
    "EXIT_INTERRUPTED": "Interrupted with Ctrl+C.",
}

VARIABLES = {
    "GOLDSPAN_CACHE": "The folder for what is installed once: Label Studio, 860 MB. Default: the"
    " user's cache folder.",
    "GOLDSPAN_EXTRACTOR_KEY": "The key for a server of your own (`http://...`) that wants one.",
    "GOLDSPAN_GUIDELINES": "The guidelines file, as `--guidelines`.",
    "GOLDSPAN_PROJECT": "The project in Label Studio, as `--project`.",
    "GOLDSPAN_WORKSPACE": "The folder that remembers what was pulled and who is who, and holds the"
    " embedded Label Studio's data. Default: `.goldspan` here.",
    "HF_TOKEN": "An access token of the Hugging Face Hub; else the one that `hf auth login` keeps.",
    "LABEL_STUDIO_API_KEY": "An access token of the server at `LABEL_STUDIO_URL`, from its *Account"
    " & Settings*.",
    "OPENAI_API_KEY": "The key for the server that `openai:MODEL` asks.",
    "OPENAI_BASE_URL": "The server that `openai:MODEL` asks, up to `/v1`; else OpenAI's own.",
    "LABEL_STUDIO_URL": "The address of your Label Studio; else the one that `goldspan studio"
    " start` started here.",
}
"""What each means. The build fails when the code reads others than these."""


class ExitCodes(Generated):
    """The exit codes, and which commands can say no."""

    def lines(self) -> list[str]:
        """A list of codes, then one of commands whose help speaks of 3."""
        codes = {name: code for name, code in vars(errors).items() if name.startswith("EXIT_")}
        if set(codes) != set(EXIT_CODES):
            raise self.error(f"exit codes to describe: {set(codes) ^ set(EXIT_CODES)}")
        made = ["| code | meaning |", "|---:|---|"]
        made += [f"| {codes[name]} | {meaning} |" for name, meaning in EXIT_CODES.items()]
        made += ["", "Commands whose checks can say no:", ""]
        for path, command in commands(typer.main.get_command(app)):
            said = " ".join((command.help or "").split())
            told = [f"{part.rstrip('.')}." for part in said.split(". ") if " 3" in part]
            options = [
                f"    - `{one.opts[0]}`: {marked(one.help)}"
                for one in command.params
                if " 3" in (getattr(one, "help", "") or "")
            ]
            if not hasattr(command, "commands") and (told or options):
                says = f": {marked(' '.join(told))}" if told else ""
                made += [f"- `goldspan {' '.join(path)}`{says}", *options]
        return made


class EnvironmentVariables(Generated):
    """The environment variables that the code reads."""

    def lines(self) -> list[str]:
        """A definition a variable."""
        read, named = variables_read()
        if unknown := (read - set(VARIABLES)) | (set(VARIABLES) - named):
            raise self.error(f"docs/extension/environment.py: {sorted(unknown)} missing or gone")
        return [
            line for name in sorted(VARIABLES) for line in (f"`{name}`", f": {VARIABLES[name]}", "")
        ]


def variables_read() -> tuple[set[str], set[str]]:
    """Names that goldspan asks the environment for, or names as an option's; and all its strings.

    A name that is asked for by way of a constant is among the strings only.
    """
    read: set[str] = set()
    strings: set[str] = set()
    for folder, _, files in os.walk(Path(inspect.getfile(goldspan)).parent, followlinks=True):
        for name in files:
            if name.endswith(".py"):
                tree = ast.parse(Path(folder, name).read_text(encoding="utf-8"))
                nodes = list(ast.walk(tree))
                asked = [one for node in nodes for one in _asked(node)]
                read |= {one.value for one in asked if isinstance(one, ast.Constant)}
                strings |= {str(one.value) for one in nodes if isinstance(one, ast.Constant)}
    return read, strings


def _asked(node: ast.AST) -> list[ast.expr]:
    """What a piece of code gives to ``os.environ`` to look up, or to an option as ``envvar``."""
    if isinstance(node, ast.keyword) and node.arg == "envvar":
        return [node.value]
    if isinstance(node, ast.Call) and _is_get(node.func):
        return node.args[:1]
    if isinstance(node, ast.Subscript) and _is_environ(node.value):
        return [node.slice] if isinstance(node.ctx, ast.Load) else []
    if isinstance(node, ast.Compare) and any(_is_environ(one) for one in node.comparators):
        return [node.left]
    return []


def _is_get(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "getenv":
        return True
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "get"
        and _is_environ(function.value)
    )


def _is_environ(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute) and value.attr == "environ"
