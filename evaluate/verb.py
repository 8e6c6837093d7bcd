"""The verbs: score and compare what files hold."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from goldspan.decoding import Repair
from goldspan.errors import InputError
from goldspan.evaluate.compare import Contestant, compare
from goldspan.evaluate.comparison import Comparison
from goldspan.evaluate.gate import fail_under, not_worse_than, read_report
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.referee import Extent, layered, referee
from goldspan.evaluate.result import Gate, Score
from goldspan.evaluate.scoring import Reading, score_case
from goldspan.evaluate.tags import Mode, conll_case


class Files(NamedTuple):
    """A gold dataset and predictions for it.

    Attributes:
        gold: the dataset's folder.
        predictions: a file, or the name of an extractor.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to slice by.
        mode: which of seqeval's modes is the referee; on spans both give the same.
    """

    gold: Path
    predictions: str
    split: str | None = None
    meta: Sequence[str] = ()
    mode: Mode | None = None


class Tags(NamedTuple):
    """Two CoNLL files; fields as in `goldspan.evaluate.tags.conll_case`."""

    gold: Path
    predictions: Path
    scheme: str = "IOB2"
    mode: Mode | None = None
    repair: Repair | None = None


class Gates(NamedTuple):
    """What a score is asked.

    Attributes:
        least: F1 is to be at least this; None asks nothing.
        point: the estimate is, not the lower bound of its interval.
        baseline: an earlier report, than which F1 is not to be worse; None asks nothing.
        margin: by how much it may be.
    """

    least: float | None = None
    point: bool = False
    baseline: Path | None = None
    margin: float = 0.01

    @property
    def ask(self) -> bool:
        """Whether anything is asked."""
        return self.least is not None or self.baseline is not None


def gated(score: Score, gates: Gates) -> Score:
    """The score with what its gates say.

    Raises:
        InputError: the baseline can't be read or doesn't fit, or there is no interval.
    """
    asked: list[Gate] = []
    if gates.least is not None:
        asked.append(fail_under(score, gates.least, point=gates.point))
    if gates.baseline is not None:
        asked.append(not_worse_than(score, read_report(gates.baseline), gates.margin))
    return msgspec.structs.replace(score, gates=asked)


def score_files(
    files: Files, extent: Extent | None = None, *, with_sentences: bool = False
) -> Score:
    """Score predictions against a gold dataset.

    Args:
        files: gold and predictions.
        extent: of the referee.
        with_sentences: hold sentences with errors, too, for a report that people look at.

    Raises:
        InputError: a file can't be read, or the predictions don't fit the gold.
        RefereeError: seqeval counts otherwise.
    """
    folder = GoldFolder(files.gold, files.split, files.meta)
    case = folder.case_of_extractor(files.predictions) or folder.case(Path(files.predictions))
    is_default = files.mode == "conlleval"
    return score_case(
        case,
        judged=referee(case, extent, layered(case, "default" if is_default else "strict")),
        reading=Reading("conlleval", None, None) if is_default else None,
        with_sentences=with_sentences,
    )


def score_tags(files: Tags, extent: Extent | None = None, *, with_sentences: bool = False) -> Score:
    """Score the tags of one CoNLL file against those of another.

    Args:
        files: gold and predictions.
        extent: of the referee.
        with_sentences: hold sentences with errors, too, for a report that people look at.

    Raises:
        InputError: a file can't be read, they differ in tokens, or a sequence is invalid.
        RefereeError: seqeval counts otherwise.
    """
    tagged = conll_case(*files)
    judged = referee(tagged.case, extent, tagged.shown)
    return score_case(
        tagged.case, judged=judged, reading=tagged.reading, with_sentences=with_sentences
    )


def compare_files(
    gold: Path,
    systems: Sequence[str],
    split: str | None = None,
    extent: Extent | None = None,
    *,
    with_sentences: bool = False,
) -> Comparison:
    """Compare predictions of several systems for one gold dataset.

    Args:
        gold: the dataset's folder.
        systems: for each a file, or ``NAME=FILE`` or ``NAME=FILE,FILE ...`` (runs of one system).
        split: one split; all if None.
        extent: of the referee.
        with_sentences: hold the sentences they differ in, too, for a report that people look at.

    Raises:
        InputError: a file can't be read or doesn't fit, or two systems have one name.
        RefereeError: seqeval counts otherwise.
    """
    named = _named(systems)
    folder = GoldFolder(gold, split)
    return compare(
        [
            Contestant(name, files, [folder.case(Path(file), name) for file in files])
            for name, files in named.items()
        ],
        extent,
        with_sentences=with_sentences,
    )


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
