"""Agreement as a terminal shows it: strict F1 first, then the other measures, then what on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from goldspan.agreement.accuracy import Accuracy, AccuracyAgainstGold
from goldspan.agreement.corrected import TokenKappas
from goldspan.agreement.disagreements import Disagreements
from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import Agreed, Interval
from goldspan.console import new_table
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.style import Style
    from rich.table import Table

_MOST_GROUPS = 10
_MOST_EXAMPLES = 2


def agreement_table(agreement: Agreement) -> "Group":
    """Everything that was measured."""
    from rich.console import Group

    parts: list[RenderableType] = []
    if agreement.annotators:
        parts += [_strict(agreement), _others(agreement)]
        if len(agreement.annotators) > 2:
            parts.append(_matrix(agreement))
        if agreement.token_kappa:
            parts.append(_token_kappa(agreement.token_kappa))
        if agreement.disagreements.groups:
            parts.append(_disagreements(agreement.disagreements))
    if agreement.accuracy_against_gold:
        parts.append(_accuracy(agreement.accuracy_against_gold))
    return Group(*parts)


def _strict(agreement: Agreement) -> "Group":
    table = new_table("", "F1", "95% of F1", "matched", "first", "second", "sentences")
    groups = [agreement.labels, agreement.languages, agreement.labels_by_language]
    groups += [
        group
        for group in (
            agreement.sections,
            agreement.guidelines,
            agreement.suggestions,
            agreement.pairs,
        )
        if len(group) > 1
    ]
    for group in groups:
        for name, agreed in group.items():
            table.add_row(name, *_strict_cells(agreed))
        table.add_section()
    table.add_row("all", *_strict_cells(agreement.overall), style="bold")
    is_too_few = any(agreed.is_too_few for group in groups for agreed in group.values())
    return _with_notes(
        table,
        f"Strict F1 on spans between {', '.join(agreement.annotators)}:"
        f" same start, end and label; {how_many(agreement.overall.documents, 'document')}.",
        "Intervals take documents as wholes. first, second: spans of the two, in order of names.",
        "* fewer than 30 spans: too few to say." if is_too_few else "",
        f"Too good: with suggestions of {', '.join(suggested)} before their eyes people agree more."
        if (suggested := [name for name in agreement.suggestions if name != "none"])
        else "",
        "Not independent:"
        f" {how_many(agreement.changed_by_others, 'annotation was', 'annotations were')}"
        " changed by another"
        " annotator."
        if agreement.changed_by_others
        else "",
    )


def _strict_cells(agreed: Agreed) -> list[str]:
    return [
        _number(agreed.f1),
        _interval(agreed.f1_interval),
        str(agreed.matched),
        str(agreed.first),
        _starred(agreed.second, agreed.is_too_few),
        str(agreed.sentences),
    ]


def _others(agreement: Agreement) -> "Group":
    """One row a measure and label, so that each has its interval and its counts beside it."""
    table = new_table()
    table.add_column("beside it", no_wrap=True)
    table.add_column("", no_wrap=True)
    for heading in ("", "95%"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("from", no_wrap=True)
    named = {**agreement.labels, "all": agreement.overall}
    for measure, rows in (
        ("overlapping F1", _overlapping(named)),
        ("boundaries F1", _boundaries(named)),
        ("label accuracy", _label_accuracy(named)),
        ("unitised alpha", _alpha(agreement)),
        ("gamma", _gamma(agreement)),
    ):
        for place, row in enumerate(rows):
            style = "bold" if row.name == "all" else ""
            table.add_row("" if place else measure, *row.cells, style=style)
        table.add_section()
    return _with_notes(
        table,
        "overlapping: same label, any overlap, one to one. boundaries: any label. label accuracy:"
        " same label where boundaries match. alpha"
        + (" and gamma are" if agreement.gamma else " is")
        + " corrected for chance.",
    )


class _Row(NamedTuple):
    """A figure, what it was measured on, and what it comes from."""

    name: str
    figure: float | None
    interval: Interval
    counts: str
    is_too_few: bool

    @property
    def cells(self) -> list[str]:
        return [
            self.name,
            _number(self.figure),
            _interval(self.interval),
            _starred(self.counts, self.is_too_few),
        ]


def _overlapping(named: dict[str, Agreed]) -> Iterator[_Row]:
    for name, agreed in named.items():
        found = agreed.overlapping
        counts = f"{found.first_matched} of {agreed.first}, {agreed.second}"
        yield _Row(name, found.f1, found.f1_interval, counts, agreed.is_too_few)


def _boundaries(named: dict[str, Agreed]) -> Iterator[_Row]:
    for name, agreed in named.items():
        found = agreed.boundaries
        matched = dict.fromkeys([str(found.first_matched), str(found.second_matched)])
        counts = f"{', '.join(matched)} of {agreed.first}, {agreed.second}"
        yield _Row(name, found.f1, found.f1_interval, counts, agreed.is_too_few)


def _label_accuracy(named: dict[str, Agreed]) -> Iterator[_Row]:
    for name, agreed in named.items():
        found = agreed.label_accuracy
        counts = f"{found.same} of {found.first}, {found.second}"
        yield _Row(name, found.accuracy, found.accuracy_interval, counts, found.is_too_few)


def _alpha(agreement: Agreement) -> Iterator[_Row]:
    for name, found in [*agreement.alpha.labels.items(), ("all", agreement.alpha.overall)]:
        counts = f"{how_many(found.spans, 'span')} of {found.annotators} annotators"
        yield _Row(name, found.alpha, found.alpha_interval, counts, found.is_too_few)


def _gamma(agreement: Agreement) -> Iterator[_Row]:
    if found := agreement.gamma:
        counts = (
            f"{how_many(found.spans, 'span')} in"
            f" {how_many(len({d.document for d in found.documents}), 'document')}"
        )
        yield _Row("all", found.gamma, found.gamma_interval, counts, found.is_too_few)


def _matrix(agreement: Agreement) -> "Group":
    """Strict F1 of every two: red where they agree less, blue where more."""
    from rich.text import Text

    names = agreement.annotators
    table = new_table("strict F1", *names)
    for name, row in zip(names, agreement.matrix.f1, strict=True):
        cells = []
        for other, f1 in zip(names, row, strict=True):
            if f1 is None:
                cells.append(Text("-", style="dim"))
            else:
                first, second = sorted((name, other))
                is_too_few = agreement.pairs[f"{first} & {second}"].is_too_few
                cells.append(Text(_starred(f"{f1:.3f}", is_too_few), style=_heat(f1)))
        table.add_row(name, *cells)
    return _with_notes(table, "Every two annotators, on the sentences both annotated.")


def _heat(f1: float) -> "Style":
    """Red at 0.5 and less, white at 0.75, blue at 1: told apart by the colour-blind, too."""
    from rich.color import Color
    from rich.style import Style

    red, white, blue = (178, 24, 43), (247, 247, 247), (67, 147, 195)
    place = min(max(2 * (f1 - 0.5), 0.0), 1.0)
    low, high, share = (red, white, 2 * place) if place < 0.5 else (white, blue, 2 * place - 1)
    mixed = [round(a + share * (b - a)) for a, b in zip(low, high, strict=True)]
    return Style(bgcolor=Color.from_rgb(*mixed), color="white" if place < 0.2 else "black")


def _token_kappa(kappas: TokenKappas) -> "Group":
    table = new_table("token kappa", "", "tokens", "outside for both", "spans not seen")
    for name, found in kappas.pairs.items():
        table.add_row(
            name,
            _number(found.kappa),
            str(found.tokens),
            str(found.outside_for_both),
            str(found.spans_not_seen),
        )
    return _with_notes(table, kappas.warning)


def _disagreements(disagreements: Disagreements) -> "Group":
    table = new_table()
    table.add_column("disagreements", justify="right", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("on", overflow="fold")
    table.add_column("in", overflow="fold")
    for group in disagreements.groups[:_MOST_GROUPS]:
        more = ", ..." if group.count > _MOST_EXAMPLES else ""
        table.add_row(
            str(group.count),
            group.kind,
            " | ".join(" ".join([m.text, m.label, *m.attributes]) for m in group.marked),
            ", ".join(group.sentences[:_MOST_EXAMPLES]) + more,
        )
    kinds = ", ".join(f"{count} {kind}" for kind, count in disagreements.kinds.items())
    left = len(disagreements.groups) - _MOST_GROUPS
    return _with_notes(
        table,
        f"{how_many(sum(disagreements.kinds.values()), 'disagreement')}: {kinds}."
        + (
            f" {how_many(left, 'more row')} in --json; each by itself with --disagreements."
            if left > 0
            else ""
        ),
    )


def _accuracy(against: AccuracyAgainstGold) -> "Group":
    table = new_table("accuracy", "P", "R", "F1", "95% of F1", "matched", "marked", "gold")
    for name, annotator in against.annotators.items():
        table.add_row(name, *_accuracy_cells(annotator.all))
        if annotator.disputed:
            table.add_row("  disputed", *_accuracy_cells(annotator.disputed))
    return _with_notes(
        table,
        f"Accuracy against {against.source}, not agreement: gold is partly what the annotators"
        f" said. {against.sentences} of the annotated sentences are in it,"
        f" {against.sentences_not_in_gold} aren't; disputed are {against.disputed_sentences}, where"
        " annotators differ or an adjudicator decided.",
    )


def _accuracy_cells(figures: Accuracy) -> list[str]:
    return [
        _number(figures.precision),
        _number(figures.recall),
        _number(figures.f1),
        _interval(figures.f1_interval),
        str(figures.matched),
        str(figures.marked),
        _starred(figures.gold, figures.is_too_few),
    ]


def _with_notes(table: "Table", *notes: str) -> "Group":
    """The table with its notes below, which may be as wide as the terminal."""
    from rich.console import Group
    from rich.text import Text

    return Group(table, Text("\n".join(note for note in notes if note) + "\n", style="dim"))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _interval(interval: Interval) -> str:
    return f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-"


def _starred(value: object, is_too_few: bool) -> str:
    return f"{value}{'*' if is_too_few else ''}"
