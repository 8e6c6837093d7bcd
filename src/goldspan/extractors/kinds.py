"""Kinds of extractors: what may stand on the command line, and how one is made of it."""

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from goldspan.errors import InputError, after_colon
from goldspan.extractors.protocol import Extractor
from goldspan.guidelines.model import Guidelines
from goldspan.nearest import did_you_mean

TIMEOUT = 60.0
"""Seconds for which a server or a program is waited for, if nothing else is said."""


class NoOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For kinds that have none."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What an extractor is made for.

    Attributes:
        labels: those it is to give, in the order of the guidelines.
        ask_for: what to ask of an extractor that is told its labels: those of ``--map``, in the
            extractor's own words, or else `labels`.
        guidelines: what the labels mean, where it is known.
        timeout: seconds for which a server or a program is waited for.
        is_asked: whether it is to be asked at all; for a dry run it isn't, and needs no key.
    """

    labels: Sequence[str]
    ask_for: Sequence[str]
    guidelines: Guidelines | None = None
    timeout: float = TIMEOUT
    is_asked: bool = True


class Kind(NamedTuple):
    """A kind of extractor.

    Attributes:
        form: how one is named, such as ``spacy:MODEL_OR_PATH``; up to the colon, its prefix.
        summary: what it is, in one line.
        make: an extractor from what follows the prefix (a URL as a whole), the options and the
            task. It may raise an InputError; heavy imports belong into it.
        options: a Struct of the options that ``--option`` can set: each has a default and, by
            ``Annotated[..., msgspec.Meta(description=...)]``, a line that says what it is.
        packages: what has to be importable.
        extra: the extra of goldspan that installs these; None where there is none.
        schemes: the schemes, if one is named by a URL.
        origin: the package that brings it; None for goldspan's own.
    """

    form: str
    summary: str
    make: Callable[[str, Any, Task], Extractor]
    options: type[msgspec.Struct] = NoOptions
    packages: tuple[str, ...] = ()
    extra: str | None = None
    schemes: tuple[str, ...] = ()
    origin: str | None = None

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What names of this kind begin with."""
        return self.schemes or (self.form.partition(":")[0],)

    @property
    def missing(self) -> list[str]:
        """Packages that it needs and that aren't installed."""
        return [name for name in self.packages if importlib.util.find_spec(name) is None]

    @property
    def install(self) -> str | None:
        """The command that installs what it needs; None where nothing is needed."""
        if self.extra:
            return f'pip install "goldspan[{self.extra}]"'
        return f"pip install {' '.join(self.packages)}" if self.packages else None


class Option(msgspec.Struct, frozen=True):
    """An option of a kind, for people to read."""

    name: str
    default: Any
    description: str


def options_of(kind: Kind) -> list[Option]:
    """The options of a kind, each with its default and meaning."""
    properties = msgspec.json.schema(kind.options)["$defs"][kind.options.__name__]["properties"]
    return [
        Option(name, schema.get("default"), schema.get("description", ""))
        for name, schema in properties.items()
    ]


def read_options(kind: Kind, given: Sequence[str]) -> msgspec.Struct:
    """The options of a kind from what the command line says.

    Args:
        kind: whose options they are.
        given: as ``key=value``.

    Raises:
        InputError: there is no such option, or it can't have that value.
    """
    known = [option.name for option in options_of(kind)]
    values: dict[str, str] = {}
    for said in given:
        name, equals, value = said.partition("=")
        if not equals:
            raise InputError(f"--option {said}: write it as key=value.")
        if name not in known:
            raise InputError(
                f"--option {said}: {kind.form} has"
                + (f" {', '.join(known)}" if known else " no options")
                + (did_you_mean(name, known) or ".")
            )
        values[name] = value
    try:
        return msgspec.convert(values, kind.options, strict=False)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        raise InputError(
            f"--option {where.rstrip('`')} of {kind.form}: {after_colon(what)}."
        ) from None
