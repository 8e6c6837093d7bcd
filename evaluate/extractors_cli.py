"""``goldspan evaluate extractors``: what there is to run."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from goldspan.options import AsJson

if TYPE_CHECKING:
    from rich.table import Table

    from goldspan.extractors.listing import Listed


def extractors(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Show the options of this one, such as transformers."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the extractors: how they are named, what they are, what is installed.

    Example: goldspan evaluate extractors transformers
    """
    from goldspan.console import say, show
    from goldspan.extractors.listing import listed

    found = listed(name)
    if as_json:
        import msgspec

        typer.echo(msgspec.json.encode(found))
    elif name is None:
        show(_kinds_table(found))
    else:
        [kind] = found
        if kind.options:
            show(_options_table(kind))
        else:
            typer.echo(f"{kind.form}: {_summary(kind)}. It has no options.")
        if kind.missing:
            say(f"It needs {' and '.join(kind.missing)}: {kind.install}")


def _kinds_table(found: "Iterable[Listed]") -> "Table":
    rows = [(kind.form, kind.install if kind.missing else "yes", _summary(kind)) for kind in found]
    return _table(("extractor", "installed", "what it is"), rows)


def _options_table(kind: "Listed") -> "Table":
    rows = [
        (option.name, "" if option.default is None else str(option.default), option.description)
        for option in kind.options
    ]
    return _table((f"option of {kind.form}", "default", "what it is"), rows)


def _summary(kind: "Listed") -> str:
    return f"{kind.summary} ({kind.origin})" if kind.origin else kind.summary


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str | None, ...]]) -> "Table":
    from rich.text import Text

    from goldspan.console import new_table

    table = new_table(*headings)
    for column in table.columns:
        column.justify = "left"
    table.columns[-1].no_wrap = False
    for row in rows:
        table.add_row(*(Text(cell or "") for cell in row))
    return table
