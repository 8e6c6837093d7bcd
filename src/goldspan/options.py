"""Command line options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

GuidelinesFile = Annotated[
    Path | None,
    typer.Option(
        "--guidelines",
        help="A guidelines file; else guidelines.md here, else goldspan's own.",
        envvar="GOLDSPAN_GUIDELINES",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Split = Annotated[
    str | None, typer.Option("--split", help="One split of the dataset; all of them if omitted.")
]
