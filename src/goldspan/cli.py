"""The root command: the wiring, and the one place where errors become sentences."""

import gc
import os
import sys
from typing import NoReturn

import typer

from goldspan import __version__
from goldspan.errors import DISK_REFUSES, EXIT_FAILED, EXIT_INTERRUPTED, GoldspanError
from goldspan.lazy import group_of

GROUPS = {
    "annotate": "goldspan.annotate.cli",
    "gold": "goldspan.gold.cli",
    "evaluate": "goldspan.evaluate.cli",
    "guidelines": "goldspan.guidelines.cli",
    "studio": "goldspan.studio.cli",
}

app = typer.Typer(
    cls=group_of(GROUPS),
    help="Sentences to Label Studio, annotations to a gold dataset, any extractor scored on it.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goldspan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Sentences to Label Studio, annotations to a gold dataset, any extractor scored on it."""


@app.command()
def demo(
    keep: bool = typer.Option(False, "--keep", help="Leave Label Studio running at the end."),
) -> None:
    """Run the whole loop on sample articles, unattended, with a real Label Studio.

    Example: goldspan demo --keep
    """
    from goldspan.demo import run_demo

    run_demo(keep=keep)


def script() -> None:
    """What a shell starts: `main`, and an end without ceremony where nothing is left to be done.

    A short run, which does without collecting garbage, leaves its memory to the system as it is.
    Python would take it apart object by object, which takes longer than the counting.
    """
    try:
        main()
    except SystemExit as end:
        if gc.isenabled() or not isinstance(end.code, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


def main() -> None:
    """Run the command line; a user's mistake ends in one sentence, never in a traceback."""
    try:
        app()
    except GoldspanError as error:
        _end(str(error))
    except OSError as error:
        if error.errno is None or error.errno not in DISK_REFUSES:
            raise
        _end(f"{error.filename or 'the output'}: {os.strerror(error.errno)}.")
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


def _end(sentence: str) -> NoReturn:
    print(f"goldspan: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(EXIT_FAILED)
