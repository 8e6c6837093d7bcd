"""The verb: score the predictions of a file, or of an extractor, against a gold dataset."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.referee import Extent, layered, referee
from goldspan.evaluate.result import Score
from goldspan.evaluate.scoring import Reading, score_case
from goldspan.evaluate.suggested import refuse_suggested_test


class Files(NamedTuple):
    """A gold dataset and predictions for it.

    Attributes:
        gold: the dataset's folder.
        predictions: a file, or the name of an extractor.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to slice by.
        mode: which of seqeval's modes is the referee; on spans both give the same.
        allow_suggested: score on a test split, too, that began with the extractor's suggestions.
    """

    gold: Path
    predictions: str
    split: str | None = None
    meta: Sequence[str] = ()
    mode: str | None = None
    allow_suggested: bool = False


def score_files(
    files: Files, extent: Extent | None = None, *, with_sentences: bool = False
) -> Score:
    """Score predictions against a gold dataset.

    Args:
        files: gold and predictions.
        extent: of the referee.
        with_sentences: hold sentences with errors, too, for a report that people look at.

    Raises:
        InputError: a file can't be read, the predictions don't fit the gold, or this is a test
            split that began with the extractor's suggestions.
        RefereeError: seqeval counts otherwise.
    """
    folder = GoldFolder(files.gold, files.split, files.meta)
    case = folder.case_of_extractor(files.predictions) or folder.case(Path(files.predictions))
    if folder.was_split and not files.allow_suggested:
        refuse_suggested_test(case)
    is_default = files.mode == "conlleval"
    return score_case(
        case,
        judged=referee(case, extent, layered(case, "default" if is_default else "strict")),
        reading=Reading("conlleval", None, None) if is_default else None,
        with_sentences=with_sentences,
    )
