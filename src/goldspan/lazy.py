"""A command line that starts quickly: what a call doesn't need isn't imported."""

import inspect
import re
import types
from collections import UserDict
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


class PlainGroup(TyperGroup):
    """A group whose own options, such as ``--help``, aren't checked where they aren't given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Parse the arguments, plain values without Typer's checks."""
        _make_plain(self.get_params(ctx), {})
        return super().parse_args(ctx, args)


def group_of(modules: Mapping[str, str]) -> type[TyperGroup]:
    """A group whose further groups are imported when one of their commands is called or listed.

    Args:
        modules: for each further group the module whose ``app`` it is.
    """

    class LazyGroup(PlainGroup):
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401
            super().__init__(**attributes)
            self.commands = _Commands({**self.commands, **modules})

    return LazyGroup


class _Commands(UserDict[str, Any]):
    """Commands by name; a module's name stands for its group until that is looked at."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        found = self.data[name]
        if isinstance(found, str):
            found = typer.main.get_group(import_module(found).app)
            found.name = name
            for command in found.commands.values():
                # Typer would keep the lines of the source, and break them once more.
                command.help = _LINE_BREAK.sub(" ", command.help or "")
            self.data[name] = found
        return found


class PlainCommand(TyperCommand):
    """A command whose plain values don't have to be checked.

    Typer checks each value, also those that weren't given, by pydantic, whose import takes longer
    than to score 10,000 sentences. A text, a path and one of the given choices are what they are;
    with any other value Typer goes its own way.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Parse the arguments, plain values without Typer's checks."""
        assert self.callback is not None
        _make_plain(self.get_params(ctx), get_type_hints(inspect.unwrap(self.callback)))
        return super().parse_args(ctx, args)


def _make_plain(parameters: Sequence[Any], kinds: Mapping[str, object]) -> None:
    """Let parameters take plain values as they are; `kinds` are their types, as far as known."""
    for parameter in parameters:
        if "process_value" in vars(parameter):
            continue
        kind = kinds.get(parameter.name)
        parameter.process_value = _plain(parameter, kind, parameter.process_value)


def _plain(parameter: Any, kind: object, checked: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ANN401
    """How a parameter takes a value: as it is where it is plain, else as Typer has it."""
    kinds = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    choices = {value for one in kinds if get_origin(one) is Literal for value in get_args(one)}
    nothing = () if parameter.multiple or parameter.nargs == -1 else None

    def process(context: typer.Context, value: Any) -> Any:  # noqa: ANN401
        if value is None and not parameter.required:
            call = parameter.callback
            return nothing if call is None else call(context, parameter, nothing)
        if parameter.callback is not None:
            return checked(context, value)
        if isinstance(value, str) and (str in kinds or value in choices):
            return value
        if isinstance(value, str) and Path in kinds:
            return Path(value)
        # A number that isn't text yet is the default.
        return value if isinstance(value, float) and float in kinds else checked(context, value)

    return process
