"""``goldspan evaluate``: extractors to predictions, predictions to scores."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from goldspan.evaluate.report_cli import report
from goldspan.options import AsJson, Split

Extent = Literal["full", "sample", "off"]

app = typer.Typer(help="Extractors to predictions, predictions to scores.", no_args_is_help=True)

app.command()(report)

Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")]


@app.command()
def predict(
    extractor: Annotated[str, typer.Argument(help="The extractor, such as baseline.")],
    gold: Gold,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The predictions file; - is stdout.")
    ],
    split: Split = None,
) -> None:
    """Run an extractor over the sentences of a gold dataset.

    Example: goldspan evaluate predict baseline gold/ -o predictions.jsonl
    """
    from goldspan.console import say
    from goldspan.dataset import read_gold
    from goldspan.evaluate.predict import predict as predict_spans
    from goldspan.extractors import find_extractor
    from goldspan.records import write_records

    dataset = read_gold(gold)
    found = find_extractor(extractor, dataset.manifest.labels)
    predictions = predict_spans(found, dataset.sentences(split))
    write_records(output, predictions)
    spans = sum(len(prediction.spans) for prediction in predictions)
    say(f"{spans} spans in {len(predictions)} sentences by {found.name} -> {output}")


@app.command()
def score(
    gold: Gold,
    predictions: Annotated[
        str, typer.Argument(help="A predictions file, or an extractor such as baseline.")
    ],
    split: Split = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the report's JSON here, too.")
    ] = None,
    referee: Annotated[
        Extent | None,
        typer.Option(
            help="How much seqeval counts as well: full, sample (of the documents), off."
            " Up to 20,000 sentences all, beyond a sample."
        ),
    ] = None,
    slice_by: Annotated[
        list[str] | None, typer.Option("--slice", help="Slice by this field of meta, too.")
    ] = None,
    report_to: Annotated[
        Path | None,
        typer.Option(
            "--report", help="Write report.json with sentences, report.html and report.md here."
        ),
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
    as_json: AsJson = False,
) -> None:
    """Score predictions against gold: exact spans, seqeval strict IOB2 as the referee.

    Example: goldspan evaluate score gold/ predictions.jsonl --json
    """
    import msgspec

    from goldspan.console import show
    from goldspan.evaluate.inputs import GoldFolder
    from goldspan.evaluate.model_card import find_published, write_model_card
    from goldspan.evaluate.scoring import score_case
    from goldspan.files import write_text

    published = find_published(gold, dataset) if model_index else None
    folder = GoldFolder(gold, split, slice_by or [])
    case = folder.case_of_extractor(predictions) or folder.case(Path(predictions))
    result = score_case(
        case, extent=referee, train=folder.train_strings(), with_sentences=report_to is not None
    )
    if report_to:
        from goldspan.evaluate.report.write import write_report

        write_report(result, report_to)
        result = msgspec.structs.replace(result, sentences=None)
    document = msgspec.json.encode(result)
    if output:
        write_text(output, msgspec.json.format(document, indent=2).decode() + "\n")
    if model_index and published:
        write_model_card(model_index, result, published)
    if as_json:
        typer.echo(document)
    else:
        from goldspan.evaluate.table import score_table

        show(score_table(result))
