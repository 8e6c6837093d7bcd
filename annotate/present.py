"""The tasks a project holds, by the keys of their sentences."""

from collections import Counter
from collections.abc import Mapping

import msgspec

from goldspan.annotate.calibration import EVERYBODY
from goldspan.annotate.controls import is_control
from goldspan.annotate.project import Project
from goldspan.annotate.server import ONCE, Server, server_errors


class Present(msgspec.Struct, frozen=True):
    """What a project holds.

    Attributes:
        tasks: the tasks of each key, oldest first; one each, unless a push was interrupted.
        current: the keys of each sentence id that aren't marked stale.
        suggested: how many suggestions each task has, where that was asked for.
        calibration: the keys of the share that everybody is to do.
        overlaps: tasks with another overlap than they should have, and the one they should.
        languages: how many current sentences there are in each language, without controls.
    """

    tasks: dict[str, list[int]] = {}
    current: dict[str, set[str]] = {}
    suggested: dict[int, int] = {}
    calibration: set[str] = set()
    overlaps: dict[int, int] = {}
    languages: Counter[str] = msgspec.field(default_factory=Counter)

    def stale(self, keys: Mapping[str, str]) -> list[int]:
        """The tasks of these sentences, key by sentence id, that have another key."""
        return [
            task
            for sentence, wanted in keys.items()
            for key in sorted(self.current.get(sentence, set()) - {wanted})
            for task in self.tasks[key]
        ]

    def mark_stale(self, server: Server, keys: Mapping[str, str]) -> int:
        """Mark those tasks as stale; remove the ones that nobody has annotated."""
        tasks = self.stale(keys)
        with server_errors(server.url):
            for number in tasks:
                task = server.client.tasks.get(number)
                if task.annotations or task.drafts:
                    server.client.tasks.update(
                        number, data={**task.data, "stale": True}, request_options=ONCE
                    )
                else:
                    server.client.tasks.delete(number, request_options=ONCE)
        return len(tasks)

    def revive(self, server: Server, keys: Mapping[str, str]) -> None:
        """Take back the mark of stale tasks that are wanted again: the sentence is as it was."""
        with server_errors(server.url):
            for sentence, key in keys.items():
                if key in self.current.get(sentence, set()):
                    continue
                for number in self.tasks.get(key, []):
                    data = dict(server.client.tasks.get(number).data)
                    if data.pop("stale", False):
                        server.client.tasks.update(number, data=data, request_options=ONCE)

    def remove_surplus(self, server: Server) -> int:
        """Keep one task for each key; of the others remove those that nobody has annotated."""
        removed = 0
        with server_errors(server.url):
            for numbers in self.tasks.values():
                for number in numbers[1:]:
                    task = server.client.tasks.get(number)
                    if not task.annotations and not task.drafts:
                        server.client.tasks.delete(number, request_options=ONCE)
                        removed += 1
        return removed


def list_present(server: Server, project: Project, *, with_suggestions: bool = False) -> Present:
    """The project's tasks, as the server has them now.

    Args:
        server: the server.
        project: the project.
        with_suggestions: count each task's suggestions, too, which takes several times as long.
    """
    include = "id,data,meta,overlap" + (",total_predictions" if with_suggestions else "")
    fields = "all" if with_suggestions else "task_only"
    present = Present()
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields=fields, include=include, page_size=1000
        )
        for task in sorted(listed, key=lambda task: int(task.id)):
            key = task.data.get("key")
            if key is None:
                continue
            present.tasks.setdefault(key, []).append(task.id)
            if not is_control(task.meta) and not task.data.get("stale"):
                present.current.setdefault(task.data["id"], set()).add(key)
                present.languages[task.data["lang"]] += 1
            overlap = project.annotators_per_sentence
            if task.data.get("calibration"):
                present.calibration.add(key)
                overlap = EVERYBODY
            if task.overlap != overlap:
                present.overlaps[task.id] = overlap
            if with_suggestions:
                present.suggested[task.id] = task.total_predictions or 0
    return present
