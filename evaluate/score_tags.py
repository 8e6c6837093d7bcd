"""The verb: score the tags of one CoNLL file against those of another."""

from pathlib import Path
from typing import NamedTuple

from goldspan.decoding import Repair
from goldspan.evaluate.referee import Extent, referee
from goldspan.evaluate.result import Score
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.tags import Mode, conll_case


class Tags(NamedTuple):
    """Two CoNLL files; fields as in `goldspan.evaluate.tags.conll_case`."""

    gold: Path
    predictions: Path
    scheme: str = "IOB2"
    mode: Mode | None = None
    repair: Repair | None = None


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
