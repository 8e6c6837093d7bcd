"""Agreement as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.gold.agreement_result import Agreed, Agreement

if TYPE_CHECKING:
    from rich.table import Table


def agreement_table(agreement: Agreement) -> "Table":
    """One row a label, language and pair, with counts beside every figure."""
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        caption=_caption(agreement),
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column("", no_wrap=True)
    for heading in ("F1", "95% of F1", "matched", "first", "second", "sentences"):
        table.add_column(heading, justify="right", no_wrap=True)
    groups = [agreement.labels, agreement.languages, agreement.labels_by_language]
    if len(agreement.pairs) > 1:
        groups.append(agreement.pairs)
    for group in groups:
        for name, agreed in group.items():
            table.add_row(name, *_cells(agreed))
        table.add_section()
    table.add_row("all", *_cells(agreement.overall), style="bold")
    return table


def _caption(agreement: Agreement) -> str:
    lines = [
        f"Strict F1 on spans between {', '.join(agreement.annotators)};"
        f" {agreement.documents} documents. Intervals resample documents.",
        "first, second: spans of the two annotators, in the order of their names.",
    ]
    groups = (agreement.labels, agreement.languages, agreement.labels_by_language, agreement.pairs)
    if any(agreed.is_too_few for group in groups for agreed in group.values()):
        lines.append("* fewer than 30 spans: too few to say much.")
    return "\n".join(lines)


def _cells(agreed: Agreed) -> list[str]:
    interval = agreed.f1_interval
    return [
        "-" if agreed.f1 is None else f"{agreed.f1:.4f}",
        f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-",
        str(agreed.matched),
        str(agreed.first),
        f"{agreed.second}{'*' if agreed.is_too_few else ''}",
        str(agreed.sentences),
    ]
