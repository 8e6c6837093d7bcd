"""``goldspan evaluate compare``: systems on the same gold."""

from typing import Annotated

import typer

from goldspan.evaluate.shell import Gold, Output, Referee, ReportTo, calm, print_json, write
from goldspan.options import AsJson, Split


def compare(
    gold: Gold,
    systems: Annotated[
        list[str],
        typer.Argument(
            help="Predictions files, one a system; NAME=FILE names it, NAME=FILE,FILE gives several"
            " runs of one."
        ),
    ],
    split: Split = None,
    referee: Referee = None,
    output: Output = None,
    report_to: ReportTo = None,
    as_json: AsJson = False,
) -> None:
    """Compare systems on the same gold: differences in F1 with intervals and tests, and ranks.

    Example: goldspan evaluate compare gold/ rules.jsonl model=run1.jsonl,run2.jsonl
    """
    calm()
    from goldspan.evaluate.compare import EXAMPLES, MOST_EXAMPLES
    from goldspan.evaluate.verb import compare_files

    examples = MOST_EXAMPLES if report_to else EXAMPLES
    result = compare_files(gold, systems, split, referee, examples)
    if report_to:
        from goldspan.evaluate.report.write import write_report

        write_report(result, report_to)
        result = result.shortened(EXAMPLES)
    write(result, output)
    if as_json:
        print_json(result)
    else:
        from goldspan.console import show
        from goldspan.evaluate.compare_table import compare_tables

        for table in compare_tables(result):
            show(table)
