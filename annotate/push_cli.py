"""``goldspan annotate push``: sentences to Label Studio."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goldspan.annotate.options import DEFAULT_PROJECT, QUIZ_PROJECT, OptionalProjectName
from goldspan.options import AsJson, ExtractorOptions, GuidelinesFile, LabelMapping
from goldspan.wording import how_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goldspan.annotate.push import Pushed


def push(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Articles: .txt (a sentence a line), .jsonl, .csv, or a dataset's folder.",
        ),
    ] = None,
    quiz: Annotated[
        bool,
        typer.Option(
            "--quiz", help="Push the qualification quiz made of the guidelines' examples instead."
        ),
    ] = False,
    project: OptionalProjectName = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the sentences, such as vi; guessed per article if omitted."),
    ] = None,
    suggest: Annotated[
        str | None,
        typer.Option(metavar="EXTRACTOR", help="Show this extractor's spans as suggestions."),
    ] = None,
    label_map: LabelMapping = None,
    options: ExtractorOptions = None,
    blind: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="The share of sentences kept without suggestions, to see how far they sway, such"
            " as 0.2.",
        ),
    ] = 0.0,
    splits: Annotated[
        Path | None,
        typer.Option(
            help="A dataset's folder that was split, or its splits.jsonl: sentences of its test"
            " split get no suggestions."
        ),
    ] = None,
    suggest_on_test: Annotated[
        bool,
        typer.Option("--suggest-on-test", help="Give test sentences suggestions, too."),
    ] = False,
    context: Annotated[
        list[Path] | None,
        typer.Option(
            help="Further sentences of the documents, shown as neighbours and headline only."
        ),
    ] = None,
    annotators_per_sentence: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many annotators get each sentence; if omitted what the project has, 1 if it"
            " is new.",
        ),
    ] = None,
    calibrate: Annotated[
        int | None,
        typer.Option(
            min=1, help="Push only this many sentences, for all annotators; the rest comes later."
        ),
    ] = None,
    controls: Annotated[
        float,
        typer.Option(
            min=0,
            max=0.5,
            help="The share of guidelines examples hidden among them: 0.05 is one in 20.",
        ),
    ] = 0.0,
    guidelines: GuidelinesFile = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a task in Label Studio for each sentence that isn't there yet.

    Example: goldspan annotate push articles/*.txt --suggest baseline
    """
    import msgspec

    from goldspan.annotate.calibration import EVERYBODY
    from goldspan.annotate.held_out import held_out
    from goldspan.annotate.push import plan
    from goldspan.annotate.push import push as push_sentences
    from goldspan.annotate.quiz import quiz_sentences
    from goldspan.annotate.selection import Wanted
    from goldspan.annotate.server import connect
    from goldspan.annotate.sources import read_sources
    from goldspan.annotate.suggesting import Suggestions
    from goldspan.console import say
    from goldspan.extractors import find_extractor, read_label_map
    from goldspan.guidelines.read import find_guidelines

    if quiz == bool(sources) or (quiz and (suggest or calibrate or controls)):
        raise typer.BadParameter(
            "give articles to push, or --quiz without --suggest, --calibrate and --controls"
        )
    if not suggest and (blind or splits or suggest_on_test or label_map or options):
        raise typer.BadParameter(
            "these need --suggest: --map, --option, --blind, --splits, --suggest-on-test"
        )
    rules = find_guidelines(guidelines)
    extractor = None
    if suggest:
        extractor = find_extractor(
            suggest,
            rules.label_names,
            label_map=read_label_map(label_map, rules.label_names) if label_map else None,
            options=options or [],
            guidelines=rules,
        )
    if quiz:
        sentences, annotators_per_sentence = quiz_sentences(rules), EVERYBODY
    else:
        sentences = read_sources(sources or [], lang=lang, languages=rules.languages)
    name = project or (QUIZ_PROJECT if quiz else DEFAULT_PROJECT)
    around = read_sources(context, lang=lang, languages=rules.languages) if context else []
    wanted = Wanted(calibrate=calibrate, controls=controls, context=around)
    suggestions = None
    if extractor:
        without = set() if suggest_on_test else held_out(sentences, splits)
        suggestions = Suggestions(extractor, blind, without)
    with connect() as server:
        if dry_run:
            planned = plan(server, sentences, project_name=name, guidelines=rules, wanted=wanted)
            if as_json:
                typer.echo(msgspec.json.encode(planned))
            say(
                f"{how_many(planned.made, 'sentence')} would be pushed,"
                f" {how_many(planned.present, 'is', 'are')} there already,"
                f" {how_many(planned.stale, 'task')} would be stale"
            )
            return
        pushed = push_sentences(
            server,
            sentences,
            project_name=name,
            guidelines=rules,
            suggestions=suggestions,
            annotators_per_sentence=annotators_per_sentence,
            wanted=wanted,
        )
    if as_json:
        typer.echo(msgspec.json.encode(pushed))
    say(
        f"{how_many(pushed.made, 'sentence')} pushed,"
        f" {how_many(pushed.present, 'was', 'were')} there already"
        + (
            f"; {how_many(pushed.suggested, 'span')} suggested by {extractor.name}"
            if extractor
            else ""
        )
    )
    for message in _messages(pushed, is_calibration=calibrate is not None):
        say(message)
    say(f"Annotate at {server.url}/projects/{pushed.project}/data?labeling=1")


def _messages(pushed: "Pushed", *, is_calibration: bool) -> "Iterator[str]":
    """What else there is to say of a push."""
    if pushed.blind:
        blind = how_many(pushed.blind, "sentence is", "sentences are")
        yield f"{blind} kept blind: no suggestion is shown"
    if pushed.held_out:
        held_out = how_many(
            pushed.held_out, "sentence of test splits shows", "sentences of test splits show"
        )
        yield (
            f"{held_out} no suggestion, since extractors will be scored there"
            " (--suggest-on-test shows suggestions there, too)"
        )
    if pushed.failed:
        yield (
            f"{how_many(pushed.failed, 'sentence shows', 'sentences show')} no suggestion,"
            " because the extractor failed there"
        )
    if pushed.unmapped:
        left_out = ", ".join(f"{label} {count}" for label, count in pushed.unmapped.items())
        yield f"Not suggested, because --map doesn't say what they are: {left_out}"
    if is_calibration:
        yield (
            "For all annotators first;"
            f" {how_many(pushed.held_back, 'sentence is', 'sentences are')} held back: push"
            " again"
            " without --calibrate once annotate status says that everybody is through"
        )
    if pushed.controls:
        yield f"{how_many(pushed.controls, 'control sentence')} hidden among them"
    if pushed.stale:
        yield (
            f"{how_many(pushed.stale, 'task is', 'tasks are')} stale, because the sentence has"
            " another text now"
        )
    if pushed.twice:
        yield f"{how_many(pushed.twice, 'surplus task')} of an interrupted push removed"
