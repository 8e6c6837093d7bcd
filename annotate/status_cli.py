"""``goldspan annotate status``: how far a project is, and how well people work."""

from typing import Annotated

import typer

from goldspan.annotate.options import DEFAULT_PROJECT, ProjectName
from goldspan.options import AsJson, GuidelinesFile


def status(
    project: ProjectName = DEFAULT_PROJECT,
    live: Annotated[
        bool, typer.Option("--live", help="Keep the table up to date until Ctrl+C.")
    ] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = 10,
    quality: Annotated[
        bool,
        typer.Option(
            "--quality",
            help="How well each annotator works: agreement, controls, pace, suggestions kept.",
        ),
    ] = False,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Say how far a project is: by annotator, by document, and in all.

    Example: goldspan annotate status --json
    """
    import time

    import msgspec

    from goldspan.annotate.pull import pulled_project
    from goldspan.annotate.quality import quality_of
    from goldspan.annotate.server import connect
    from goldspan.annotate.status import Status, status_of
    from goldspan.annotate.status_table import status_tables
    from goldspan.console import live_view, show
    from goldspan.guidelines.read import find_guidelines

    rules = find_guidelines(guidelines)
    with connect() as server:

        def look() -> Status:
            with pulled_project(server, project_name=project, guidelines=rules) as pulled:
                found = status_of(pulled)
                if quality:
                    found.quality, found.suggestions = quality_of(pulled, rules)
                return found

        found = look()
        if as_json:
            typer.echo(msgspec.json.encode(found))
        elif not live:
            show(status_tables(found))
        else:
            with live_view() as update:
                while True:
                    update(status_tables(found))
                    time.sleep(every)
                    found = look()
