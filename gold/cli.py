"""``goldspan gold``: annotations to a gold dataset."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.gold.quality_cli import check
from goldspan.options import AsJson, GuidelinesFile

app = typer.Typer(help="Annotations to a gold dataset.", no_args_is_help=True)


@app.command()
def build(
    annotations: Annotated[Path, typer.Argument(help="The annotations file that pull wrote.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The dataset's folder.")],
    sentences: Annotated[
        Path | None,
        typer.Option(help="All sentences; those without annotation are then counted, too."),
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a dataset of the sentences whose annotators agree; list those where they don't.

    Example: goldspan gold build annotations.jsonl -o gold/
    """
    import msgspec

    from goldspan.console import say
    from goldspan.gold.build import build as build_gold
    from goldspan.guidelines.read import find_guidelines

    built = build_gold(
        annotations, output, guidelines=find_guidelines(guidelines), sentences_file=sentences
    )
    counts = built.manifest.counts
    if as_json:
        typer.echo(msgspec.json.encode(built.manifest))
    say(
        f"{counts['sentences_in_gold']} sentences with {counts['spans']} spans"
        f" ({counts['spans_agreed']} agreed, {counts['spans_single']} single) -> {output}"
    )
    say(
        f"Left out: {counts['sentences_in_disagreements']} sentences in disagreement,"
        f" {counts['sentences_not_annotated']} not annotated"
        f" ({counts['annotations_skipped']} annotations skipped, {counts['annotations_draft']}"
        f" drafts, {counts['annotations_superseded']} superseded,"
        f" {counts['annotations_stale']} stale)"
    )
    if built.misaligned:
        say(
            f"{len(built.misaligned)} spans don't fit the tokens of configuration bio:"
            f" {output / 'misaligned.jsonl'}"
        )


@app.command()
def agreement(
    annotations: Annotated[
        list[Path], typer.Argument(metavar="ANNOTATIONS...", help="Annotations files.")
    ],
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Say how far annotators agree: strict F1 on spans, by label, language and pair.

    Example: goldspan gold agreement annotations.jsonl
    """
    import msgspec

    from goldspan.console import show
    from goldspan.errors import InputError
    from goldspan.gold.agreement import agreement as measure_agreement
    from goldspan.gold.agreement_table import agreement_table
    from goldspan.gold.build import read_annotations
    from goldspan.guidelines.read import find_guidelines

    rules = find_guidelines(guidelines)
    records = [record for path in annotations for _, record in read_annotations(path, rules)]
    measured = measure_agreement(records, rules.label_names)
    if not measured.annotators:
        raise InputError("no sentence was annotated by two people, so there is nothing to compare.")
    if as_json:
        typer.echo(msgspec.json.encode(measured))
    else:
        show(agreement_table(measured))


@app.command("diff")
def diff_command(
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier dataset's folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The later dataset's folder.")],
    limit: Annotated[int, typer.Option(min=0, help="How many changed sentences to show.")] = 10,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 3 if they differ.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what changed from one version of a dataset to another, and how great the change is.

    major: scores can't be compared (spans, texts, splits, labels changed; sentences are gone);
    minor: something was only added; patch: the gold itself is the same.

    Example: goldspan gold diff gold-1.0/ gold/
    """
    import msgspec

    from goldspan.console import show
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.gold.diff import diff
    from goldspan.gold.diff_table import diff_table

    difference = diff(before, after)
    if as_json:
        typer.echo(msgspec.json.encode(difference))
    else:
        show(diff_table(difference, limit))
    if exit_code and difference.level != "none":
        raise typer.Exit(EXIT_CHECK_SAYS_NO)


app.command()(check)
