"""``goldspan evaluate compare``: systems on the same gold."""

from typing import Annotated

import typer

from goldspan.evaluate.shell import (
    AllowSuggested,
    Gold,
    Output,
    Referee,
    ReportTo,
    calm,
    print_json,
    write,
)
from goldspan.options import AsJson, Split


def compare(
    gold: Gold,
    systems: Annotated[
        list[str],
        typer.Argument(
            metavar="SYSTEM",
            help="Predictions files, one a system; NAME=FILE names it, NAME=FILE,FILE gives several"
            " runs of one.",
        ),
    ],
    split: Split = None,
    allow_suggested: AllowSuggested = False,
    referee: Referee = None,
    output: Output = None,
    report_to: ReportTo = None,
    as_json: AsJson = False,
) -> None:
    """Compare systems on the same gold: differences in F1 with intervals and tests, and ranks.

    Example: goldspan evaluate compare gold/ rules.jsonl model=run1.jsonl,run2.jsonl
    """
    calm()
    import msgspec

    from goldspan.evaluate.compare_files import compare_files

    result = compare_files(
        gold,
        systems,
        split,
        referee,
        with_sentences=bool(report_to),
        allow_suggested=allow_suggested,
    )
    if report_to:
        from goldspan.evaluate.report.write import write_report

        write_report(result, report_to)
        result = msgspec.structs.replace(result, sentences=None)
    write(result, output)
    if as_json:
        print_json(result)
    else:
        from goldspan.console import show
        from goldspan.evaluate.compare_table import compare_tables

        for table in compare_tables(result):
            show(table)
