"""``goldspan gold check`` and ``split``: is a dataset sound, and what is it for?"""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import AsJson, GuidelinesFile

GoldFolder = Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")]


def check(
    gold: GoldFolder,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run this check only; may be repeated.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Leave this check out; may be repeated."),
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Another threshold than docs/checks.md names."),
    ] = None,
    annotations: Annotated[
        list[Path] | None,
        typer.Option(help="Annotations files: findings then name their task in Label Studio."),
    ] = None,
    push: Annotated[
        bool,
        typer.Option(
            "--push",
            help="Send the sentences found to a review project in Label Studio, with their gold"
            " spans as suggestions and what was found above them.",
        ),
    ] = False,
    project: Annotated[
        str,
        typer.Option(
            help="The project annotated; the one for review is named after it: 'goldspan review'.",
            envvar="GOLDSPAN_PROJECT",
        ),
    ] = "goldspan",
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 3 for warnings, too.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, help="How many findings of each check are shown.")
    ] = 10,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Look for faults and contradictions in a gold dataset; docs/checks.md lists the checks.

    Exit code 3 says that there are errors.

    Example: goldspan gold check gold/ --annotations annotations.jsonl
    """
    import msgspec

    from goldspan.annotations import Annotation
    from goldspan.console import say
    from goldspan.dataset import read_gold
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.gold.check import check as check_gold
    from goldspan.gold.check import tasks_of
    from goldspan.gold.checks.terminal import check_lines
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import read_records
    from goldspan.studio.address import known_url

    records = [record for path in annotations or [] for _, record in read_records(path, Annotation)]
    dataset, rules = read_gold(gold), find_guidelines(guidelines)
    checked = check_gold(
        dataset,
        rules,
        only=only or [],
        ignore=ignore or [],
        thresholds=_numbers(threshold or [], "--threshold"),
        tasks=tasks_of(records, known_url()) if records else {},
    )
    if as_json:
        typer.echo(msgspec.json.encode(checked))
    else:
        for line in check_lines(checked, limit):
            typer.echo(line)
    if push:
        from goldspan.review import push_for_review

        for message in push_for_review(dataset, checked.findings, project, rules):
            say(message)
    if checked.errors or (strict and checked.warnings):
        raise typer.Exit(EXIT_CHECK_SAYS_NO)


def _numbers(given: list[str], option: str) -> dict[str, float]:
    """The numbers of options of the form NAME=VALUE."""
    found: dict[str, float] = {}
    for item in given:
        name, _, value = item.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise typer.BadParameter(f"{option} {item}: give NAME=NUMBER") from None
    return found


def split(
    gold: GoldFolder,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write here instead of into the dataset's own folder."),
    ] = None,
    share: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=SHARE",
            help="The share of a split, the one for training first; repeat for each. If omitted"
            " those of before, else train=0.8 validation=0.1 test=0.1.",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Seed of all that is left to chance; if omitted that of before, else 0."),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="An earlier dataset, or its splits.jsonl: what it split stays where it was. The"
            " dataset's own if omitted.",
        ),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Forget earlier splits: scores can't be compared then.")
    ] = False,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Split a dataset so that no document and no near duplicate is in two splits.

    Sentences of one document, and documents that share a near duplicate, stay together; each split
    is like the whole in languages and labels. What was split before never moves. Boilerplate is
    kept in training only. Sentences that can be in no split are put aside; splits.jsonl says why.

    Example: goldspan gold split gold/ --share train=0.7 --share test=0.3
    """
    import msgspec

    from goldspan.console import say, show
    from goldspan.gold.splits.dataset import read_earlier, split_folder
    from goldspan.gold.splits.report import report
    from goldspan.gold.splits.terminal import split_messages, split_table
    from goldspan.guidelines.read import find_guidelines
    from goldspan.splits import DEFAULT_SPLITS, SplitSettings

    if anew and earlier:
        raise typer.BadParameter("give --anew or --from, not both")
    before = None if anew else read_earlier(earlier or gold)
    settings = before.settings if before else DEFAULT_SPLITS
    settings = SplitSettings(
        shares=_numbers(share, "--share") if share else settings.shares,
        seed=settings.seed if seed is None else seed,
    )
    done = report(
        split_folder(
            gold,
            output or gold,
            settings,
            earlier=before,
            guidelines=find_guidelines(guidelines),
        )
    )
    if as_json:
        typer.echo(msgspec.json.encode(done))
    else:
        show(split_table(done))
    for message in split_messages(done):
        say(message)
