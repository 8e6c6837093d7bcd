"""``goldspan gold diff``: what changed between two versions."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import AsJson


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier dataset's folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The later dataset's folder.")],
    limit: Annotated[int, typer.Option(min=0, help="How many changed sentences to show.")] = 10,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 3 if they differ.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what changed from one version of a dataset to another, and how great the change is.

    A major change: scores can't be compared (spans, texts, splits or labels changed, or sentences
    are gone). A minor one: something was only added. A patch: the gold itself is the same.

    Example: goldspan gold diff gold-1.0/ gold/
    """
    import msgspec

    from goldspan.console import show
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.gold.diff import diff as compare
    from goldspan.gold.differences.terminal import diff_table

    difference = compare(before, after)
    if as_json:
        typer.echo(msgspec.json.encode(difference))
    else:
        show(diff_table(difference, limit))
    if exit_code and difference.level != "none":
        raise typer.Exit(EXIT_CHECK_SAYS_NO)
