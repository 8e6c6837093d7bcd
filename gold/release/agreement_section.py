"""The part of a card that says how far annotators agreed: on all they did, and on what is in it."""

from collections.abc import Mapping
from typing import Protocol

from goldspan.agreement.result import Agreement
from goldspan.agreement.spans import TOO_FEW, Agreed
from goldspan.dataset import AGREEMENT_FILE
from goldspan.gold.release.agreement import AgreementInside
from goldspan.gold.release.facts import CardFacts
from goldspan.gold.release.wording import chart, language_names, listed

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


def agreement_section(facts: CardFacts) -> str:
    """Agreement before any decision; that on all that was annotated comes first."""
    whole, inside = facts.agreement, facts.figures.agreement
    if inside is None and (whole is None or not whole.annotators):
        where = "in this dataset " if whole is None else ""
        return _head(f"No sentence {where}was annotated by two people: agreement can't be told.")
    names = language_names(facts)
    parts = [_head(_METHOD)]
    if whole is not None:
        parts += [_of_all(whole), _table(whole, names), *chart(facts, "agreement")]
        parts += [_beside(whole)]
    else:
        parts.append(_NOT_KEPT)
    if inside is not None and whole is not None and inside.overall == whole.overall:
        parts.append("All of these sentences are in this dataset.")
    elif inside is not None:
        parts += [_of_inside(inside, facts), _table(inside, names)]
        if whole is None:
            parts += chart(facts, "agreement")
    elif whole is not None:
        parts.append("None of these sentences is in this dataset.")
    if any(one.is_too_few for m in (whole, inside) if m for _, one in agreement_rows(m, names)):
        parts.append(f"\\* Fewer than {TOO_FEW} spans on one side: too few to say much.")
    return "\n\n".join(parts)


_METHOD = (
    "Strict F1 on spans between annotators, before anything was decided: a span is *matched* if"
    " both marked it with the same boundaries and the same label. *first* and *second* are the"
    " spans of the annotator whose name comes first and of the other, over every two annotators of"
    " a sentence; F1 is twice the matched through their sum. Not corrected for chance. Intervals"
    " are of 95% and take each document as one observation."
)


def charted(whole: Agreement | None, inside: AgreementInside | None) -> Measured | None:
    """What the chart shows: all that was annotated, else what the dataset has."""
    return whole if whole is not None and whole.annotators else inside


def _head(text: str) -> str:
    return f"### Agreement between annotators\n\n{text}"


def _of_all(whole: Agreement) -> str:
    return (
        f"**On all {whole.overall.sentences} sentences that two or more annotated**"
        f" ({whole.documents} documents), whether or not they are in this dataset:"
    )


def _of_inside(inside: AgreementInside, facts: CardFacts) -> str:
    waiting = facts.manifest.counts.get("sentences_in_disagreements", 0)
    why = (
        f" It is no measure of how hard the task is: {waiting} sentences are left out because"
        " annotators differ and nobody has decided, so what is left agrees by construction."
        if waiting
        else ""
    )
    return (
        f"**On the {inside.overall.sentences} such sentences in this dataset**"
        f" ({inside.overall.documents} documents).{why}"
    )


def _beside(whole: Agreement) -> str:
    """What else is known of agreement, and what makes it too good."""
    alpha = whole.alpha.overall
    lines = []
    if alpha.alpha is not None:
        lines.append(
            f"Corrected for chance: Krippendorff's unitised alpha {alpha.alpha:.4f}"
            f"{_in_brackets(alpha.alpha_interval)}, from {alpha.spans} spans."
        )
    shown = {name: one for name, one in whole.suggestions.items() if name != "none"}
    if shown:
        each = listed(
            [
                f"F1 {one.f1:.4f} on {one.sentences} sentences ({name})"
                for name, one in whole.suggestions.items()
                if one.f1 is not None
            ]
        )
        lines.append(
            f"People who begin with the same suggestions agree more; by suggestions shown: {each}."
        )
    if whole.changed_by_others:
        lines.append(
            f"{whole.changed_by_others} annotations were last changed by another annotator and are"
            " not independent."
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


def agreement_rows(measured: Measured, languages: Mapping[str, str]) -> list[tuple[str, Agreed]]:
    """The rows of the card's table and chart of agreement; languages by their names."""
    by_language = [(languages.get(tag, tag), one) for tag, one in measured.languages.items()]
    return [
        *measured.labels.items(),
        *(by_language if len(by_language) > 1 else ()),
        ("all", measured.overall),
    ]


def _cells(one: Agreed) -> str:
    interval = f"{one.f1_interval[0]:.3f}-{one.f1_interval[1]:.3f}" if one.f1_interval else "-"
    star = "\\*" if one.is_too_few else ""
    f1 = "-" if one.f1 is None else f"{one.f1:.4f}{star}"
    return f"{f1} | {interval} | {one.matched} | {one.first} | {one.second}"


def _in_brackets(interval: tuple[float, float] | None) -> str:
    return f" ({interval[0]:.3f}-{interval[1]:.3f})" if interval else ""
