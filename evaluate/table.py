"""A score as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.console import new_table
from goldspan.evaluate.randomisation import fewest_documents
from goldspan.evaluate.result import Figures, Power, Referee, Score
from goldspan.evaluate.suggested import OTHERS, OWN, SLICE
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.table import Table

_LEGEND = "P precision, R recall, support: gold spans."


def score_table(score: Score) -> "Table":
    """One row a label and one for all, with counts beside every figure."""
    table = new_table(
        "label",
        "P",
        "R",
        "F1",
        "95% of F1",
        "matched",
        "predicted",
        "support",
        caption="\n".join([_LEGEND, *notes(score)]),
    )
    for label, figures in score.labels.items():
        table.add_row(label, *_cells(figures))
    table.add_section()
    table.add_row("all", *_cells(score.overall), style="bold")
    return table


def notes(score: Score) -> list[str]:
    """What was measured, on what, by whom, a sentence each."""
    gold, predictions, referee = score.gold, score.predictions, score.referee
    documents = (
        f"{how_many(gold.documents, 'document')}, " if score.interval.unit == "document" else ""
    )
    lines = [
        f"{predictions.extractor or 'predictions'} on"
        f" {f'split {gold.split}' if gold.split else 'all splits'}: {documents}"
        f"{how_many(gold.sentences, 'sentence')}, {how_many(gold.entities, 'span')}.",
        _refereed(referee),
        *_read(score),
    ]
    if score.power:
        lines.append(_can_show(score, score.power))
    if any(figures.is_too_few for figures in [score.overall, *score.labels.values()]):
        lines.append("* fewer than 30 gold spans: too few to say much.")
    if predictions.suggested:
        lines += _too_good(score)
    if predictions.errors:
        failed = how_many(predictions.errors, "sentence")
        lines.append(f"The extractor failed on {failed} (counted as empty).")
    if predictions.unlocated:
        claims = how_many(predictions.unlocated, "claim isn't", "claims aren't")
        lines.append(f"{claims} in the text (counted as spurious).")
    return lines


def _can_show(score: Score, power: Power) -> str:
    """What difference between two systems these documents can show, and what 2 points take."""
    documents, fewest = score.gold.documents, fewest_documents()
    if documents < fewest or power.smallest_difference is None:
        can = (
            f"With {how_many(documents, score.interval.unit)} no difference in F1 can be shown;"
            f" that takes {fewest} at least"
        )
    else:
        points = f"{100 * power.smallest_difference:.1f}"
        can = f"These documents can show a difference of {points} points in F1"
    return f"{can}; 2 points take some {round(power.entities_for_2_points, -2)} spans."


def _too_good(score: Score) -> list[str]:
    """That gold leans towards the extractor, and how much, where there is other gold, too."""
    predictions = score.predictions
    others = [name for name in predictions.suggested_by if name not in predictions.extractor]
    whose = f"this extractor ({', '.join(others)})" if others else "this very extractor"
    lines = [
        f"Too good: in {how_many(predictions.suggested, 'sentence')} annotators began with"
        " suggestions"
        f" of {whose}."
    ]
    if apart := score.slices.get(SLICE):
        lines.append(f"F1 is {apart[OWN].f1:.4f} there, {apart[OTHERS].f1:.4f} on all others.")
    return lines


def _read(score: Score) -> list[str]:
    """How tags were read, and what the intervals are worth."""
    lines = []
    if score.repaired:
        places = score.repaired
        lines.append(
            f"Invalid tags in {how_many(places.gold, 'place')} of gold and {places.predicted}"
            " of predictions,"
            f" read as {score.mode} does."
        )
    if score.other_mode:
        other = score.other_mode
        lines.append(f"Read as {other.mode} F1 is {other.f1:.4f} ({other.f1_difference:+.4f}).")
    if score.interval.unit == "sentence":
        lines.append("No documents are marked: intervals take sentences as wholes, too narrow.")
    return lines


def _refereed(referee: Referee) -> str:
    if referee.extent == "off":
        return f"Exact spans; {referee.name} was not asked. Intervals take documents as wholes."
    who = f"{referee.name} {referee.version} {referee.mode} {referee.scheme}"
    seen = f" in {how_many(referee.sentences, 'sentence')}" if referee.extent == "sample" else ""
    return f"Exact spans; {who} counts the same{seen}. Intervals take documents as wholes."


def _cells(figures: Figures) -> list[str]:
    interval = figures.f1_interval
    return [
        f"{figures.precision:.4f}",
        f"{figures.recall:.4f}",
        f"{figures.f1:.4f}",
        f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-",
        str(figures.matched),
        str(figures.predicted),
        f"{figures.support}{'*' if figures.is_too_few else ''}",
    ]
