"""``goldspan evaluate report``: pages from saved scores."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN",
            help="The JSON of a score, a comparison or gold agreement, or a folder with a"
            " report.json; may be several.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="The page to write; Markdown if its name ends in .md, - is Markdown on stdout."
            " Else HTML and Markdown beside each RUN.",
        ),
    ] = None,
    agreement: Annotated[
        Path | None,
        typer.Option(help="What gold agreement --json printed, as the ceiling."),
    ] = None,
    annotations: Annotated[
        Path | None,
        typer.Option(
            help="Annotations, to link each sentence to its task in Label Studio, and for the texts"
            " of disagreements."
        ),
    ] = None,
    curve: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SIZE=FILE",
            help="A score of the same extractor trained on so many sentences; once for"
            " each point of the learning curve.",
        ),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(
            help="Beside a score: past scores, kept by evaluate score --history, as a trend."
        ),
    ] = None,
    quality: Annotated[
        Path | None,
        typer.Option(
            help="Beside agreement: what annotate status --quality --json printed, for weeks, pace"
            " and suggestions kept."
        ),
    ] = None,
    disagreements: Annotated[
        Path | None,
        typer.Option(help="Beside agreement: what gold agreement --disagreements wrote."),
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Make the page that people look at, from saved JSON alone.

    Example: goldspan evaluate report report.json -o report.html
    """
    import webbrowser

    from goldspan.console import say
    from goldspan.evaluate.report.render import markdown
    from goldspan.evaluate.report.write import Beside, page_of, saved, write_page
    from goldspan.files import STANDARD_STREAM
    from goldspan.studio.address import known_url

    if output and len(runs) > 1:
        raise typer.BadParameter("-o takes one RUN; without it each gets its pages beside it.")
    if open_page and output == STANDARD_STREAM:
        raise typer.BadParameter("--open needs a page, and -o - writes none.")
    server = known_url() if annotations else None
    if annotations and not server:
        say("No Label Studio is known (LABEL_STUDIO_URL): sentences aren't linked to tasks.")
    beside = Beside(agreement, curve or [], quality, disagreements, annotations, server, history)
    for run in runs:
        page = page_of(run, beside)
        if output == STANDARD_STREAM:
            typer.echo(markdown(page), nl=False)
            return
        file = saved(run)
        written = [output] if output else [file.with_suffix(".html"), file.with_suffix(".md")]
        write_page(page, *written)
        say(f"{page.title}: {page.summary} -> {', '.join(map(str, written))}")
        if open_page:
            webbrowser.open(written[0].absolute().as_uri())
