"""``goldspan gold export``: a dataset in other tools' formats."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.gold.exports.formats import FORMATS
from goldspan.options import AsJson, Split
from goldspan.schemes import SCHEMES
from goldspan.tokens import TOKENISERS
from goldspan.wording import how_many

_FORMATS = "; ".join(f"{name}: {format.definition}" for name, format in FORMATS.items())


def export(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The file; - is stdout, for formats of text.")
    ],
    format: Annotated[str, typer.Option("--format", help=f"{_FORMATS}.")],
    split: Split = None,
    lang: Annotated[
        str | None, typer.Option(help="Sentences of this language only, such as vi.")
    ] = None,
    tokeniser: Annotated[
        str | None,
        typer.Option(
            help=f"Tokens for conll and spacy: {', '.join(TOKENISERS)}; the dataset's if omitted."
        ),
    ] = None,
    scheme: Annotated[
        str | None,
        typer.Option(help=f"Tags for conll: {', '.join(SCHEMES)}; IOB2 if omitted."),
    ] = None,
    ids: Annotated[
        bool,
        typer.Option(
            "--ids", help="Comments in conll: # doc = ..., # id = ... before each sentence."
        ),
    ] = False,
    losses: Annotated[
        Path | None,
        typer.Option(help="List here what the format can't hold, in JSON Lines with the reasons."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a dataset for other tools, and say what their format can't hold of it.

    Example: goldspan gold export gold/ --format conll --split test -o test.conll
    """
    import msgspec

    from goldspan.console import say
    from goldspan.files import STANDARD_STREAM
    from goldspan.gold.export import export as export_gold

    if as_json and output == STANDARD_STREAM:
        raise typer.BadParameter("--json and -o - both want stdout; name a file with -o.")
    exported = export_gold(
        gold,
        output,
        format=format,
        split=split,
        lang=lang,
        tokeniser=tokeniser,
        scheme=scheme,
        ids=ids,
        losses_file=losses,
    )
    if as_json:
        typer.echo(msgspec.json.encode(exported))
    say(
        f"{how_many(exported.sentences, 'sentence')} with {exported.held} of {exported.spans}"
        f" spans -> {output}"
    )
    for what, reasons in (("not in it", exported.lost), ("without attributes", exported.bare)):
        for reason, count in reasons.items():
            say(f"{how_many(count, 'span')} {what}: {reason}")
    if exported.losses:
        say(f"Listed in {losses}" if losses else "--losses FILE lists them.")
