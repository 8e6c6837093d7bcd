"""Grades of the quiz as a terminal shows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goldspan.annotate.quiz import Grade
from goldspan.console import new_table

if TYPE_CHECKING:
    from rich.table import Table


def grades_table(grades: Sequence[Grade], threshold: float) -> "Table":
    """One row an annotator, with the rules they got wrong."""
    table = new_table()
    for heading in ("annotator", "questions", "answered", "right", "share", "", "wrong rules"):
        table.add_column(heading, justify="left" if heading in ("annotator", "") else "right")
    for grade in grades:
        wrong = [rule for rule, (right, answered) in grade.by_rule.items() if right < answered]
        table.add_row(
            grade.annotator,
            str(grade.questions),
            str(grade.answered),
            str(grade.right),
            f"{grade.share:.3f}",
            "qualified" if grade.share >= threshold else "not qualified",
            ", ".join(str(rule) for rule in wrong) or "none",
        )
    return table
