"""``goldspan evaluate predict``: an extractor over sentences."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goldspan.evaluate.shell import Address, Engine, check_engine, print_json
from goldspan.options import AsJson, ExtractorOptions, GuidelinesFile, LabelMapping, Split
from goldspan.wording import how_many

if TYPE_CHECKING:
    from goldspan.evaluate.predict import Subject
    from goldspan.extractors import Extractor
    from goldspan.predicting.cache import Cache
    from goldspan.predicting.run import PredictionRun


def predict(
    extractor: Annotated[
        str,
        typer.Argument(
            metavar="EXTRACTOR", help="The extractor, such as baseline or openai:MODEL."
        ),
    ],
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A gold dataset's folder, or sentences as JSON Lines; - is standard input. With"
            " Ray also Parquet, and URLs.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="The predictions file; - is stdout. The account of the run is written beside it,"
            " as predictions.run.json. With Ray also .parquet, or a folder or URL for shards.",
        ),
    ] = None,
    split: Split = None,
    label_map: LabelMapping = None,
    options: ExtractorOptions = None,
    guidelines: GuidelinesFile = None,
    batch_size: Annotated[
        int | None,
        typer.Option(
            min=1, help="Sentences given to the extractor at once; if omitted what suits it."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, help="Batches asked for at the same time, for servers; with Ray, its processes."
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.01, help="Seconds for which a server or a program is waited for; 60 if omitted."
        ),
    ] = None,
    max_retries: Annotated[
        int, typer.Option(min=0, help="How often a sentence that failed is asked for again.")
    ] = 4,
    give_up_after: Annotated[
        int,
        typer.Option(
            min=0, help="Sentences in a row that fail, after which no more are asked for; 0: never."
        ),
    ] = 20,
    allow_errors: Annotated[
        str,
        typer.Option(
            metavar="NUMBER|SHARE",
            help="How many sentences may fail, such as 5, or which share of them, such as 0.02;"
            " if more do, exit with 3.",
        ),
    ] = "0",
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where answers are kept; else .goldspan/predictions/ here."
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask for everything, and keep nothing.")
    ] = False,
    price_in: Annotated[
        float | None, typer.Option(min=0, help="What a million tokens of input cost.")
    ] = None,
    price_out: Annotated[
        float | None, typer.Option(min=0, help="What a million tokens of output cost.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Ask for nothing: say how much there is to ask for, and show what a server would"
            " be sent for the first sentence.",
        ),
    ] = False,
    engine: Engine = "local",
    address: Address = None,
    gpus: Annotated[
        float | None,
        typer.Option(
            "--gpus-per-worker", min=0, help="GPUs that each process of Ray has to itself."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run an extractor over the sentences of a gold dataset or a file.

    What it answered is kept: a second run costs nothing, and one that was killed goes on where it
    was. A sentence that the extractor failed on has a record with the error and without spans;
    exits with 3 if there are more of these than --allow-errors says.

    Example: goldspan evaluate predict baseline gold/ -o predictions.jsonl
    """
    from contextlib import nullcontext

    from goldspan.evaluate.predict import predict_to, read_subject
    from goldspan.files import STANDARD_STREAM
    from goldspan.predicting import Patience, open_cache
    from goldspan.predicting.run import Prices
    from goldspan.predicting.running import Settings
    from goldspan.workspace import workspace

    if output is None and not dry_run:
        raise typer.BadParameter("say where to write with -o, or --dry-run to ask for nothing.")
    if as_json and not dry_run and output == str(STANDARD_STREAM):
        raise typer.BadParameter("with --json, stdout is for the account: name a file with -o.")
    if cache and no_cache:
        raise typer.BadParameter("--cache and --no-cache contradict each other.")
    allowed = _allowed(allow_errors)
    check_engine(engine, address=address, gpus_per_worker=gpus)
    settings = Settings(
        batch_size=batch_size,
        workers=workers if engine == "local" else None,
        patience=Patience(retries=max_retries),
        give_up_after=give_up_after,
    )
    prices = None
    if price_in is not None or price_out is not None:
        prices = Prices(input=price_in or 0, output=price_out or 0)
    if engine == "ray":
        if dry_run or output in (None, str(STANDARD_STREAM)) or source == str(STANDARD_STREAM):
            raise typer.BadParameter(
                "--engine ray reads and writes files; name them. It has no --dry-run."
            )
        from goldspan.evaluate.cluster.predict import Pool, predict_on_cluster
        from goldspan.evaluate.cluster.worker import Extraction

        # A cluster's machines have no workspace in common; a folder on their shared disk is named.
        kept = cache or (None if address else workspace() / "predictions")
        extraction = Extraction(
            extractor,
            label_map=label_map,
            options=options or [],
            timeout=timeout,
            settings=settings,
            prices=prices,
            cache=None if no_cache or kept is None else kept.absolute(),
        )
        pool = Pool(address, workers, gpus or 0)
        account = predict_on_cluster(
            output, source, extraction, pool, split=split, guidelines=guidelines
        )
    else:
        subject = read_subject(Path(source), split, guidelines)
        found = subject.find_extractor(
            extractor,
            label_map=label_map,
            options=options or [],
            timeout=timeout,
            is_asked=not dry_run,
        )
        _say_of_guidelines(subject, found)
        with nullcontext() if no_cache else open_cache(found, cache) as opened:
            if dry_run or output is None:
                _plan(subject, found, opened, price_in, as_json=as_json)
                return
            account = predict_to(
                Path(output),
                subject,
                found,
                settings=settings,
                cache=opened,
                timeout=timeout,
                prices=prices,
            )
    if as_json:
        print_json(account)
    _say_account(account, output)
    if account.failed > allowed * (account.sentences if isinstance(allowed, float) else 1):
        from goldspan.errors import EXIT_CHECK_SAYS_NO

        raise typer.Exit(EXIT_CHECK_SAYS_NO)


def _allowed(said: str) -> int | float:
    """A number of sentences, or a share of them."""
    try:
        allowed: int | float = int(said) if said.isdecimal() else float(said)
    except ValueError:
        allowed = -1
    if allowed < 0 or (isinstance(allowed, float) and not allowed <= 1):
        raise typer.BadParameter(
            f"--allow-errors {said}: a number such as 5, or a share from 0.0 to 1.0."
        )
    return allowed


def _say_of_guidelines(subject: "Subject", extractor: "Extractor") -> None:
    """Warn of an extractor that reads other guidelines than the annotators did."""
    from goldspan.console import say

    read = extractor.configuration.get("guidelines", {}).get("sha256")
    if read and subject.annotated_by not in (None, read):
        say("The extractor is told other guidelines than gold was annotated by; see --guidelines")


def _plan(
    subject: "Subject",
    extractor: "Extractor",
    cache: "Cache | None",
    price_in: float | None,
    *,
    as_json: bool,
) -> None:
    """Show what would be asked for."""
    from goldspan.console import say
    from goldspan.predicting.plan import CHARACTERS_PER_TOKEN, plan

    planned = plan(extractor, subject.sentences, cache, price_in)
    if as_json:
        print_json(planned)
    elif planned.preview:
        typer.echo(planned.preview)
    say(
        f"{planned.to_ask} of {planned.sentences} sentences would be asked for by {extractor.name}"
        f" ({how_many(planned.texts, 'different text')}, {planned.known} of them known)"
    )
    if planned.estimated_input_tokens is not None:
        cost = planned.estimated_input_cost
        say(
            f"Input: about {planned.estimated_input_tokens:,} tokens"
            + (f", cost about {cost:.4f}" if cost is not None else "")
            + f" (a rough estimate: {CHARACTERS_PER_TOKEN} characters of what is sent are taken for"
            " a token, as is usual for English; other languages need more; output comes on top)"
        )


def _say_account(account: "PredictionRun", output: str | None) -> None:
    from goldspan.console import say
    from goldspan.predicting.told import told

    say(
        f"{how_many(account.spans, 'span')} in {how_many(account.sentences, 'sentence')} by"
        f" {account.extractor} -> {output}"
    )
    for line in told(account):
        say(line)
