"""``goldspan gold agreement``."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import AsJson, GuidelinesFile


def agreement(
    annotations: Annotated[
        list[Path], typer.Argument(metavar="ANNOTATIONS", help="Annotations files.")
    ],
    gamma: Annotated[
        bool,
        typer.Option("--gamma", help="Measure gamma, too; minutes for thousands of sentences."),
    ] = False,
    token_kappa: Annotated[
        bool,
        typer.Option("--token-kappa", help="Measure Cohen's kappa on tokens, too; it misleads."),
    ] = False,
    disagreements: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write each disagreement as JSON Lines; - is stdout."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="A gold dataset: each annotator's accuracy against it."
        ),
    ] = None,
    adjudicated: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="As --gold, from the annotations of an adjudicator."),
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Say how far annotators agree on spans, and what they disagree on.

    Strict F1 by label, language, section, guideline version and pair; F1 of overlapping spans and
    of boundaries, label accuracy, Krippendorff's unitised alpha. docs/agreement.md explains them.

    Example: goldspan gold agreement annotations.jsonl --gamma
    """
    import msgspec

    from goldspan.console import show
    from goldspan.dataset import read_gold
    from goldspan.errors import InputError
    from goldspan.files import STANDARD_STREAM
    from goldspan.gold.agreement import agreement as measure_agreement
    from goldspan.gold.agreement import disagreements as find_disagreements
    from goldspan.gold.measures.accuracy import gold_of_adjudicators, gold_of_dataset
    from goldspan.gold.measures.terminal import agreement_table
    from goldspan.gold.read import read_annotations
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import write_records

    if gold and adjudicated:
        raise typer.BadParameter("give --gold or --adjudicated, not both")
    if as_json and disagreements == STANDARD_STREAM:
        raise typer.BadParameter("--json and --disagreements - can't both have stdout")
    rules = find_guidelines(guidelines)
    records = [record for path in annotations for _, record in read_annotations(path, rules)]
    against = None
    if gold:
        against = gold_of_dataset(read_gold(gold).sentences(), gold.resolve().name)
    elif adjudicated:
        decisions = [record for _, record in read_annotations(adjudicated, rules)]
        against = gold_of_adjudicators(decisions, str(adjudicated))
    measured = measure_agreement(
        records,
        rules.label_names,
        with_gamma=gamma,
        with_token_kappa=token_kappa,
        gold=against,
        colours=rules.colours,
    )
    if not measured.annotators and not against:
        raise InputError("no sentence was annotated by two people, so there is nothing to compare.")
    if disagreements:
        write_records(disagreements, find_disagreements(records))
    if as_json:
        typer.echo(msgspec.json.encode(measured))
    elif disagreements != STANDARD_STREAM:
        show(agreement_table(measured))
