"""``goldspan annotate``: sentences to Label Studio, annotations back."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.annotate.adjudicate_cli import adjudicate
from goldspan.annotate.options import (
    DEFAULT_PROJECT,
    QUIZ_PROJECT,
    OptionalProjectName,
    ProjectName,
)
from goldspan.annotate.quiz_cli import quiz
from goldspan.annotate.status_cli import status
from goldspan.options import AsJson, GuidelinesFile

app = typer.Typer(help="Sentences to Label Studio, annotations back.", no_args_is_help=True)


@app.command()
def push(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE...",
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
    annotators_per_sentence: Annotated[
        int | None, typer.Option(min=1, help="How many annotators get each sentence.")
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
            min=0, max=0.5, help="Hide examples of the guidelines among them: 0.05 is one in 20."
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
    from goldspan.annotate.push import plan
    from goldspan.annotate.push import push as push_sentences
    from goldspan.annotate.quiz import quiz_sentences
    from goldspan.annotate.selection import Wanted
    from goldspan.annotate.server import connect
    from goldspan.annotate.sources import read_sources
    from goldspan.console import say
    from goldspan.extractors import find_extractor
    from goldspan.guidelines.read import find_guidelines

    if quiz == bool(sources) or (quiz and (suggest or calibrate or controls)):
        raise typer.BadParameter(
            "give articles to push, or --quiz without --suggest, --calibrate and --controls"
        )
    rules = find_guidelines(guidelines)
    extractor = find_extractor(suggest, rules.label_names) if suggest else None
    if quiz:
        sentences, annotators_per_sentence = quiz_sentences(rules), EVERYBODY
    else:
        sentences = read_sources(sources or [], lang=lang, languages=rules.languages)
    name = project or (QUIZ_PROJECT if quiz else DEFAULT_PROJECT)
    wanted = Wanted(calibrate=calibrate, controls=controls)
    with connect() as server:
        if dry_run:
            planned = plan(server, sentences, project_name=name, guidelines=rules, wanted=wanted)
            if as_json:
                typer.echo(msgspec.json.encode(planned))
            say(
                f"{planned.made} sentences would be pushed, {planned.present} are there already,"
                f" {planned.stale} tasks would be stale"
            )
            return
        pushed = push_sentences(
            server,
            sentences,
            project_name=name,
            guidelines=rules,
            extractor=extractor,
            annotators_per_sentence=annotators_per_sentence,
            wanted=wanted,
        )
    if as_json:
        typer.echo(msgspec.json.encode(pushed))
    say(
        f"{pushed.made} sentences pushed, {pushed.present} were there already"
        + (f"; {pushed.suggested} spans suggested by {extractor.name}" if extractor else "")
    )
    if calibrate:
        say(
            f"For all annotators first; {pushed.held_back} sentences are held back: push again"
            " without --calibrate once annotate status says that everybody is through"
        )
    if pushed.controls:
        say(f"{pushed.controls} control sentences hidden among them")
    if pushed.stale:
        say(f"{pushed.stale} tasks are stale, because their sentence has another text now")
    if pushed.twice:
        say(f"{pushed.twice} surplus tasks of an interrupted push removed")
    say(f"Annotate at {server.url}/projects/{pushed.project}/data?labeling=1")


@app.command()
def pull(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The annotations file to write; - is stdout.")
    ],
    project: ProjectName = DEFAULT_PROJECT,
    history: Annotated[
        Path | None,
        typer.Option(help="Write every version of every annotation ever seen here, too."),
    ] = None,
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring every annotation back, checked span by span against its text.

    Exit code 3 says that some annotations failed a check; they are listed, all others are written.

    Example: goldspan annotate pull -o annotations.jsonl
    """
    import msgspec

    from goldspan.annotate.pull import pulled_project
    from goldspan.annotate.pull_messages import pull_messages
    from goldspan.annotate.server import connect
    from goldspan.console import say
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import write_records

    rules = find_guidelines(guidelines)
    with (
        connect() as server,
        pulled_project(server, project_name=project, guidelines=rules) as pulled,
    ):
        write_records(output, pulled.records())
        if history:
            write_records(history, pulled.store.history())
    if as_json:
        typer.echo(msgspec.json.encode({"sentences": pulled.sentences, "changes": pulled.changes}))
    for message in pull_messages(pulled, output):
        say(message)
    if pulled.summary.problems:
        raise typer.Exit(EXIT_CHECK_SAYS_NO)


@app.command()
def segment(
    articles: Annotated[
        list[Path], typer.Argument(metavar="ARTICLE...", help="Text files, an article each.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The sentences file to write; - is stdout.")
    ],
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the articles, such as vi; guessed per article if omitted."),
    ] = None,
    guidelines: GuidelinesFile = None,
) -> None:
    """Cut articles into sentences; lines that are none become headlines, captions, boilerplate.

    Example: goldspan annotate segment articles/*.txt -o sentences.jsonl
    """
    from collections import Counter

    from goldspan.annotate.segment import segment as segment_articles
    from goldspan.console import say
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import write_records

    languages = find_guidelines(guidelines).languages
    sentences = segment_articles(articles, lang=lang, languages=languages)
    write_records(output, sentences)
    sections = Counter(sentence.section for sentence in sentences)
    counts = ", ".join(f"{count} {section}" for section, count in sections.most_common())
    say(f"{len(sentences)} sentences and sections of {len(articles)} articles -> {output}")
    say(f"By section: {counts}")


app.command()(status)
app.command()(adjudicate)
app.command()(quiz)
