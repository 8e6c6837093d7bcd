"""What the shells of ``goldspan evaluate`` share: options, and how JSON is given out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec import Struct

Extent = Literal["full", "sample", "off"]

Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="A gold dataset's folder.")]

AllowSuggested = Annotated[
    bool,
    typer.Option(
        "--allow-suggested",
        help="Let a test split count although its annotators began with suggestions of what is"
        " scored.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write the report's JSON here, too.")
]
ReportTo = Annotated[
    Path | None,
    typer.Option(
        "--report", help="Write report.json with sentences, report.html and report.md here."
    ),
]
Referee = Annotated[
    Extent | None,
    typer.Option(
        "--referee",
        help="How much seqeval counts, too: all (full), a sample of documents, or nothing (off). By"
        " default all up to 20,000 sentences, a sample beyond.",
    ),
]


Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(help='Who works: this process, or a Ray cluster (pip install "goldspan\\[ray]").'),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="A Ray cluster that is running: auto, HOST:6379 or ray://HOST:10001. Without it"
        " goldspan starts one on this machine for this run.",
    ),
]


def check_engine(
    engine: str, *, local: "Mapping[str, object] | None" = None, **ray: object
) -> None:
    """Refuse options that the engine doesn't have.

    Args:
        engine: who works.
        local: options that only one process has, by name.
        ray: those that only Ray has.

    Raises:
        BadParameter: one of the wrong kind is given.
    """
    for name, value in (local or {}).items():
        if engine == "ray" and value is not None:
            raise typer.BadParameter(f"{name} doesn't go with --engine ray.")
    for name, value in ray.items():
        if engine != "ray" and value is not None:
            raise typer.BadParameter(f"--{name.replace('_', '-')} needs --engine ray.")


_OF_MAPPING, _OF_TRIMMING = -3, -1
"""M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h."""


def calm() -> None:
    """Let Python, numpy and Arrow work as suits one short run; to be called before the imports.

    Python doesn't look for cycles among objects that all live until the end. numpy starts no worker
    threads: for products this small they wait in a loop and cost more than they gain. Arrow's usual
    allocator takes huge pages, a third more memory than it needs; the C library's, which it takes
    instead, keeps freed memory for the next array rather than give it back, to be filled with zeros
    once more.
    """
    import contextlib
    import ctypes
    import gc
    import os
    import sys

    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # Only GNU's C library can be asked.
            mallopt = ctypes.CDLL(None).mallopt
            for threshold in (_OF_MAPPING, _OF_TRIMMING):
                mallopt(threshold, 1 << 30)


def write(result: "Struct", output: Path | None) -> None:
    """Write a result as JSON that people can read; nothing without a file."""
    if output is None:
        return

    from goldspan.files import write_json

    write_json(output, result)


def print_json(result: "Struct") -> None:
    """Print a result as one JSON document."""
    import msgspec

    typer.echo(msgspec.json.encode(result))
