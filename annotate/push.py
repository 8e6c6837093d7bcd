"""Push sentences into a Label Studio project, each exactly once."""

import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec

from goldspan.annotate.ahead import made_ahead
from goldspan.annotate.calibration import set_overlaps
from goldspan.annotate.controls import CONTROL
from goldspan.annotate.journal import Journal, only_push
from goldspan.annotate.present import Present, list_present
from goldspan.annotate.project import Project, find_project, make_or_update_project
from goldspan.annotate.selection import EVERYTHING, Selection, Wanted, select
from goldspan.annotate.server import ONCE, Server, server_errors
from goldspan.annotate.tasks import suggestion
from goldspan.console import progress, say
from goldspan.errors import ServerError
from goldspan.extractors import Extractor
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import Sentence

_BATCH = 500
_QUIET = 5.0
"""Seconds without a new task after which an unconfirmed batch is taken not to be on its way."""


class Pushed(msgspec.Struct, frozen=True):
    """What a push did.

    Attributes:
        project: its number.
        made: tasks made.
        present: sentences that were there already.
        suggested: suggested spans that came with the new tasks.
        stale: tasks whose sentence has another text now: marked, or removed if nobody had
            annotated them.
        twice: surplus tasks of one sentence that an interrupted push had left, removed.
        controls: hidden control sentences made.
        held_back: sentences that wait until the calibration share is done.
    """

    project: int
    made: int
    present: int
    suggested: int = 0
    stale: int = 0
    twice: int = 0
    controls: int = 0
    held_back: int = 0


class Plan(msgspec.Struct, frozen=True):
    """What a push would do: see `Pushed`."""

    made: int
    present: int
    stale: int
    controls: int = 0
    held_back: int = 0


def push(
    server: Server,
    sentences: Sequence[Sentence],
    *,
    project_name: str,
    guidelines: Guidelines,
    extractor: Extractor | None = None,
    annotators_per_sentence: int | None = None,
    wanted: Wanted = EVERYTHING,
) -> Pushed:
    """Make a task for each sentence that the project doesn't hold yet.

    After any interruption the next push completes it: the server's own list of tasks says what is
    missing.

    Raises:
        ServerError: the server refuses, or stored less than it was sent.
    """
    project = make_or_update_project(server, project_name, guidelines, annotators_per_sentence)
    with only_push(server.identity, project.id) as journal:
        was_interrupted = journal.is_open
        if was_interrupted:
            _await_quiet(server, project)
        present = list_present(server, project)
        twice = present.remove_surplus(server) if was_interrupted else 0
        selection = select(sentences, present, guidelines, wanted)
        stale = present.mark_stale(server, sentences)
        suggested = _send_all(server, project, selection, extractor, journal)
        journal.confirmed()
        if wanted.calibrate is not None or annotators_per_sentence is not None:
            set_overlaps(server, list_present(server, project).overlaps)
    return Pushed(
        project=project.id,
        made=selection.made,
        present=selection.present,
        suggested=suggested,
        stale=stale,
        twice=twice,
        controls=len(selection.controls),
        held_back=selection.held_back,
    )


def plan(
    server: Server,
    sentences: Sequence[Sentence],
    *,
    project_name: str,
    guidelines: Guidelines,
    wanted: Wanted = EVERYTHING,
) -> Plan:
    """What a push would do; nothing is written."""
    project = find_project(server, project_name)
    present = list_present(server, project) if project else Present()
    selection = select(sentences, present, guidelines, wanted)
    return Plan(
        made=selection.made,
        present=selection.present,
        stale=len(present.stale(sentences)),
        controls=len(selection.controls),
        held_back=selection.held_back,
    )


def _send_all(
    server: Server,
    project: Project,
    selection: Selection,
    extractor: Extractor | None,
    journal: Journal,
) -> int:
    """Send in batches; returns the number of suggested spans."""
    sentences = selection.new
    batches = [sentences[begin : begin + _BATCH] for begin in range(0, len(sentences), _BATCH)]
    suggested = 0
    with progress("Pushing", total=len(sentences)) as advance:
        for _, (tasks, body) in made_ahead(partial(_tasks, selection, extractor), batches):
            journal.sending()
            _send(server, project, tasks, body)
            journal.confirmed()
            suggested += sum(
                len(prediction["result"]) for task in tasks for prediction in task["predictions"]
            )
            advance(len(tasks))
    return suggested


def _tasks(
    selection: Selection, extractor: Extractor | None, sentences: Sequence[Sentence]
) -> tuple[list[dict[str, Any]], bytes]:
    """The tasks of a batch, and the same as JSON."""
    predictions: Iterable[list[dict[str, Any]]] = [[] for _ in sentences]
    if extractor:
        predictions = [
            [suggestion(extractor.name, sentence.text, spans)]
            for sentence, spans in zip(sentences, extractor.extract(sentences), strict=True)
        ]
    tasks = [
        {
            "data": selection.data[sentence.key],
            "predictions": of_sentence,
            "meta": CONTROL if sentence.key in selection.controls else {},
        }
        for sentence, of_sentence in zip(sentences, predictions, strict=True)
    ]
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
