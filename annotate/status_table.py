"""A project's status as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.annotate.anchoring_table import anchoring_table
from goldspan.annotate.quality_table import quality_tables
from goldspan.annotate.status import Calibration, Status
from goldspan.console import new_table
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


def status_tables(status: Status) -> "Group":
    """A row an annotator, a row a document, and the whole."""
    from rich.console import Group
    from rich.text import Text

    people = new_table("annotator", "submitted", "skipped", "drafts", "left", "an hour")
    for name, annotator in status.annotators.items():
        people.add_row(
            name,
            str(annotator.submitted),
            str(annotator.skipped),
            str(annotator.drafts),
            str(annotator.left),
            "-" if annotator.per_hour is None else f"{annotator.per_hour:.0f}",
        )
    documents = new_table("document", "sentences", "begun", "complete")
    for name, document in status.documents.items():
        documents.add_row(
            name, str(document.sentences), str(document.begun), str(document.complete)
        )
    overlap = ", ".join(f"{count} by {people}" for people, count in status.overlap.items())
    quality: list[RenderableType] = [quality_tables(status.quality)] if status.quality else []
    if status.suggestions:
        quality.append(anchoring_table(status.suggestions))
    return Group(
        Text(
            f"{status.title}: {status.complete} of {status.sentences} sentences complete"
            f" ({how_many(status.annotators_per_sentence, 'annotator')} each;"
            f" {overlap or 'none begun'})"
            + (f"; {how_many(status.problems, 'problem')}, see pull" if status.problems else "")
            + _calibration(status.calibration, status.sentences)
        ),
        people,
        documents,
        *quality,
    )


def _calibration(calibration: Calibration | None, sentences: int) -> str:
    if calibration is None:
        return ""
    lacking = ", ".join(f"{name} lacks {left}" for name, left in calibration.left.items() if left)
    if calibration.complete == calibration.sentences:
        is_all = calibration.sentences == sentences
        what = "push the rest" if is_all else "the rest has been pushed"
    elif not calibration.left:
        what = "nobody has begun"
    else:
        what = lacking or "more annotators are needed"
    return (
        f"\nCalibration: {calibration.complete} of {calibration.sentences} sentences done by"
        f" everybody; {what}"
    )
