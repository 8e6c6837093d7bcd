"""``goldspan guidelines``: check and show the annotation guidelines."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import GuidelinesFile
from goldspan.wording import how_many

app = typer.Typer(help="The annotation guidelines: check and show.", no_args_is_help=True)


class View(str, Enum):
    """What to show of the guidelines."""

    html = "html"
    config = "config"
    json = "json"


@app.command()
def check(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help="The file; else guidelines.md here, else goldspan's own."
        ),
    ] = None,
) -> None:
    """Check a guidelines file; every finding comes with its line.

    Example: goldspan guidelines check guidelines.md
    """
    from goldspan.console import say
    from goldspan.guidelines.read import find_guidelines

    found = find_guidelines(path)
    examples = [example for rule in found.rules for example in rule.examples]
    counters = sum(example.is_counter for example in examples)
    say(
        f"Guidelines {found.version} are sound: {how_many(len(found.labels), 'label')}"
        f" ({', '.join(found.label_names)}), {how_many(len(found.rules), 'rule')},"
        f" {how_many(len(examples) - counters, 'example')}, {how_many(counters, 'counter-example')}"
    )


@app.command()
def show(
    view: Annotated[
        View,
        typer.Option(
            "--as", help="The annotators' instructions, the Label Studio page, or everything."
        ),
    ] = View.html,
    guidelines: GuidelinesFile = None,
) -> None:
    """Show what the guidelines make: instructions, labelling page, or their content as JSON.

    Example: goldspan guidelines show --as config
    """
    import msgspec

    from goldspan.guidelines.labelling_config import labelling_config
    from goldspan.guidelines.page import instructions_html
    from goldspan.guidelines.read import find_guidelines

    found = find_guidelines(guidelines)
    if view is View.json:
        typer.echo(msgspec.json.encode(found))
    else:
        typer.echo(instructions_html(found) if view is View.html else labelling_config(found))
