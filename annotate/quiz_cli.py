"""``goldspan annotate quiz``: the grades of the qualification quiz."""

from typing import Annotated

import typer

from goldspan.annotate.options import QUIZ_PROJECT
from goldspan.options import AsJson, GuidelinesFile


def quiz(
    project: Annotated[
        str, typer.Option("--project", help="The quiz project's title, or its number.")
    ] = QUIZ_PROJECT,
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="The share of right answers that qualifies.")
    ] = 0.8,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Grade the qualification quiz: each annotator, rule by rule, and what they got wrong and why.

    Exit code 3 says that somebody is under the threshold, or that an annotation failed a check.

    Example: goldspan annotate quiz --threshold 0.9
    """
    import msgspec

    from goldspan.annotate.pull import pulled_project
    from goldspan.annotate.quiz import grade
    from goldspan.annotate.quiz_table import grades_table
    from goldspan.annotate.server import connect
    from goldspan.console import say, show
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.guidelines.read import find_guidelines

    rules = find_guidelines(guidelines)
    with (
        connect() as server,
        pulled_project(server, project_name=project, guidelines=rules) as pulled,
    ):
        grades = grade(pulled.records(), rules)
    problems = pulled.summary.problems
    if as_json:
        typer.echo(msgspec.json.encode(grades))
    else:
        show(grades_table(grades, threshold))
        for one in grades:
            for mistake in one.mistakes:
                typer.echo(
                    f"\n{one.annotator}, rule {mistake.rule}: {mistake.title}\n"
                    f"  expected {mistake.expected}\n  given    {mistake.given}\n  {mistake.prose}"
                )
    for problem in problems:
        say(f"{problem.address}\n  {problem.what}")
    under = [one.annotator for one in grades if one.share < threshold]
    if under:
        say(f"Not qualified at {threshold:.0%}: {', '.join(under)}")
    if under or problems:
        raise typer.Exit(EXIT_CHECK_SAYS_NO)
