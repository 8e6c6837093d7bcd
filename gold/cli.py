"""``goldspan gold``: annotations to a gold dataset."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from goldspan.gold.commands.agreement import agreement
from goldspan.gold.commands.diff import diff
from goldspan.gold.commands.export import export
from goldspan.gold.commands.publishing import publish, restore
from goldspan.gold.commands.quality import check, split
from goldspan.options import AsJson, GuidelinesFile
from goldspan.tokens import TOKENISER, TOKENISERS


class Skipped(str, Enum):
    """What becomes of a sentence that somebody skipped."""

    IGNORE = "ignore"
    LEAVE_OUT = "leave-out"


app = typer.Typer(help="Annotations to a gold dataset.", no_args_is_help=True)

TokeniserName = Annotated[
    str,
    typer.Option(
        "--tokeniser",
        help="Tokens for tags: "
        + "; ".join(f"{name}: {tokeniser.definition}" for name, tokeniser in TOKENISERS.items())
        + ".",
    ),
]


@app.command()
def build(
    annotations: Annotated[
        list[Path],
        typer.Argument(
            metavar="ANNOTATIONS",
            help="Annotations files that pull wrote, of annotators and of adjudicators; decisions"
            " made elsewhere go to --adjudicated.",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dataset's folder.")],
    adjudicated: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file of adjudicators' decisions made elsewhere: each of its records decides its"
            " sentence, whatever annotators say."
        ),
    ] = None,
    policy: Annotated[
        str,
        typer.Option(
            help="Whose spans are gold: unanimous (all annotators marked it), majority (more than"
            " half) or annotator:NAME. Spans it doesn't decide are disputed."
        ),
    ] = "unanimous",
    skipped: Annotated[
        Skipped,
        typer.Option(
            help="A sentence that somebody skipped: ignore takes the others' annotations,"
            " leave-out leaves it out."
        ),
    ] = Skipped.IGNORE,
    leave_out_flagged: Annotated[
        str,
        typer.Option(
            metavar="FLAGS",
            help="Leave out sentences to which a deciding annotator gave one of these flags, such"
            " as boilerplate,garbled; none if omitted.",
        ),
    ] = "",
    sentences: Annotated[
        Path | None,
        typer.Option(help="All sentences; those without annotation are then counted, too."),
    ] = None,
    tokeniser: TokeniserName = TOKENISER,
    splits: Annotated[
        Path | None,
        typer.Option(
            help="An earlier dataset, or its splits.jsonl: what it split stays where it was. If"
            " omitted the dataset that is replaced, if it was split."
        ),
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a dataset of the sentences whose annotators agree, or that an adjudicator decided.

    What is left out is listed with its reason: disagreements.jsonl, left_out.jsonl.

    Example: goldspan gold build annotations.jsonl adjudicated.jsonl -o gold/
    """
    import msgspec

    from goldspan.console import say
    from goldspan.gold.build import build as build_gold
    from goldspan.gold.building.merge import Options
    from goldspan.gold.building.messages import build_messages
    from goldspan.gold.building.policy import Policy
    from goldspan.guidelines.read import find_guidelines

    built = build_gold(
        annotations,
        output,
        guidelines=find_guidelines(guidelines),
        adjudicated_files=adjudicated or [],
        sentences_file=sentences,
        splits=splits,
        options=Options(
            policy=Policy(policy),
            leave_out_skipped=skipped is Skipped.LEAVE_OUT,
            leave_out_flagged=frozenset(
                name.strip() for name in leave_out_flagged.split(",") if name.strip()
            ),
        ),
        tokeniser=tokeniser,
    )
    if as_json:
        typer.echo(msgspec.json.encode(built.manifest))
    for message in build_messages(built, output):
        say(message)


app.command()(agreement)
app.command()(check)
app.command()(diff)
app.command()(export)
app.command()(publish)
app.command()(restore)
app.command()(split)
