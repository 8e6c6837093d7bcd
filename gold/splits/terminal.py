"""A split as a terminal shows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from goldspan.gold.splits.report import SplitReport
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.table import Table

_LARGE = 0.5


def split_table(report: SplitReport) -> "Table":
    """One row a split: sizes, languages, labels, mentions seen in training."""
    from rich import box
    from rich.table import Table

    languages = sorted({name for one in report.splits.values() for name in one.languages})
    labels = sorted({name for one in report.splits.values() for name in one.labels})
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        caption="share: of sentences; seen: mentions that stand in training with the same label.",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column("", no_wrap=True)
    for heading in ("sentences", "share", "documents", *languages, "spans", *labels, "seen"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, one in report.splits.items():
        seen = one.seen["all"].share if one.seen else None
        table.add_row(
            name,
            str(one.sentences),
            f"{one.share:.3f}",
            str(one.documents),
            *(str(one.languages.get(language, 0)) for language in languages),
            str(one.spans),
            *(str(one.labels.get(label, 0)) for label in labels),
            "-" if seen is None else f"{seen:.3f}",
        )
    return table


def split_messages(report: SplitReport) -> Iterator[str]:
    """What else is to be said of it."""
    random, by_document = report.leaks_by_sentence, report.leaks_by_document
    yield (
        f"Nothing leaks: {report.leaks.documents} documents and {report.leaks.clusters} of"
        f" {report.clusters} near-duplicate clusters are in two splits. Drawing sentence by"
        f" sentence: {how_many(random.documents, 'document')},"
        f" {how_many(random.clusters, 'cluster')},"
        f" {how_many(random.tests, 'sentence')} with a near duplicate in training; document by"
        " document:"
        f" {how_many(by_document.clusters, 'cluster')}, {how_many(by_document.tests, 'sentence')}."
    )
    if report.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in report.left_out.items())
        yield f"Put aside, in no split: {reasons} (splits.jsonl names each)"
    if report.known_documents:
        stayed = how_many(
            report.known_documents,
            "document stayed where it was",
            "documents stayed where they were",
        )
        yield f"{stayed}, {how_many(report.new_documents, 'is', 'are')} new"
    if report.dropped:
        yield (
            f"What was split before leaks: put aside {', '.join(report.dropped[:5])}"
            + (f" and {len(report.dropped) - 5} more" if len(report.dropped) > 5 else "")
        )
    largest, total = report.largest_group, sum(one.sentences for one in report.splits.values())
    if largest and largest.sentences > _LARGE * total:
        yield (
            f"Near duplicates tie {len(largest.documents)} documents together, from"
            f" {largest.documents[0]} to {largest.documents[-1]}: over half of all sentences. If"
            " they share page furniture only, flag that as boilerplate and split with --anew."
        )
