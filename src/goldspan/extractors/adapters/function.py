"""A Python function of one's own as an extractor."""

import hashlib
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors.adapters.file import Counting
from goldspan.extractors.adapters.shapes import answer_of
from goldspan.extractors.claims import Answer, Offsets
from goldspan.extractors.kinds import Kind, Task
from goldspan.extractors.protocol import Extractor, Handling
from goldspan.sentences import Sentence

Takes = Literal["text", "texts", "sentence", "sentences"]


class Options(Counting, frozen=True, forbid_unknown_fields=True):
    """Of a function."""

    takes: Annotated[
        Takes | None,
        msgspec.Meta(
            description="what it is called with: text, texts, sentence, sentences; by default what"
            " its first parameter is named, else text"
        ),
    ] = None
    version: Annotated[
        str | None,
        msgspec.Meta(description="of your code; only if given are answers kept between runs"),
    ] = None


class Function:
    """A function that is given sentences, or their texts, one by one or many at once."""

    labels = None

    def __init__(
        self, path: str, function: Callable[[Any], Any], takes: Takes, options: Options
    ) -> None:
        """Call a function.

        Args:
            path: where it is found, ``package.module:name``.
            function: itself.
            takes: what it is called with.
            options: how its offsets count, and its version.
        """
        self.name = f"python:{path}" + (f" {options.version}" if options.version else "")
        self.offsets: Offsets = options.offsets
        self.configuration: Mapping[str, Any] = {
            "source": _sha256_of_source(function),
            "takes": takes,
        }
        self.handling = Handling(is_kept=options.version is not None)
        self._function = function
        self._takes = takes

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the function says of each sentence.

        Where it raises when called for one sentence, that is the sentence's error.

        Raises:
            InputError: what it gave can't be understood.
        """
        if self._takes in ("text", "sentence"):
            return [self._alone(sentence) for sentence in sentences]
        given = sentences if self._takes == "sentences" else [s.text for s in sentences]
        said = self._function([*given])
        if isinstance(said, Mapping | str) or not hasattr(said, "__iter__"):
            raise InputError(
                f"extractor {self.name} gave {type(said).__name__} for {len(given)} sentences;"
                " it must give a list with one list of spans for each."
            )
        answers = [*said]
        if len(answers) != len(sentences):
            raise InputError(
                f"extractor {self.name} gave {len(answers)} answers for {len(sentences)}"
                " sentences; it must give one each, in their order."
            )
        return [self._read(sentence, one) for sentence, one in zip(sentences, answers, strict=True)]

    def _alone(self, sentence: Sentence) -> Answer:
        try:
            said = self._function(sentence if self._takes == "sentence" else sentence.text)
        except GoldspanError:
            raise
        except Exception as error:
            kind = type(error).__name__
            return Answer(error=f"{kind}: {error}", kind=kind, wait=0)
        return self._read(sentence, said)

    def _read(self, sentence: Sentence, said: object) -> Answer:
        try:
            return answer_of(said)
        except ValueError as error:
            raise InputError(f"extractor {self.name}, sentence {sentence.id}: {error}.") from None


def _make(argument: str, options: Options, task: Task) -> Extractor:
    module_name, _, name = argument.partition(":")
    if not (module_name and name):
        raise InputError(f"extractor python:{argument}: name it as {KIND.form}.")
    found: Any = _imported(module_name)
    try:
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        raise InputError(f"extractor python:{argument}: {module_name} has no {name}.") from None
    if isinstance(found, type):
        found = found()
    if hasattr(found, "extract"):
        return _checked(found, argument)
    if not callable(found):
        raise InputError(
            f"extractor python:{argument} is a {type(found).__name__}; it must be a function or an"
            " object with a method extract."
        )
    return Function(argument, found, options.takes or _taken_by(found), options)


def _imported(name: str) -> Any:  # noqa: ANN401
    """A module, looked for in the working directory, too."""
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise InputError(
                f"there is no Python module {name} here or among what is installed."
            ) from None
        raise InputError(f"Python module {name} needs {error.name}, which is missing.") from None
    except Exception as error:
        raise InputError(
            f"Python module {name} can't be imported: {type(error).__name__}: {error}."
        ) from None


def _checked(found: Any, argument: str) -> Extractor:  # noqa: ANN401
    """An object that says to be an extractor, if it has all that makes one."""
    if lacking := [name for name in _PARTS if not hasattr(found, name)]:
        raise InputError(
            f"extractor python:{argument} has a method extract but no {', '.join(lacking)}; see"
            " goldspan.extractors.Extractor."
        )
    extractor: Extractor = found
    return extractor


_PARTS = ("name", "offsets", "labels", "configuration")


def _taken_by(function: Callable[..., Any]) -> Takes:
    """What a function takes, by the name of its first parameter."""
    try:
        [first, *_] = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return "text"
    takes: dict[str, Takes] = {"texts": "texts", "sentence": "sentence", "sentences": "sentences"}
    return takes.get(first, "text")


def _sha256_of_source(function: Callable[..., Any]) -> str | None:
    """The hash of the file that a function is written in; None if there is none."""
    try:
        file = inspect.getsourcefile(inspect.unwrap(function))
    except TypeError:
        file = inspect.getsourcefile(type(function)) if hasattr(function, "__dict__") else None
    return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else None


KIND = Kind(
    form="python:package.module:name",
    summary="a Python function, or an object with a method extract",
    make=_make,
    options=Options,
)
