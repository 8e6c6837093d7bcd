"""``goldspan annotate adjudicate``: disagreements to adjudicators."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.annotate.options import ADJUDICATION_PROJECT
from goldspan.options import AsJson, GuidelinesFile
from goldspan.wording import how_many


def adjudicate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="The dataset's folder that gold build wrote.")
    ],
    project: Annotated[
        str, typer.Option("--project", help="The adjudication project's title, or its number.")
    ] = ADJUDICATION_PROJECT,
    guidelines: GuidelinesFile = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Push the sentences on which annotators disagree to a project for adjudicators.

    Pull that project, and give both files to gold build. A sentence that annotators have annotated
    otherwise since is pushed anew.

    Example: goldspan annotate adjudicate gold/
    """
    import msgspec

    from goldspan.annotate.adjudicate import adjudicate as push_disputes
    from goldspan.annotate.adjudicate import planned, read_disputes
    from goldspan.annotate.server import connect
    from goldspan.console import say
    from goldspan.guidelines.read import find_guidelines

    rules = find_guidelines(guidelines)
    disputes = read_disputes(gold, rules)
    if not disputes:
        say(f"Nothing to adjudicate: no sentence of {gold} is in disagreement")
        return
    with connect() as server:
        if dry_run:
            plan = planned(server, disputes, project_name=project)
            if as_json:
                typer.echo(msgspec.json.encode(plan))
            say(
                f"{how_many(plan.made, 'sentence')} would be pushed,"
                f" {how_many(plan.present, 'is', 'are')} there already,"
                f" {how_many(plan.stale, 'task')} would be stale"
            )
            return
        pushed = push_disputes(server, disputes, project_name=project, guidelines=rules)
    if as_json:
        typer.echo(msgspec.json.encode(pushed))
    say(
        f"{how_many(pushed.made, 'disputed sentence')} pushed,"
        f" {how_many(pushed.present, 'was', 'were')} there already"
    )
    if pushed.stale:
        say(
            f"{how_many(pushed.stale, 'task is', 'tasks are')} stale, because annotators have"
            " said something else since"
        )
    if pushed.twice:
        say(f"{how_many(pushed.twice, 'surplus task')} of an interrupted push removed")
    say(f"Adjudicate at {server.url}/projects/{pushed.project}/data?labeling=1")
