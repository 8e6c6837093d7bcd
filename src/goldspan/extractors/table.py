"""The extractors there are, by the name used on the command line."""

from collections.abc import Sequence
from importlib.metadata import entry_points

from goldspan.errors import InputError
from goldspan.extractors import baseline
from goldspan.extractors.adapters import (
    command,
    file,
    function,
    gliner,
    openai,
    spacy,
    transformers,
    web,
)
from goldspan.extractors.kinds import TIMEOUT, Kind, Task, read_options
from goldspan.extractors.label_map import LabelMap, Mapped, unknown_labels
from goldspan.extractors.protocol import Extractor
from goldspan.guidelines.model import Guidelines
from goldspan.nearest import did_you_mean

ENTRY_POINTS = "goldspan.extractors"
"""The group of entry points by which other packages add theirs; each names a Kind."""

KINDS: tuple[Kind, ...] = (
    baseline.KIND,
    function.KIND,
    spacy.KIND,
    transformers.KIND,
    gliner.KIND,
    command.KIND,
    file.KIND,
    openai.KIND,
    web.KIND,
)
"""goldspan's own."""


def find_extractor(
    name: str,
    labels: Sequence[str],
    *,
    label_map: LabelMap | None = None,
    options: Sequence[str] = (),
    guidelines: Guidelines | None = None,
    timeout: float | None = None,
    is_asked: bool = True,
) -> Extractor:
    """The extractor of this name, giving no other labels than these.

    Args:
        name: such as ``baseline`` or ``spacy:en_core_web_sm``.
        labels: those of the gold dataset or the guidelines.
        label_map: their label for each of the extractor's; what is in neither is left out and
            counted.
        options: options of its kind, each as ``key=value``.
        guidelines: what the labels mean, for extractors that can read;
            ``find_guidelines()`` of ``goldspan.guidelines.read`` finds them.
        timeout: seconds for which a server or a program is waited for; None for a minute.
        is_asked: whether it is to be asked at all; if not, a server's key may be missing.

    Raises:
        InputError: there is no such extractor, something it needs isn't installed, an option is
            wrong, or it gives another label and there is no `label_map`.
    """
    kind, argument = _kind_of(name)
    if kind.missing:
        raise InputError(
            f"extractor {name} needs {' and '.join(kind.missing)}, which"
            f" {'is' if len(kind.missing) == 1 else 'are'} not installed: {kind.install}"
        )
    task = Task(
        labels=labels,
        ask_for=[*(label_map or labels)],
        guidelines=guidelines,
        timeout=timeout or TIMEOUT,
        is_asked=is_asked,
    )
    extractor = kind.make(argument, read_options(kind, options), task)
    if label_map:
        return Mapped(extractor, label_map, labels)
    unknown = [label for label in extractor.labels or () if label not in labels]
    if unknown:
        raise unknown_labels(extractor, unknown, labels)
    return extractor


def kinds() -> list[Kind]:
    """All kinds, goldspan's own first.

    Raises:
        InputError: an installed package's entry point can't be used.
    """
    found = [*KINDS]
    for entry in entry_points(group=ENTRY_POINTS):
        origin = entry.dist.name if entry.dist else entry.value
        try:
            kind = entry.load()
        except Exception as error:
            raise InputError(
                f"package {origin}: extractor {entry.name} ({entry.value}) can't be loaded:"
                f" {type(error).__name__}: {error}; mend or remove that package."
            ) from None
        if not isinstance(kind, Kind):
            raise InputError(
                f"package {origin}: {entry.value} is no goldspan.extractors.Kind, as the entry"
                f" point {entry.name} says; mend or remove that package."
            )
        found.append(kind._replace(origin=origin))
    return found


def is_extractor(name: str) -> bool:
    """Whether a name is that of an extractor, rather than of a file."""
    prefix = name.partition(":")[0]
    return prefix in _by_prefix(KINDS) or (":" in name and prefix in _by_prefix(kinds()))


def _by_prefix(known: Sequence[Kind]) -> dict[str, Kind]:
    """Kinds by what their names begin with, the first one where several do."""
    return {prefix: kind for kind in reversed(known) for prefix in kind.prefixes}


def _kind_of(name: str) -> tuple[Kind, str]:
    """The kind of a name, and what it is given."""
    prefix, _, rest = name.partition(":")
    known = _by_prefix(KINDS)
    if prefix not in known:
        known = _by_prefix(kinds())
    if prefix not in known:
        raise InputError(
            f"there is no extractor {name!r}; there are"
            f" {', '.join(kind.form for kind in kinds())}"
            f"{did_you_mean(prefix, known) or '.'}"
        )
    kind = known[prefix]
    if kind.schemes:
        return kind, name
    if bool(rest) != (":" in kind.form):
        raise InputError(f"extractor {name}: name it as {kind.form}.")
    return kind, rest
