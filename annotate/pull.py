"""Pull every annotation out of a Label Studio project, checked span by span."""

import gzip
from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from goldspan.annotate.project import Project, need_project
from goldspan.annotate.pseudonyms import Pseudonyms
from goldspan.annotate.results import read_result
from goldspan.annotate.server import PATIENT, Server, server_errors
from goldspan.annotations import Annotation, Origin, Status
from goldspan.console import progress
from goldspan.errors import ServerError
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import sha256_of_text
from goldspan.workspace import workspace

_BATCH = 500


class Problem(msgspec.Struct, frozen=True):
    """An annotation that failed a check and isn't among the records.

    Attributes:
        address: the task's page.
        what: what is wrong, in one sentence.
    """

    address: str
    what: str


class Pulled(msgspec.Struct):
    """What a pull brought.

    Attributes:
        records: the sound annotations, in the order of documents, sentences and annotators.
        problems: those that failed a check.
        sentences: tasks in the project.
        trimmed: spans whose edges were moved in over white space.
        repeated: exact duplicates of a span, counted once.
        raw: the folder with everything the server said, as it said it.
    """

    sentences: int
    raw: Path
    records: list[Annotation] = []
    problems: list[Problem] = []
    trimmed: int = 0
    repeated: int = 0


def pull(server: Server, *, project_name: str, guidelines: Guidelines) -> Pulled:
    """Bring back every annotation: submitted, skipped and draft ones, never a mere suggestion.

    Raises:
        InputError: there is no such project.
        ServerError: the server can't be reached or refuses.
    """
    project = need_project(server, project_name)
    ids = _task_ids(server, project)
    started = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
    pulled = Pulled(
        sentences=len(ids), raw=workspace() / "pulls" / f"project-{project.id}" / started
    )
    pulled.raw.mkdir(parents=True)
    reader = _Reader(server, project, guidelines, pulled)
    with progress("Pulling", total=len(ids)) as advance:
        for number, batch in enumerate(_batches(ids), start=1):
            page = _export(server, project, batch)
            with gzip.open(pulled.raw / f"page-{number:05}.json.gz", "wb") as file:
                file.write(page)
            for task in msgspec.json.decode(page):
                reader.read_task(task)
            advance(len(batch))
    reader.pseudonyms.save()
    pulled.records.sort(
        key=lambda record: (
            record.doc,
            record.index,
            record.sentence,
            record.annotator,
            record.created_at or "",
        )
    )
    return pulled


class _Reader:
    """Turns exported tasks into records and problems."""

    def __init__(
        self, server: Server, project: Project, guidelines: Guidelines, pulled: Pulled
    ) -> None:
        self._server = server
        self._project = project
        self._guidelines = guidelines
        self._pulled = pulled
        self.pseudonyms = Pseudonyms(server.identity)
        with server_errors(server.url):
            self._numbers = {user.email: user.id for user in server.client.users.list()}

    def read_task(self, task: dict[str, Any]) -> None:
        annotations, drafts = task["annotations"], task["drafts"]
        fault = _task_fault(task["data"])
        if fault:
            for _ in [*annotations, *drafts]:
                self._problem(task, fault)
            return
        for annotation in annotations:
            if not isinstance(annotation["completed_by"], int):
                self._problem(task, f"annotation {annotation['id']} has no annotator")
                continue
            status: Status = "skipped" if annotation["was_cancelled"] else "submitted"
            self._read(task, annotation, annotation["completed_by"], status, annotation["id"])
        for draft in drafts:
            # A draft names its annotator by e-mail address, an annotation by number.
            user = self._numbers.get(draft["user"], draft["user"])
            self._read(task, draft, user, "draft", draft["annotation"])

    def _read(
        self,
        task: dict[str, Any],
        said: dict[str, Any],
        user: int | str,
        status: Status,
        annotation: int | None,
    ) -> None:
        data = task["data"]
        reading = read_result(said["result"], data["text"], self._guidelines)
        if reading.faults:
            what = f"annotation {annotation}" if status != "draft" else f"draft {said['id']}"
            for fault in reading.faults:
                self._problem(task, f"{what}: {fault}; correct it in Label Studio and pull again")
            return
        self._pulled.trimmed += reading.trimmed
        self._pulled.repeated += reading.repeated
        updated = said["updated_at"]
        self._pulled.records.append(
            Annotation(
                sentence=data["id"],
                doc=data["doc"],
                index=data["index"],
                text=data["text"],
                text_sha256=data["text_sha256"],
                lang=data["lang"],
                section=data["section"],
                annotator=self.pseudonyms.of(user),
                spans=reading.spans,
                status=status,
                flags=reading.flags,
                note=reading.note,
                guidelines=self._project.guidelines_at(
                    datetime.fromisoformat(updated.replace("Z", "+00:00"))
                ),
                suggested_by=(said.get("prediction") or {}).get("model_version"),
                created_at=said["created_at"],
                updated_at=updated,
                seconds=said.get("lead_time"),
                origin=Origin(project=self._project.id, task=task["id"], annotation=annotation),
            )
        )

    def _problem(self, task: dict[str, Any], what: str) -> None:
        address = self._server.task_url(self._project.id, task["id"])
        sentence = task["data"].get("id", "not pushed by goldspan")
        self._pulled.problems.append(Problem(address, f"sentence {sentence}: {what}."))


def _task_fault(data: dict[str, Any]) -> str | None:
    if "key" not in data or "text" not in data:
        return "this task wasn't pushed by goldspan, so its annotation has no sentence"
    if sha256_of_text(data["text"]) != data.get("text_sha256"):
        return "the text was changed on the server after it was pushed, so offsets can't be trusted"
    return None


def _task_ids(server: Server, project: Project) -> list[int]:
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields="task_only", include="id", page_size=1000
        )
        return sorted(task.id for task in listed)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _export(server: Server, project: Project, ids: list[int]) -> bytes:
    """The full JSON of these tasks; batches keep the server's memory flat.

    The SDK's own ``ids`` is ignored by the server, which reads ``ids[]``.
    """
    options = {**PATIENT, "additional_query_parameters": {"ids[]": ids}}
    with server_errors(server.url):
        chunks = server.client.projects.exports.download_sync(
            project.id, export_type="JSON", download_all_tasks=True, request_options=options
        )
        page = b"".join(chunks)
    if {task["id"] for task in msgspec.json.decode(page)} != set(ids):
        raise ServerError(
            f"{server.url} exported other tasks than it was asked for (were tasks deleted"
            " meanwhile?): pull again."
        )
    return page
