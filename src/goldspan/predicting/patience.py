"""How often an extractor is asked again after an error, and after how long."""

import random
import threading
import time

import msgspec

LONGEST_WAIT = 600.0
"""Seconds: a server that asks for more is asked earlier."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How often to ask again.

    Attributes:
        retries: tries beyond the first of one sentence, at most.
        first_wait: seconds before the first retry, where the server doesn't say; each further one
            waits twice as long.
        most_wait: seconds that no wait goes beyond, where the server doesn't say.
    """

    retries: int = 4
    first_wait: float = 0.5
    most_wait: float = 30.0

    def wait(self, retry: int, said: float | None) -> float:
        """Seconds before a retry, with some chance in them so that clients don't come at once.

        Args:
            retry: its number, from 0.
            said: the seconds that the extractor wants; 0 for none at all, None if it didn't say.
        """
        if said is not None:
            return min(said, LONGEST_WAIT) * random.uniform(1, 1.1)
        own: float = min(self.first_wait * 2**retry, self.most_wait)
        return own * random.uniform(0.5, 1)


class Pause:
    """When the threads of one run may go on asking: a server that is too busy is so for all."""

    def __init__(self) -> None:
        """Nothing is paused yet."""
        self._until = 0.0
        self._lock = threading.Lock()

    def extend(self, seconds: float) -> None:
        """Ask nothing for this long."""
        with self._lock:
            self._until = max(self._until, time.monotonic() + seconds)

    def sit_out(self) -> None:
        """Return when the pause is over, however often it is extended."""
        while (left := self._until - time.monotonic()) > 0:
            time.sleep(left)
