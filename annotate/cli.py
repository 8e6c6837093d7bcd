"""``goldspan annotate``: sentences to Label Studio, annotations back."""

from pathlib import Path
from typing import Annotated

import typer

from goldspan.annotate.adjudicate_cli import adjudicate
from goldspan.annotate.options import DEFAULT_PROJECT, ProjectName
from goldspan.annotate.push_cli import push
from goldspan.annotate.quiz_cli import quiz
from goldspan.annotate.select_cli import select
from goldspan.annotate.status_cli import status
from goldspan.options import AsJson, GuidelinesFile
from goldspan.wording import how_many

app = typer.Typer(help="Sentences to Label Studio, annotations back.", no_args_is_help=True)
app.command()(push)


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
        list[Path], typer.Argument(metavar="ARTICLE", help="Text files, an article each.")
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
    say(
        f"{how_many(len(sentences), 'sentence or section', 'sentences and sections')} of"
        f" {how_many(len(articles), 'article')} -> {output}"
    )
    say(f"By section: {counts}")


app.command()(select)
app.command()(status)
app.command()(adjudicate)
app.command()(quiz)
