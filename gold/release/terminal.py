"""What a publish would change, as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.gold.release.asked import Published
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.table import Table


def files_table(done: Published) -> "Table":
    """One row a file: what becomes of it, and its size."""
    from rich import box
    from rich.table import Table

    sent = [file for file in done.files if file.change in ("new", "changed")]
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        caption=f"{how_many(len(sent), 'file')} to send, {_size(sum(file.size for file in sent))}",
        caption_justify="left",
        caption_style="dim",
    )
    table.add_column("file", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    for file in done.files:
        table.add_row(file.path, file.change, _size(file.size))
    return table


def _size(size: int) -> str:
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
