"""Send new tasks into a project so that each is there once, whatever interrupts it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import msgspec

from goldspan.annotate.ahead import made_ahead
from goldspan.annotate.journal import Journal, only_push
from goldspan.annotate.present import Present, list_present
from goldspan.annotate.project import Project
from goldspan.annotate.server import ONCE, Server, server_errors
from goldspan.console import progress, say
from goldspan.errors import ServerError

New = TypeVar("New")

_BATCH = 500
_QUIET = 5.0
"""Seconds without a new task after which an unconfirmed batch is taken not to be on its way."""


class Sender:
    """The one push that goes into a project now.

    Attributes:
        present: what the project held before.
        stale: tasks whose sentence has another key now: marked, or removed if nobody had
            annotated them.
        twice: surplus tasks of one sentence that an interrupted push had left, removed.
    """

    def __init__(
        self,
        server: Server,
        project: Project,
        journal: Journal,
        present: Present,
        stale: int,
        twice: int,
    ) -> None:
        """Use `sending` instead."""
        self.present = present
        self.stale = stale
        self.twice = twice
        self._server = server
        self._project = project
        self._journal = journal

    def send(
        self, new: Sequence[New], make: Callable[[Sequence[New]], list[dict[str, Any]]]
    ) -> int:
        """Make tasks, in batches.

        Args:
            new: what the project doesn't hold yet.
            make: some of it as tasks, each with ``data`` (which has a ``key``) and ``predictions``.

        Returns:
            The number of suggested regions.

        Raises:
            ServerError: the server refuses, or stored less than it was sent.
        """
        batches = [new[begin : begin + _BATCH] for begin in range(0, len(new), _BATCH)]
        suggested = 0
        with progress("Pushing", total=len(new)) as advance:
            for _, (tasks, body) in made_ahead(partial(_made, make), batches):
                self._journal.sending()
                _send(self._server, self._project, tasks, body)
                self._journal.confirmed()
                suggested += sum(
                    len(prediction["result"])
                    for task in tasks
                    for prediction in task["predictions"]
                )
                advance(len(tasks))
        self._journal.confirmed()
        return suggested


@contextmanager
def sending(server: Server, project: Project, keys: Mapping[str, str]) -> Iterator[Sender]:
    """While no other push from this workspace goes into this project.

    What an interrupted push had left is put right first; then tasks of the same sentences with
    another key become stale.

    Args:
        server: the server.
        project: the project.
        keys: the wanted task's key of each sentence, by the sentence's id.
    """
    with only_push(server.identity, project.id) as journal:
        was_interrupted = journal.is_open
        if was_interrupted:
            _await_quiet(server, project)
        present = list_present(server, project)
        twice = present.remove_surplus(server) if was_interrupted else 0
        stale = present.mark_stale(server, keys)
        present.revive(server, keys)
        yield Sender(server, project, journal, present, stale, twice)


def _made(
    make: Callable[[Sequence[New]], list[dict[str, Any]]], batch: Sequence[New]
) -> tuple[list[dict[str, Any]], bytes]:
    """The tasks of a batch, and the same as JSON."""
    tasks = make(batch)
    return tasks, msgspec.json.encode(tasks)


def _send(server: Server, project: Project, tasks: list[dict[str, Any]], body: bytes) -> None:
    with server_errors(server.url):
        answer = server.import_tasks(project.id, body)
    if answer.task_count != len(tasks):
        raise ServerError(
            f"{server.url} stored {answer.task_count} of {len(tasks)} tasks; push again."
        )
    if answer.prediction_count != sum(len(task["predictions"]) for task in tasks):
        _send_suggestions(server, project, tasks)


def _send_suggestions(server: Server, project: Project, tasks: list[dict[str, Any]]) -> None:
    """Send the suggestions that a locked database lost, though the server answered 201."""
    say("The server stored tasks without their suggestions; sending those again")
    with server_errors(server.url):
        present: Present = list_present(server, project, with_suggestions=True)
        missing = [
            {"task": present.tasks[task["data"]["key"]][0], **prediction}
            for task in tasks
            for prediction in task["predictions"]
            if not present.suggested[present.tasks[task["data"]["key"]][0]]
        ]
        server.client.projects.import_predictions(project.id, request=missing, request_options=ONCE)
        present = list_present(server, project, with_suggestions=True)
    lacking = [
        task["data"]["id"]
        for task in tasks
        if not present.suggested[present.tasks[task["data"]["key"]][0]]
    ]
    if lacking:
        raise ServerError(
            f"{server.url} doesn't store suggestions: {len(lacking)} sentences lack theirs, the"
            f" first is {lacking[0]}; is its database locked by another program?"
        )


def _await_quiet(server: Server, project: Project) -> None:
    """Wait until a batch that may still be on its way has arrived, or can't any more."""
    say("The last push was interrupted; waiting for what it had sent ...")
    count, since = -1, time.monotonic()
    while time.monotonic() - since < _QUIET:
        with server_errors(server.url):
            now = server.client.projects.get(project.id).task_number
        if now != count:
            count, since = now, time.monotonic()
        time.sleep(0.5)
