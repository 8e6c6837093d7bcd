"""``goldspan evaluate``: extractors to predictions, predictions to scores."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from goldspan.evaluate.compare_cli import compare
from goldspan.evaluate.extractors_cli import extractors
from goldspan.evaluate.predict_cli import predict
from goldspan.evaluate.report_cli import report
from goldspan.evaluate.shell import (
    Address,
    AllowSuggested,
    Engine,
    Output,
    Referee,
    ReportTo,
    calm,
    check_engine,
    print_json,
    write,
)
from goldspan.lazy import PlainCommand, PlainGroup
from goldspan.options import AsJson, Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from goldspan.evaluate.result import Score
    from goldspan.evaluate.score_files import Files
    from goldspan.evaluate.shell import Extent

Scheme = Literal["IOB1", "IOB2", "BIOES", "BILOU", "IO"]
Mode = Literal["strict", "conlleval"]
Repair = Literal["conlleval", "discard"]

app = typer.Typer(
    cls=PlainGroup,
    help="Extractors to predictions, predictions to scores.",
    no_args_is_help=True,
)


@app.command(cls=PlainCommand)
def score(
    gold: Annotated[
        str | None,
        typer.Argument(metavar="GOLD", help="A gold dataset's folder; with Ray also its URL."),
    ] = None,
    predictions: Annotated[
        str | None,
        typer.Argument(
            metavar="PREDICTIONS",
            help="A predictions file (JSON Lines or Parquet) or a folder of them, or an extractor"
            " such as baseline.",
        ),
    ] = None,
    split: Split = None,
    allow_suggested: AllowSuggested = False,
    gold_tags: Annotated[
        Path | None, typer.Option("--gold", help="Instead of a dataset: a CoNLL file of gold tags.")
    ] = None,
    predicted_tags: Annotated[
        Path | None,
        typer.Option("--predictions", help="A CoNLL file of predicted tags, for the same tokens."),
    ] = None,
    scheme: Annotated[Scheme, typer.Option(help="The scheme of the tags.")] = "IOB2",
    mode: Annotated[
        Mode | None,
        typer.Option(help="Read tags as seqeval's strict mode does, or as its default, conlleval."),
    ] = None,
    repair: Annotated[
        Repair | None,
        typer.Option(
            help="Invalid tag sequences are an error, unless this or --mode says how to read them:"
            " discard as strict mode, conlleval as conlleval."
        ),
    ] = None,
    output: Output = None,
    referee: Referee = None,
    slice_by: Annotated[
        list[str] | None,
        typer.Option("--slice", metavar="FIELD", help="Slice by this field of meta, too."),
    ] = None,
    report_to: ReportTo = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", help="Append the headline to this file of past scores."),
    ] = None,
    model_index: Annotated[
        Path | None,
        typer.Option(
            help="A model's README.md: put the score into its model-index, and into .eval_results/"
            " beside it."
        ),
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option(
            metavar="NAMESPACE/NAME@REVISION",
            help="What GOLD is a copy of on the Hub, for --model-index; a download knows it.",
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            min=0,
            max=1,
            help="Exit with 3 if the lower bound of F1's interval is under this, such as 0.8.",
        ),
    ] = None,
    point: Annotated[
        bool, typer.Option("--point", help="Let --fail-under compare the estimate of F1.")
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--not-worse-than",
            help="An earlier report (JSON); exit with 3 unless F1 is surely no more than --margin"
            " below its F1.",
        ),
    ] = None,
    margin: Annotated[
        float,
        typer.Option(min=0, max=1, help="With --not-worse-than: how much worse F1 may be."),
    ] = 0.01,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Write what the gates say as JUnit XML.")
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Show slices and errors in the terminal, too.")
    ] = False,
    engine: Engine = "local",
    address: Address = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Ray's processes to use; else all of the cluster's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score predictions against gold: exact spans, seqeval strict IOB2 as the referee.

    Exits with 3 when --fail-under or --not-worse-than says no.

    Example: goldspan evaluate score gold/ predictions.jsonl --json
    """
    calm()
    from goldspan.errors import EXIT_CHECK_SAYS_NO

    _check_call(gold, predictions, gold_tags, predicted_tags)
    is_asked = least is not None or baseline is not None
    if junit and not is_asked:
        raise typer.BadParameter("--junit needs --fail-under or --not-worse-than.")
    if mode and repair and (mode == "strict") != (repair == "discard"):
        raise typer.BadParameter(f"--mode {mode} reads invalid tags otherwise than {repair}.")
    check_engine(
        engine, address=address, workers=workers, local={"--report": report_to, "--gold": gold_tags}
    )
    card = _card(model_index, Path(gold) if gold else None, dataset)
    if gold and predictions:
        from goldspan.evaluate.score_files import Files

        files = Files(Path(gold), predictions, split, slice_by or [], mode, allow_suggested)
        on_ray = engine == "ray"
        score_by = _score_on_ray(gold, address, workers) if on_ray else _score_here(report_to)
        result = score_by(files, referee)
    else:
        from goldspan.evaluate.score_tags import Tags, score_tags

        tags = Tags(gold_tags or Path(), predicted_tags or Path(), scheme, mode, repair)
        result = score_tags(tags, referee, with_sentences=report_to is not None)
    if is_asked:
        from goldspan.evaluate.gate import Gates, gated

        result = gated(result, Gates(least, point, baseline, margin))
    result = _reported(result, report_to)
    if history:
        from goldspan.evaluate.history import append_score

        append_score(history, result)
    write(result, output)
    card(result)
    if junit:
        from goldspan.evaluate.junit import junit as junit_of
        from goldspan.files import write_text

        write_text(junit, junit_of(result))
    if as_json:
        print_json(result)
    else:
        _show_score(result, details)
    for gate in result.gates:
        from goldspan.console import say

        say(f"{gate.name} says {'yes' if gate.passed else 'no'}: {gate.says}")
    if not all(gate.passed for gate in result.gates):
        raise typer.Exit(EXIT_CHECK_SAYS_NO)


app.command()(predict)
app.command()(compare)
app.command()(report)
app.command()(extractors)


def _check_call(
    gold: str | None, predictions: str | None, gold_tags: Path | None, predicted_tags: Path | None
) -> None:
    """Either a dataset with predictions, or two files of tags."""
    dataset, tags = (gold, predictions), (gold_tags, predicted_tags)
    if not (all(dataset) and not any(tags) or all(tags) and not any(dataset)):
        raise typer.BadParameter("give GOLD and PREDICTIONS, or --gold and --predictions.")


def _score_on_ray(
    gold: str, address: str | None, workers: int | None
) -> "Callable[[Files, Extent | None], Score]":
    """What scores on a cluster."""
    from goldspan.evaluate.cluster.score import Request, score_on_cluster

    return lambda files, extent: score_on_cluster(Request.of(files, gold, extent), address, workers)


def _score_here(report_to: Path | None) -> "Callable[[Files, Extent | None], Score]":
    """What scores in this process."""
    from goldspan.evaluate.score_files import score_files

    return lambda files, extent: score_files(files, extent, with_sentences=report_to is not None)


def _card(
    model_index: Path | None, gold: Path | None, dataset: str | None
) -> "Callable[[Score], object]":
    """What puts a score into a model's card, if one is named."""
    if model_index is None:
        return lambda _: None
    if gold is None:
        raise typer.BadParameter("--model-index needs a gold dataset.")
    from goldspan.evaluate.model_card import find_published, write_model_card

    published = find_published(gold, dataset)
    return lambda result: write_model_card(model_index, result, published)


def _reported(result: "Score", folder: Path | None) -> "Score":
    """The score without the sentences that only the report needs."""
    if folder is None:
        return result
    from msgspec.structs import replace

    from goldspan.evaluate.report.write import write_report

    write_report(result, folder)
    return replace(result, sentences=None)


def _show_score(result: "Score", details: bool) -> None:
    from goldspan.console import show
    from goldspan.evaluate.details_table import details_tables
    from goldspan.evaluate.table import score_table

    show(score_table(result))
    for table in details_tables(result) if details else ():
        show(table)
