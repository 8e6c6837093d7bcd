"""What the recipes share: a folder of their own, and commands shown before they run."""

import os
import shlex
import shutil
import sys
import textwrap
from pathlib import Path

from goldspan.cli import main
from goldspan.samples import ANNOTATORS, sample_annotations


def own_folder(name: str) -> None:
    """Work in ``recipe-output/NAME`` below the current directory, emptied first."""
    folder = Path("recipe-output") / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.chdir(folder)


def copy_samples() -> None:
    """The sample articles' annotations as ``samples/*.jsonl``, for short commands."""
    Path("samples").mkdir()
    for name in (*ANNOTATORS, "adjudicated"):
        shutil.copy(sample_annotations(name), "samples")


def goldspan(arguments: str, *, exits_with: int = 0) -> None:
    """Show a command and run it, in this process so that libraries are loaded only once.

    Args:
        arguments: as they would be typed after ``goldspan``.
        exits_with: the exit code that is right here; with any other the recipe ends.
    """
    command = textwrap.wrap(f"$ goldspan {arguments}", 86, break_on_hyphens=False)
    print(" \\\n    ".join(command), flush=True)
    sys.argv = ["goldspan", *shlex.split(arguments)]
    try:
        main()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    sys.stdout.flush()
    if code != exits_with:
        sys.exit(code or f"the command was expected to exit with {exits_with}")
    print(flush=True)
