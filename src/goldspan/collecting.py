"""Work without Python's collector of cycles, where there is much data and no cycle in it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cycles alone for a while.

    Records, rows and the lists of them hold no cycles, but the more of them there are, the longer
    the collector looks through them: a third of the time of a build.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
