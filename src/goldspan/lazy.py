"""A command line that starts quickly: what a call doesn't need isn't imported."""

import inspect
import types
from collections import UserDict
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup


def group_of(modules: Mapping[str, str]) -> type[TyperGroup]:
    """A group whose further groups are imported when one of their commands is called or listed.

    Args:
        modules: for each further group the module whose ``app`` it is.
    """

    class LazyGroup(TyperGroup):
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
            self.data[name] = found
        return found


class PlainCommand(TyperCommand):
    """A command whose plain values don't have to be checked.

    Typer checks each value, also those that weren't given, by pydantic, whose import takes longer
    than to score 10,000 sentences. A text, a path and one of the given choices are what they are;
    with any other value Typer goes its own way.
    """

    def __init__(self, *arguments: Any, **attributes: Any) -> None:  # noqa: ANN401
        """Find out which kind of value each parameter takes."""
        super().__init__(*arguments, **attributes)
        assert self.callback is not None
        kinds = get_type_hints(inspect.unwrap(self.callback))
        for parameter in self.params:
            if parameter.name in kinds and parameter.callback is None:
                parameter.process_value = _plain(  # type: ignore[method-assign]
                    kinds[parameter.name], parameter.process_value
                )


def _plain(kind: object, checked: Callable[..., Any]) -> Callable[..., Any]:
    """How to process a value: at once where it is plain, else as it is otherwise."""
    kinds = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    choices = {value for one in kinds if get_origin(one) is Literal for value in get_args(one)}
    nothing = () if any(get_origin(one) is list for one in kinds) else None

    def process(context: typer.Context, value: Any) -> Any:  # noqa: ANN401
        if value is None and type(None) in kinds:
            return nothing
        if isinstance(value, str):
            if str in kinds or value in choices:
                return value
            if Path in kinds:
                return Path(value)
        # A number that isn't text yet is the default.
        if isinstance(value, float) and float in kinds:
            return value
        return checked(context, value)

    return process
