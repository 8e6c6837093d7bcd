"""The verb: compare the predictions that files hold for one gold dataset."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from goldspan.errors import InputError
from goldspan.evaluate.compare import compare
from goldspan.evaluate.comparison import Comparison
from goldspan.evaluate.contestant import Contestant
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.referee import Extent
from goldspan.evaluate.suggested import refuse_suggested_test


def compare_files(
    gold: Path,
    systems: Sequence[str],
    split: str | None = None,
    extent: Extent | None = None,
    *,
    with_sentences: bool = False,
    allow_suggested: bool = False,
) -> Comparison:
    """Compare predictions of several systems for one gold dataset.

    Args:
        gold: the dataset's folder.
        systems: for each a file, or ``NAME=FILE`` or ``NAME=FILE,FILE ...`` (runs of one system).
        split: one split; all if None.
        extent: of the referee.
        with_sentences: hold the sentences they differ in, too, for a report that people look at.
        allow_suggested: compare on a test split, too, that began with a system's suggestions.

    Raises:
        InputError: a file can't be read or doesn't fit, two systems have one name, or this is a
            test split that began with a system's suggestions.
        RefereeError: seqeval counts otherwise.
    """
    named = _named(systems)
    folder = GoldFolder(gold, split)
    contestants = [
        Contestant(name, files, [folder.case(Path(file), name) for file in files])
        for name, files in named.items()
    ]
    if folder.was_split and not allow_suggested:
        for contestant in contestants:
            for run in contestant.runs:
                refuse_suggested_test(run)
    return compare(contestants, extent, with_sentences=with_sentences)


def _named(systems: Sequence[str]) -> dict[str, list[str]]:
    """The files of each system by its name."""
    stems = Counter(Path(system).stem for system in systems)
    named: dict[str, list[str]] = {}
    for system in systems:
        name, equals, files = system.partition("=")
        if not equals or Path(system).exists():
            stem = Path(system).stem
            name, files = (stem if stems[stem] == 1 else system), system
            listed = [files]
        else:
            listed = files.split(",")
        if name in named:
            raise InputError(f"two systems are called {name!r}; name them: NAME=FILE.")
        named[name] = listed
    if len(named) < 2:
        raise InputError("there is one system only; compare needs two or more.")
    return named
