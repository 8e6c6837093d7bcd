"""One part of a corpus, counted where it is: only the counts are given back."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace

from goldspan.dataset import CONFIGS, MANIFEST, Manifest
from goldspan.errors import GoldspanError, InputError
from goldspan.evaluate.cluster.split import Portion, at_their_origin, kept, write_portions
from goldspan.evaluate.cluster.survey import Survey, under_common_names
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.judge import JudgeMode
from goldspan.evaluate.referee import Drawn, layered, referee_of_part
from goldspan.evaluate.strings import Mentions
from goldspan.evaluate.tally import Tally, tally

_PART = "part"


class Task(NamedTuple):
    """What is to be counted in every part.

    Attributes:
        manifest: of the gold dataset.
        known: the names of the whole corpus.
        drawn: the documents that the referee sees.
        mode: its mode.
        train: the mentions of the train split, where another one is scored.
        meta: fields of the sentences' `meta` to slice by.
    """

    manifest: Manifest
    known: Survey
    drawn: Drawn
    mode: JudgeMode
    train: Mentions | None
    meta: Sequence[str]


class Part(NamedTuple):
    """What was counted in a part.

    Attributes:
        tally: its counts; None if it holds no sentence.
        seen: how many sentences and sequences the referee saw.
        missing: how many sentences have no prediction.
        first_missing: where the first of them stands in the corpus, and its id.
        fault: what is wrong with the part; the rest means nothing then.
    """

    tally: Tally | None = None
    seen: tuple[int, int] = (0, 0)
    missing: int = 0
    first_missing: tuple[int, str] | None = None
    fault: GoldspanError | None = None


def count_part(
    task: Task,
    gold: Sequence[Portion],
    elsewhere: Sequence[Sequence[str]],
    predictions: Sequence[Portion],
) -> Part:
    """Count one part.

    It becomes a small gold dataset of its own on the worker's disk, and is read and checked like
    any other.

    Args:
        task: what is to be counted.
        gold: its sentences, in the corpus' order.
        elsewhere: ids of sentences that aren't scored.
        predictions: the predictions for all of them.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="goldspan-part-") as name:
            others = {sentence for ids in elsewhere for sentence in ids}
            return _counted(task, gold, others, predictions, Path(name))
    except GoldspanError as error:
        return Part(fault=error)


def _counted(
    task: Task,
    gold: Sequence[Portion],
    elsewhere: set[str],
    predictions: Sequence[Portion],
    folder: Path,
) -> Part:
    rows = np.concatenate([portion.rows for portion in gold])
    scored = [kept(one, [i not in elsewhere for i in one.ids]) for one in predictions]
    ignored = _ignored(predictions, elsewhere)
    if not len(rows) and not any(len(portion.rows) for portion in scored):
        return Part()
    _write_gold(folder, task.manifest, gold)
    files = folder / "predictions"
    files.mkdir()
    written = write_portions(scored, files)
    if not written:
        (files / "00000000.jsonl").touch()
    part = GoldFolder(folder, None, task.meta, is_part=True)
    part.corpus = under_common_names(part.corpus, task.known)
    part.train = task.train
    try:
        case = part.case(files)
    except GoldspanError as error:
        raise type(error)(at_their_origin(str(error), files, written)) from None
    missing = case.predicted.missing
    first = int(missing[0]) if len(missing) else None
    return Part(
        tally=_listed(tally(case, rows.tolist()))._replace(ignored=ignored),
        seen=referee_of_part(case, task.drawn, layered(case, task.mode)),
        missing=len(missing),
        first_missing=None if first is None else (int(rows[first]), case.corpus.ids[first].as_py()),
    )


def _listed(counted: Tally) -> Tally:
    return counted._replace(slices=[*counted.slices])


def _ignored(predictions: Sequence[Portion], elsewhere: set[str]) -> int:
    """How many predictions are for sentences that aren't scored."""
    seen: set[str] = set()
    for portion in predictions:
        for row, name in zip(portion.rows.tolist(), portion.ids, strict=True):
            if name in elsewhere:
                if name in seen:
                    raise InputError(
                        f"{portion.file}: row {row + 1}: sentence {name} has a prediction already;"
                        " keep one a sentence."
                    )
                seen.add(name)
    return len(seen)


def _write_gold(folder: Path, manifest: Manifest, gold: Sequence[Portion]) -> None:
    """A dataset with these sentences alone."""
    import pyarrow
    from pyarrow.parquet import write_table

    rows = sum(len(portion.rows) for portion in gold)
    part = replace(manifest, splits={_PART: rows})
    (folder / MANIFEST).write_bytes(msgspec.json.encode(part))
    sentences = folder / CONFIGS["default"]
    sentences.mkdir()
    tables = [portion.table for portion in gold]
    write_table(pyarrow.concat_tables(tables), sentences / f"{_PART}.parquet")
