"""Work on one thing while the next one is being made."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def made_ahead(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[tuple[Item, Made]]:
    """Each item with what is made of it, in order; the next is made while this one is used.

    At most one is waiting. An exception of `make` is raised where its result would have come.
    """
    rest = iter(items)
    with ThreadPoolExecutor(1) as maker:
        waiting = deque((item, maker.submit(make, item)) for item in islice(rest, 1))
        while waiting:
            item, made = waiting.popleft()
            result = made.result()
            waiting.extend((item, maker.submit(make, item)) for item in islice(rest, 1))
            yield item, result
