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
LabelMapping = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="THEIRS=OURS,...",
        help="The guidelines' label for each of the extractor's, such as"
        " PERSON=LEADER,GPE=COUNTRY; what isn't mapped is left out and counted.",
    ),
]
ExtractorOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="KEY=VALUE",
        help="An option of this kind of extractor; evaluate extractors lists them.",
    ),
]
