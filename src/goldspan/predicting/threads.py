"""Work done by several threads, the results as they come."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_threads(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    go_on: Callable[[], bool],
) -> Iterator[tuple[Item, Result]]:
    """Each item with what came of it, in whatever order they are done.

    Nothing is begun once `go_on` says no or the work on one item raised an error; what is in flight
    then, and may have been paid for, is waited for. Ctrl-C waits for nothing: the threads end with
    the process, which those of the standard pool don't.

    Raises:
        Exception: the first that was raised by `work`.
    """
    if workers == 1:
        for item in items:
            if not go_on():
                return
            yield item, work(item)
        return
    threads = _Threads(work, workers)
    waiting = iter(items)
    failure: BaseException | None = None
    try:
        while True:
            if failure is None:
                for item in islice(waiting, threads.free if go_on() else 0):
                    threads.begin(item)
            if not threads.in_flight:
                break
            result = threads.result()
            if isinstance(result, BaseException):
                failure = failure or result
            else:
                yield result
    finally:
        threads.end()
    if failure:
        raise failure


class _Threads(Generic[Item, Result]):
    """Threads that wait for something to do; each is started when it is first needed."""

    def __init__(self, work: Callable[[Item], Result], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._todo: queue.SimpleQueue[tuple[Item] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Item, Result] | BaseException] = queue.SimpleQueue()
        self._started = 0
        self.in_flight = 0

    @property
    def free(self) -> int:
        return self._workers - self.in_flight

    def begin(self, item: Item) -> None:
        self._todo.put((item,))
        self.in_flight += 1
        if self._started < self.in_flight:
            self._started += 1
            threading.Thread(target=self._run, daemon=True).start()

    def result(self) -> tuple[Item, Result] | BaseException:
        result = self._done.get()
        self.in_flight -= 1
        return result

    def end(self) -> None:
        for _ in range(self._started):
            self._todo.put(None)

    def _run(self) -> None:
        while given := self._todo.get():
            [item] = given
            try:
                self._done.put((item, self._work(item)))
            except BaseException as error:  # else nobody would ever hear of it
                self._done.put(error)
