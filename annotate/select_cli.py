"""``goldspan annotate select``: which sentences to annotate next."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goldspan.annotate.criteria_names import CRITERIA, Confidence, Criterion, Measure
from goldspan.options import AsJson, GuidelinesFile

if TYPE_CHECKING:
    from collections.abc import Sequence


def select(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SENTENCES",
            help="What to choose from: .jsonl, .txt, .csv, or a dataset's folder.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The sentences file to write; - is stdout.")
    ],
    predictions: Annotated[
        list[Path] | None,
        typer.Option(
            help="What an extractor says of these sentences; give two or more to go by where they"
            " disagree."
        ),
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="How many to choose.")] = 200,
    annotated: Annotated[
        list[Path] | None,
        typer.Option(help="What is annotated already: annotations files, gold datasets' folders."),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(help="A project in Label Studio whose sentences need no choosing any more."),
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="CRITERION=WEIGHT",
            help=f"Go by these criteria only, of {', '.join(CRITERIA)}; by default by all, alike.",
        ),
    ] = None,
    random: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="The share drawn by lot, whose figures hold for all candidates."
        ),
    ] = 0.1,
    per_document: Annotated[
        int | None,
        typer.Option(
            min=1, help="At most this many of one document; if omitted twice its even share."
        ),
    ] = None,
    disagreement: Annotated[
        Measure,
        typer.Option(help="Vote entropy over claimed spans, or one minus the F1 of pairs."),
    ] = "entropy",
    confidence: Annotated[
        Confidence, typer.Option(help="Doubt a sentence by its least sure span, or the mean one.")
    ] = "min",
    seed: Annotated[int, typer.Option(help="Seed of the sentences drawn by lot.")] = 0,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the sentences, such as vi; guessed per article if omitted."),
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Choose which sentences to annotate next: where extractors disagree or doubt, and what is new.

    Example: goldspan annotate select pool.jsonl --predictions a.jsonl --predictions b.jsonl -n 200
    -o next.jsonl
    """
    import msgspec

    from goldspan.annotate.choice import Wish
    from goldspan.annotate.known import add_project, known_of
    from goldspan.annotate.predictions import read_predictions
    from goldspan.annotate.select import select as select_sentences
    from goldspan.annotate.select_table import choice_table, messages
    from goldspan.annotate.server import connect
    from goldspan.annotate.sources import read_sources
    from goldspan.console import say, show
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import write_records

    wish = Wish(
        count=count,
        weights=_weights(weights or []),
        random=random,
        per_document=per_document,
        measure=disagreement,
        confidence=confidence,
        seed=seed,
    )
    rules = find_guidelines(guidelines)
    sentences = read_sources(sources, lang=lang, languages=rules.languages)
    said = {str(path): read_predictions(path, sentences) for path in predictions or []}
    known = known_of(annotated or [])
    if project is not None:
        with connect() as server:
            add_project(known, server, project)
    choice = select_sentences(sentences, said, known, wish)
    write_records(output, (one.sentence for one in choice.chosen))
    if as_json:
        typer.echo(msgspec.json.encode(choice))
    elif str(output) != "-":
        show(choice_table(choice))
    for message in messages(choice, count, output):
        say(message)


def _weights(given: "Sequence[str]") -> dict[Criterion, float]:
    found: dict[Criterion, float] = {}
    for one in given:
        name, _, weight = one.partition("=")
        try:
            value = float(weight)
        except ValueError:
            value = -1.0
        if name not in CRITERIA or not 0 <= value < float("inf"):
            raise typer.BadParameter(
                f"--weight {one}: give a criterion ({', '.join(CRITERIA)}) and a number from 0 on,"
                f" such as {CRITERIA[0]}=2"
            )
        found[name] = value
    if given and not any(found.values()):
        raise typer.BadParameter("--weight: one of the weights must be more than 0")
    return found
