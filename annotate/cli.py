"""``goldspan annotate``: sentences to Label Studio, annotations back."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.options import AsJson, GuidelinesFile

app = typer.Typer(help="Sentences to Label Studio, annotations back.", no_args_is_help=True)

DEFAULT_PROJECT = "goldspan"

ProjectName = Annotated[
    str,
    typer.Option(
        "--project", help="The project's title, or its number.", envvar="GOLDSPAN_PROJECT"
    ),
]


@app.command()
def push(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            help="Articles: .txt (a sentence a line), .jsonl, .csv, or a dataset's folder.",
        ),
    ],
    project: ProjectName = DEFAULT_PROJECT,
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
    guidelines: GuidelinesFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a task in Label Studio for each sentence that isn't there yet.

    Example: goldspan annotate push articles/*.txt --suggest baseline
    """
    import msgspec

    from goldspan.annotate.push import push as push_sentences
    from goldspan.annotate.server import connect
    from goldspan.annotate.sources import read_sources
    from goldspan.console import say
    from goldspan.extractors import find_extractor
    from goldspan.guidelines.read import find_guidelines

    rules = find_guidelines(guidelines)
    extractor = find_extractor(suggest, rules.label_names) if suggest else None
    sentences = read_sources(sources, lang=lang, languages=rules.languages)
    with connect() as server:
        pushed = push_sentences(
            server,
            sentences,
            project_name=project,
            guidelines=rules,
            extractor=extractor,
            annotators_per_sentence=annotators_per_sentence,
        )
    if as_json:
        typer.echo(msgspec.json.encode(pushed))
    say(
        f"{pushed.made} sentences pushed, {pushed.present} were there already"
        + (f"; {pushed.suggested} spans suggested by {extractor.name}" if extractor else "")
    )
    say(f"Annotate at {server.url}/projects/{pushed.project}/data?labeling=1")


@app.command()
def pull(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The annotations file to write; - is stdout.")
    ],
    project: ProjectName = DEFAULT_PROJECT,
    guidelines: GuidelinesFile = None,
) -> None:
    """Bring every annotation back, checked span by span against its text.

    Exit code 3 says that some annotations failed a check; they are listed, all others are written.

    Example: goldspan annotate pull -o annotations.jsonl
    """
    from collections import Counter

    from goldspan.annotate.pull import pull as pull_annotations
    from goldspan.annotate.server import connect
    from goldspan.console import say
    from goldspan.errors import EXIT_CHECK_SAYS_NO
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import write_records

    rules = find_guidelines(guidelines)
    with connect() as server:
        pulled = pull_annotations(server, project_name=project, guidelines=rules)
    write_records(output, pulled.records)
    statuses = Counter(record.status for record in pulled.records)
    empty = sum(r.status == "submitted" and not r.spans for r in pulled.records)
    people = {record.annotator for record in pulled.records}
    say(
        f"{statuses['submitted']} annotations ({empty} of them without spans),"
        f" {statuses['skipped']} skipped, {statuses['draft']} drafts"
        f" by {len(people)} annotators on {pulled.sentences} sentences -> {output}"
    )
    if pulled.trimmed or pulled.repeated:
        say(
            f"White space trimmed from the edges of {pulled.trimmed} spans;"
            f" {pulled.repeated} exact repeats of a span merged"
        )
    versions = sorted({r.guidelines.version for r in pulled.records if r.guidelines})
    if len(versions) > 1:
        say(f"Warning: annotations were made under guidelines {', '.join(versions)}")
    if pulled.problems:
        say(f"{len(pulled.problems)} problems; what they concern was left out:")
        for problem in pulled.problems:
            say(f"  {problem.address}\n    {problem.what}")
        raise typer.Exit(EXIT_CHECK_SAYS_NO)
