"""What people see: messages and progress on stderr, tables on stdout."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress, Task
    from rich.table import Table


class Advance(Protocol):
    """Called with the number of steps just done."""

    def __call__(self, steps: int = 1) -> None:
        """Move the bar."""


_WIDTH_IN_A_PIPE = 100
_shown: "list[Progress]" = []
"""The display that all progress bars of the moment share; a terminal has room for one."""


@cache
def _stderr() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


@cache
def _stdout() -> "Console":
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH_IN_A_PIPE)


def say(message: str) -> None:
    """A message for people, on stderr."""
    _stderr().print(message, markup=False)


def show(table: "RenderableType") -> None:
    """A table that is the command's answer, on stdout."""
    _stdout().print(table)


def new_table(*headings: str, caption: str | None = None) -> "Table":
    """A table without rows yet: names in the first column, figures in all others.

    Args:
        headings: of its columns.
        caption: lines under it that say what the figures are.
    """
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        caption=caption,
        caption_justify="left",
        caption_style="dim",
    )
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    return table


@contextmanager
def live_view() -> Iterator[Callable[["RenderableType"], None]]:
    """A place on the terminal whose content is replaced by each call."""
    from rich.live import Live

    with Live(console=_stdout(), auto_refresh=False) as live:
        yield lambda content: live.update(content, refresh=True)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Advance]:
    """A progress bar on a terminal; nothing in a pipe. One in another stands below it.

    Args:
        what: what is being done, shown beside the bar.
        total: the number of steps; None when it isn't known.
    """
    if not _stderr().is_terminal:
        yield lambda steps=1: None
        return
    if _shown:
        [shown] = _shown
        part = shown.add_task(what, total=total)
        try:
            yield lambda steps=1: shown.advance(part, steps)
        finally:
            shown.remove_task(part)
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: "Task") -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    columns = [SpinnerColumn(), TextColumn("{task.description}")]
    if total is None:
        columns += [TimeElapsedColumn()]
    else:
        columns += [BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()]
    with Progress(*columns, console=_stderr(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        _shown.append(bar)
        try:
            yield lambda steps=1: bar.advance(task, steps)
        finally:
            _shown.remove(bar)
