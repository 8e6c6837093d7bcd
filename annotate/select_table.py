"""A choice of sentences as a terminal shows it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from goldspan.annotate.choice import Choice, Chosen
from goldspan.annotate.criteria_names import Criterion
from goldspan.console import new_table
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.table import Table


def choice_table(choice: Choice) -> "Table":
    """A row a criterion: its mean over all candidates, over those chosen by score, and by lot."""
    table = new_table(
        "criterion",
        "weight",
        "all",
        "by score",
        "by lot",
        caption="Means over all candidates, those chosen by score, and those drawn by lot;"
        " for each sentence see its meta.",
    )
    groups = [[o for o in choice.chosen if o.selected == how] for how in ("score", "lot")]
    for name, weight in choice.weights.items():
        means = (_mean(group, name) for group in groups)
        table.add_row(name, f"{weight:g}", f"{choice.pool[name]:.3f}", *means)
    return table


def messages(choice: Choice, wanted: int, output: Path) -> Iterator[str]:
    """What there is to say of a choice."""
    by_lot = sum(one.selected == "lot" for one in choice.chosen)
    documents = len({one.sentence.doc for one in choice.chosen})
    yield (
        f"{len(choice.chosen)} of {choice.candidates} sentences chosen from"
        f" {how_many(documents, 'document')}"
        f" (at most {choice.per_document} of each by score), {by_lot} of them by lot -> {output}"
    )
    yield (
        f"Passed over: {choice.annotated} annotated or pushed, {choice.near_duplicates} near"
        f" duplicates of those or of chosen ones, {choice.boilerplate} boilerplate"
    )
    if len(choice.chosen) < wanted:
        yield f"That is fewer than {wanted}: no more are left under these rules"


def _mean(group: Sequence[Chosen], name: Criterion) -> str:
    if not group:
        return "-"
    return f"{sum(one.reasons[name].value for one in group) / len(group):.3f}"
