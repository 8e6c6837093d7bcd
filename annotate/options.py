"""Options that several commands of ``goldspan annotate`` share."""

from typing import Annotated

import typer

DEFAULT_PROJECT = "goldspan"
QUIZ_PROJECT = "goldspan quiz"
ADJUDICATION_PROJECT = "goldspan adjudication"

_PROJECT = typer.Option(
    "--project", help="The project's title, or its number.", envvar="GOLDSPAN_PROJECT"
)
ProjectName = Annotated[str, _PROJECT]
OptionalProjectName = Annotated[str | None, _PROJECT]
