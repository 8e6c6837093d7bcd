"""Push sentences into a Label Studio project, each once."""

from collections.abc import Sequence
from typing import Any

import msgspec

from goldspan.annotate.project import Project, make_or_update_project
from goldspan.annotate.server import ONCE, Server, server_errors
from goldspan.annotate.tasks import suggestion, task_data
from goldspan.console import progress
from goldspan.errors import InputError, ServerError
from goldspan.extractors import Extractor
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import Sentence

_BATCH = 500


class Pushed(msgspec.Struct, frozen=True):
    """What a push did.

    Attributes:
        made: tasks made.
        present: sentences that were there already.
        suggested: suggested spans that came with the new tasks.
    """

    project: int
    made: int
    present: int
    suggested: int


def push(
    server: Server,
    sentences: Sequence[Sentence],
    *,
    project_name: str,
    guidelines: Guidelines,
    extractor: Extractor | None = None,
    annotators_per_sentence: int | None = None,
) -> Pushed:
    """Make a task for each sentence that the project doesn't hold yet.

    Raises:
        InputError: a sentence is there under the same id with another text.
        ServerError: the server refuses, or stored less than it was sent.
    """
    project = make_or_update_project(server, project_name, guidelines, annotators_per_sentence)
    there = _present(server, project)
    _refuse_changed_texts(sentences, there)
    keys = set(there.values())
    data = task_data(sentences)
    new = [sentence for sentence in sentences if sentence.key not in keys]
    suggested = 0
    with progress("Pushing", total=len(new)) as advance:
        for begin in range(0, len(new), _BATCH):
            batch = new[begin : begin + _BATCH]
            tasks = [_task(sentence, data[sentence.key], extractor) for sentence in batch]
            _send(server, project, tasks)
            suggested += sum(
                len(prediction["result"]) for task in tasks for prediction in task["predictions"]
            )
            advance(len(batch))
    return Pushed(
        project=project.id, made=len(new), present=len(sentences) - len(new), suggested=suggested
    )


def _present(server: Server, project: Project) -> dict[str, str]:
    """The keys of the project's tasks by sentence id, as the server has them now."""
    present: dict[str, str] = {}
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields="task_only", include="id,data", page_size=1000
        )
        for task in listed:
            if "key" in task.data:
                present[task.data["id"]] = task.data["key"]
    return present


def _refuse_changed_texts(sentences: Sequence[Sentence], there: dict[str, str]) -> None:
    for sentence in sentences:
        if there.get(sentence.id, sentence.key) != sentence.key:
            raise InputError(
                f"sentence {sentence.id} is on the server with another text; a pushed text is"
                " never changed: give the new text an id of its own, or push to another project."
            )


def _task(sentence: Sentence, data: dict[str, Any], extractor: Extractor | None) -> dict[str, Any]:
    predictions = []
    if extractor:
        [spans] = extractor.extract([sentence])
        predictions = [suggestion(extractor.name, sentence.text, spans)]
    return {"data": data, "predictions": predictions}


def _send(server: Server, project: Project, tasks: list[dict[str, Any]]) -> None:
    with server_errors(server.url):
        answer = server.client.projects.import_tasks(
            project.id, request=tasks, return_task_ids=True, request_options=ONCE
        )
    sent = (len(tasks), sum(len(task["predictions"]) for task in tasks))
    stored = (answer.task_count, answer.prediction_count)
    if stored != sent:
        raise ServerError(
            f"{server.url} stored {stored[0]} tasks and {stored[1]} suggestions of the {sent[0]}"
            f" and {sent[1]} it was sent (was its database locked?); the tasks from"
            f" {answer.task_ids[:1]} on lack theirs: delete them in Label Studio and push again."
        )
