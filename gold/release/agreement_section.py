"""The part of a card that says how far annotators agreed: on all they did, and on what is in it."""

from collections.abc import Mapping
from typing import Protocol

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import TOO_FEW, Agreed, Interval
from goldspan.dataset import AGREEMENT_FILE
from goldspan.gold.release.agreement import AgreementInside
from goldspan.gold.release.facts import CardFacts
from goldspan.gold.release.wording import chart, language_names, listed
from goldspan.wording import how_many

_METHOD = (
    "Strict F1 on spans between annotators, before anything was decided: a span is *matched* if"
    " both marked it with the same boundaries and the same label. *first* and *second* are the"
    " spans of the annotator whose name comes first and of the other, over every two annotators of"
    " a sentence; F1 is twice *matched* through *first* plus *second*, not corrected for chance."
    " Intervals are of 95% and take each document as one observation"
)
_NOT_KEPT = (
    "How far annotators agreed on **all** the sentences they annotated isn't known here: this"
    " dataset was built before that was kept. Without the sentences that were left out because"
    " annotators differ, agreement seems higher than it was."
)


class Measured(Protocol):
    """Agreement on some sentences."""

    @property
    def overall(self) -> Agreed:
        """On all labels."""

    @property
    def labels(self) -> dict[str, Agreed]:
        """By label."""

    @property
    def languages(self) -> dict[str, Agreed]:
        """By language."""

    @property
    def interval_method(self) -> str:
        """How intervals are found."""


def agreement_section(facts: CardFacts) -> str:
    """Agreement before any decision; that on all that was annotated comes first."""
    whole, inside = facts.agreement, facts.figures.agreement
    if inside is None and (whole is None or not whole.annotators):
        where = "in this dataset " if whole is None else ""
        return _head(f"No sentence {where}was annotated by two people: agreement can't be told.")
    names = language_names(facts)
    parts = [_head(_METHOD + _intervals(whole or inside))]
    if whole is not None:
        parts += [_of_all(whole), _table(whole, names), *chart(facts, "agreement")]
        parts.append(_beside(whole))
    else:
        parts.append(_NOT_KEPT)
    if inside is None:
        parts.append("None of these sentences is in this dataset.")
    elif whole is not None and inside.overall == whole.overall:
        parts.append("All of these sentences are in this dataset.")
    else:
        parts += _of_inside(inside, facts)
    if any(one.is_too_few for m in (whole, inside) if m for _, one in agreement_rows(m, names)):
        parts.append(f"\\* Fewer than {TOO_FEW} spans on one side: too few to say much.")
    return "\n\n".join(parts)


def agreement_rows(measured: Measured, languages: Mapping[str, str]) -> list[tuple[str, Agreed]]:
    """The rows of the card's table and chart of agreement; languages by their names."""
    by_language = [(languages.get(tag, tag), one) for tag, one in measured.languages.items()]
    return [
        *measured.labels.items(),
        *(by_language if len(by_language) > 1 else ()),
        ("all", measured.overall),
    ]


def _head(text: str) -> str:
    return f"### Agreement between annotators\n\n{text}"


def _intervals(measured: Measured | None) -> str:
    found = measured.interval_method if measured else ""
    return f" ({found})." if found else "."


def _of_all(whole: Agreement) -> str:
    return (
        f"**On all {whole.overall.sentences} sentences that two or more annotated**"
        f" ({how_many(whole.documents, 'document')}), whether or not they are in this dataset:"
    )


def _of_inside(inside: AgreementInside, facts: CardFacts) -> list[str]:
    """A table, but where they agree on everything, which is said in a sentence."""
    waiting = facts.manifest.counts.get("sentences_in_disagreements", 0)
    left_out = how_many(
        waiting,
        "sentence on which annotators differ waits for a decision and is left out",
        "sentences on which annotators differ wait for a decision and are left out",
    )
    why = f" It says little of how hard the task is: {left_out}, which lifts it." * bool(waiting)
    one = inside.overall
    where = (
        f"**On the {how_many(one.sentences, 'sentence')} in this dataset that two or more"
        " annotated**"
        f" ({how_many(one.documents, 'document')})"
    )
    if one.f1 == 1:
        return [f"{where} F1 is {one.f1:.4f}: all {one.matched} spans are matched.{why}"]
    return [f"{where}:{why}", _table(inside, language_names(facts))]


def _beside(whole: Agreement) -> str:
    """What else is known of agreement, and what makes it too good."""
    alpha = whole.alpha.overall
    lines = []
    if alpha.alpha is not None:
        lines.append(
            f"Corrected for chance: Krippendorff's unitised alpha {alpha.alpha:.4f}"
            f"{_in_brackets(alpha.alpha_interval)}, from {how_many(alpha.spans, 'span')}."
        )
    if any(name != "none" for name in whole.suggestions):
        each = listed(
            [
                f"F1 {one.f1:.4f} on {how_many(one.sentences, 'sentence')} ({name})"
                for name, one in whole.suggestions.items()
                if one.f1 is not None
            ]
        )
        lines.append(
            f"People who begin with the same suggestions agree more; by suggestions shown: {each}."
        )
    if whole.changed_by_others:
        lines.append(
            f"{how_many(whole.changed_by_others, 'annotation was', 'annotations were')} last"
            " changed by another annotator, and so not independent."
        )
    lines.append(
        f"Every pair of annotators, and more measures: [{AGREEMENT_FILE}]({AGREEMENT_FILE})."
    )
    return " ".join(lines)


def _table(measured: Measured, names: Mapping[str, str]) -> str:
    rows = [f"| {name} | {_cells(one)} |" for name, one in agreement_rows(measured, names)]
    return "\n".join(
        [
            "| mentions of | F1 | 95% interval | matched | first | second |",
            "|---|---:|---:|---:|---:|---:|",
            *rows,
        ]
    )


def _cells(one: Agreed) -> str:
    interval = f"{one.f1_interval[0]:.3f}-{one.f1_interval[1]:.3f}" if one.f1_interval else "-"
    star = "\\*" if one.is_too_few else ""
    f1 = "-" if one.f1 is None else f"{one.f1:.4f}{star}"
    return f"{f1} | {interval} | {one.matched} | {one.first} | {one.second}"


def _in_brackets(interval: Interval) -> str:
    return f" ({interval[0]:.3f}-{interval[1]:.3f})" if interval else ""
