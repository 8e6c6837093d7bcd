"""A project's status as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.annotate.status import Status

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table


def status_tables(status: Status) -> "Group":
    """A row an annotator, a row a document, and the whole."""
    from rich.console import Group
    from rich.text import Text

    people = _table("annotator", "submitted", "skipped", "drafts", "left", "an hour")
    for name, annotator in status.annotators.items():
        people.add_row(
            name,
            str(annotator.submitted),
            str(annotator.skipped),
            str(annotator.drafts),
            str(annotator.left),
            "-" if annotator.per_hour is None else f"{annotator.per_hour:.0f}",
        )
    documents = _table("document", "sentences", "begun", "complete")
    for name, document in status.documents.items():
        documents.add_row(
            name, str(document.sentences), str(document.begun), str(document.complete)
        )
    overlap = ", ".join(f"{count} by {people}" for people, count in status.overlap.items())
    return Group(
        Text(
            f"{status.title}: {status.complete} of {status.sentences} sentences complete"
            f" ({status.annotators_per_sentence} annotators each; {overlap or 'none begun'})"
            + (f"; {status.problems} problems, see pull" if status.problems else "")
        ),
        people,
        documents,
    )


def _table(*headings: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    return table
