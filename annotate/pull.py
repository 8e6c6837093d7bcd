"""Pull every annotation out of a Label Studio project; fetch what changed since the last pull."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import quote

import msgspec

from goldspan.annotate.ahead import made_ahead
from goldspan.annotate.controls import is_control
from goldspan.annotate.project import Project, need_project
from goldspan.annotate.reader import Reader, Summary
from goldspan.annotate.server import PATIENT, Server, server_errors
from goldspan.annotate.store import Changes, Store, moment, opened
from goldspan.annotations import Annotation
from goldspan.console import progress, say
from goldspan.errors import ServerError
from goldspan.guidelines.model import Guidelines
from goldspan.workspace import workspace

_IDS = "ids[]"
_URL_ROOM = 3500
"""Characters for ids in the address of an export: gunicorn takes 4094 for all of it by default."""


class Pulled:
    """What a pull brought, while its store is open.

    Attributes:
        project: the project it is of.
        changes: what is otherwise than when the server was last asked.
        tasks_there: tasks in the project, controls included.
        store: everything the server said, now and before.
    """

    def __init__(
        self, project: Project, store: Store, reader: Reader, changes: Changes, tasks_there: int
    ) -> None:
        """Read no record yet."""
        self.project = project
        self.store = store
        self.changes = changes
        self.tasks_there = tasks_there
        self._reader = reader
        self._controls: set[int] = set()

    @property
    def sentences(self) -> int:
        """How many sentences the project has, once its tasks were read."""
        return self.tasks_there - self.controls

    @property
    def summary(self) -> Summary:
        """What was read so far: complete once all records were."""
        return self._reader.summary

    def records(self, *, of_controls: bool = False) -> Iterator[Annotation]:
        """Every sound annotation on the server, in the order of documents and sentences; once.

        Args:
            of_controls: those of hidden control sentences, which are never among the others.
        """
        return self._reader.records(self.tasks(of_controls=of_controls))

    def tasks(self, *, of_controls: bool = False) -> Iterator[dict[str, Any]]:
        """The tasks on the server, as exported: those of sentences, or those of controls."""
        for task in self.store.tasks():
            if is_control(task["meta"]):
                self._controls.add(task["id"])
            if is_control(task["meta"]) == of_controls:
                yield task

    @property
    def controls(self) -> int:
        """How many hidden control sentences the project has, once its tasks were read."""
        return len(self._controls)


@contextmanager
def pulled_project(
    server: Server, *, project_name: str, guidelines: Guidelines
) -> Iterator[Pulled]:
    """Fetch what is new or changed, then give access to everything.

    Submitted, skipped and draft annotations are brought, never a mere suggestion. A pull that was
    interrupted goes on where it was.

    Raises:
        InputError: there is no such project.
        ServerError: the server can't be reached or refuses.
    """
    project = need_project(server, project_name)
    if project.history and project.history[-1][1] != guidelines.stamp:
        say(
            f"Warning: the page of project {project.title!r} was made from guidelines"
            f" {project.history[-1][1].version}, here are other ones ({guidelines.version});"
            " labels are checked by those here"
        )
    with server_errors(server.url):
        users = {user.email: user.id for user in server.client.users.list()}
    with opened(workspace() / "pulls" / _name(server, project)) as store:
        changes, tasks_there = _fetch(server, project, store)
        reader = Reader(server, project, guidelines, users)
        yield Pulled(project, store, reader, changes, tasks_there)


def _name(server: Server, project: Project) -> str:
    """A folder of its own for each project, also when a new server uses old numbers again."""
    identity = re.sub(r"[^A-Za-z0-9.]+", "-", server.identity)
    return f"{identity}-project-{project.id}-{project.created_at:%Y%m%dT%H%M%S%f}"


def _fetch(server: Server, project: Project, store: Store) -> tuple[Changes, int]:
    """Bring the store up to date; returns what changed, and the number of tasks."""
    changes = Changes()
    known = store.known()
    if not known:
        count = _fetch_ranges(server, project, store, changes)
        known = store.known()
        if len(known) == count:
            return changes, count
    there = _listed(server, project)
    # A draft doesn't touch its task's time, so tasks with drafts, then or now, are always fetched.
    drafted = _drafted(server, project) | {task for task, (_, drafts) in known.items() if drafts}
    due = [
        task
        for task, updated_at in sorted(there.items())
        if known.get(task, ("",))[0] != updated_at or task in drafted
    ]
    with progress("Pulling", total=len(due)) as advance:
        for batch, (page, tasks) in made_ahead(partial(_export, server, project), batches(due)):
            if {task["id"] for task in tasks} != set(batch):
                raise ServerError(
                    f"{server.url} exported other tasks than it was asked for (were tasks deleted"
                    " meanwhile?): pull again."
                )
            store.add(page, tasks, changes)
            advance(len(batch))
    store.lose(sorted(set(known) - set(there)), changes)
    return changes, len(there)


def _fetch_ranges(server: Server, project: Project, store: Store, changes: Changes) -> int:
    """Fetch all tasks by the range of their numbers, without listing them first.

    Listing takes half as long as exporting. A project whose numbers are far apart is left to the
    listing; so is whatever this misses.

    Returns:
        How many tasks there are.
    """
    first, last, count = _extent(server, project)
    if not count or last - first + 1 > 2 * count:
        return count
    with progress("Pulling", total=count) as advance:
        ranges = batches(range(first, last + 1))
        for _, (page, tasks) in made_ahead(partial(_export, server, project), ranges):
            before = changes.fetched
            store.add(page, tasks, changes)
            advance(changes.fetched - before)
    return count


def _extent(server: Server, project: Project) -> tuple[int, int, int]:
    """The lowest and the highest number of the project's tasks, and how many there are."""
    with server_errors(server.url):
        count = server.client.projects.get(project.id).task_number or 0
        ends = [
            task.id
            for ordering in ("tasks:id", "-tasks:id")
            for task in server.client.tasks.list(
                project=project.id,
                fields="task_only",
                include="id",
                page_size=1,
                query=json.dumps({"ordering": [ordering]}),
            ).items[:1]
        ]
    return (ends[0], ends[1], count) if len(ends) == 2 else (0, 0, 0)


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in runs that fit into the address of an export."""
    batch: list[int] = []
    room = _URL_ROOM
    for number in ids:
        need = len(quote(f"&{_IDS}={number}", safe="&="))
        if batch and need > room:
            yield batch
            batch, room = [], _URL_ROOM
        batch.append(number)
        room -= need
    if batch:
        yield batch


def _listed(server: Server, project: Project) -> dict[int, str]:
    """When each task of the project was last updated."""
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields="task_only", include="id,updated_at", page_size=1000
        )
        return {task.id: moment(task.updated_at) for task in listed}


def _drafted(server: Server, project: Project) -> set[int]:
    """The tasks that have drafts."""
    is_drafted = {
        "filter": "filter:tasks:draft_exists",
        "operator": "equal",
        "type": "Boolean",
        "value": True,
    }
    query = json.dumps({"filters": {"conjunction": "and", "items": [is_drafted]}})
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields="task_only", include="id", page_size=1000, query=query
        )
        return {task.id for task in listed}


def _export(server: Server, project: Project, ids: list[int]) -> tuple[bytes, list[dict[str, Any]]]:
    """The full JSON of these tasks, as it came and read; batches keep the server's memory flat.

    The SDK's own ``ids`` is ignored by the server, which reads ``ids[]``.
    """
    options = {**PATIENT, "additional_query_parameters": {_IDS: ids}}
    with server_errors(server.url):
        chunks = server.client.projects.exports.download_sync(
            project.id, export_type="JSON", download_all_tasks=True, request_options=options
        )
        page = b"".join(chunks)
        return page, msgspec.json.decode(page, type=list[dict[str, Any]])
