"""``goldspan evaluate``: extractors to predictions, predictions to scores."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import AsJson, Split

app = typer.Typer(help="Extractors to predictions, predictions to scores.", no_args_is_help=True)

GoldFolder = Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")]


@app.command()
def predict(
    extractor: Annotated[str, typer.Argument(help="The extractor, such as baseline.")],
    gold: GoldFolder,
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
    gold: GoldFolder,
    predictions: Annotated[
        str, typer.Argument(help="A predictions file, or an extractor such as baseline.")
    ],
    split: Split = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the report's JSON here, too.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Score predictions against gold: exact spans, seqeval strict IOB2 as the referee.

    Example: goldspan evaluate score gold/ predictions.jsonl --json
    """
    import msgspec

    from goldspan.console import show
    from goldspan.dataset import read_gold
    from goldspan.evaluate.predict import predict as predict_spans
    from goldspan.evaluate.predictions import read_predictions
    from goldspan.evaluate.score import score as score_spans
    from goldspan.evaluate.table import score_table
    from goldspan.extractors import find_extractor
    from goldspan.extractors.protocol import EXTRACTORS
    from goldspan.files import sha256_of, write_text

    dataset = read_gold(gold)
    if predictions in EXTRACTORS and not Path(predictions).exists():
        extractor = find_extractor(predictions, dataset.manifest.labels)
        made = predict_spans(extractor, dataset.sentences(split))
        found, digest = {prediction.sentence: prediction for prediction in made}, None
    else:
        path = Path(predictions)
        sentences = {sentence.id: sentence for sentence in dataset.sentences()}
        found = read_predictions(path, sentences, dataset.manifest.labels)
        digest = sha256_of(path) if predictions != "-" else None
    result = score_spans(dataset, found, split=split, predictions_sha256=digest)
    document = msgspec.json.encode(result)
    if output:
        write_text(output, msgspec.json.format(document, indent=2).decode() + "\n")
    if as_json:
        typer.echo(document)
    else:
        show(score_table(result))
