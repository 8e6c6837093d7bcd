"""Options that several commands of ``goldspan annotate`` share."""

from typing import Annotated

import typer

DEFAULT_PROJECT = "goldspan"
QUIZ_PROJECT = "goldspan quiz"
ADJUDICATION_PROJECT = "goldspan adjudication"

ProjectName = Annotated[
    str,
    typer.Option(
        "--project", help="The project's title, or its number.", envvar="GOLDSPAN_PROJECT"
    ),
]
OptionalProjectName = Annotated[
    str | None,
    typer.Option(
        "--project",
        help=f"The project's title, or its number; if omitted '{DEFAULT_PROJECT}', or"
        f" '{QUIZ_PROJECT}' with --quiz.",
        envvar="GOLDSPAN_PROJECT",
    ),
]
