"""Exported tasks as annotation records, each checked; what fails a check is listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from goldspan.annotate.decisions import read_decision
from goldspan.annotate.project import Project
from goldspan.annotate.results import read_result
from goldspan.annotate.server import Server
from goldspan.annotate.suggesting import made_of
from goldspan.annotations import Annotation, GuidelinesStamp, Origin, Status
from goldspan.guidelines.model import Guidelines
from goldspan.pseudonyms import Pseudonyms
from goldspan.sentences import sha256_of_text


class Problem(msgspec.Struct, frozen=True):
    """An annotation that failed a check and isn't among the records.

    Attributes:
        address: the task's page.
        what: what is wrong, in one sentence.
    """

    address: str
    what: str


class Summary(msgspec.Struct):
    """What was read so far.

    Attributes:
        statuses: records by status.
        empty: submitted ones without spans.
        trimmed: spans whose edges were moved in over white space.
        repeated: exact duplicates of a span, counted once.
        edited: records that somebody else than their annotator changed last.
        ground_truth: records marked as ground truth.
        submitted: how often each annotator submitted each sentence.
    """

    statuses: Counter[Status] = msgspec.field(default_factory=Counter)
    empty: int = 0
    annotators: set[str] = set()
    guidelines: set[GuidelinesStamp] = set()
    trimmed: int = 0
    repeated: int = 0
    edited: int = 0
    ground_truth: int = 0
    submitted: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    problems: list[Problem] = []

    @property
    def submitted_again(self) -> int:
        """Submitted records of a sentence that the same annotator had submitted before."""
        return sum(count - 1 for count in self.submitted.values())


class Reader:
    """Turns exported tasks into records, a task at a time."""

    def __init__(
        self,
        server: Server,
        project: Project,
        guidelines: Guidelines,
        users: dict[str, int],
    ) -> None:
        """Read nothing yet.

        Args:
            server: for the addresses of tasks.
            project: whose tasks they are.
            guidelines: labels, attributes and flags there may be.
            users: users' numbers by e-mail address: a draft names its annotator by address.
        """
        self._server = server
        self._project = project
        self._guidelines = guidelines
        self._users = users
        self._pseudonyms = Pseudonyms(server.identity)
        self.summary = Summary()

    def records(self, tasks: Iterable[dict[str, Any]]) -> Iterator[Annotation]:
        """The sound records of the tasks, in their order, then that of annotators and times."""
        for task in tasks:
            found = list(self._of_task(task))
            found.sort(key=lambda record: (record.annotator, record.created_at or ""))
            yield from found
        self._pseudonyms.save()

    def _of_task(self, task: dict[str, Any]) -> Iterator[Annotation]:
        annotations, drafts = task["annotations"], task["drafts"]
        if fault := _task_fault(task["data"]):
            for _ in [*annotations, *drafts]:
                self._problem(task, fault)
            return
        for said in annotations:
            status: Status = "skipped" if said["was_cancelled"] else "submitted"
            if isinstance(said["completed_by"], int):
                yield from self._read(task, said, said["completed_by"], status, said["id"])
            else:
                self._problem(task, f"annotation {said['id']} has no annotator")
        for said in drafts:
            user = self._users.get(said["user"], said["user"])
            yield from self._read(task, said, user, "draft", said["annotation"])

    def _read(
        self,
        task: dict[str, Any],
        said: dict[str, Any],
        user: int | str,
        status: Status,
        annotation: int | None,
    ) -> Iterator[Annotation]:
        data = task["data"]
        adjudication = None
        if "dispute" in data:
            reading, adjudication = read_decision(
                said["result"], data, self._guidelines, is_submitted=status == "submitted"
            )
        else:
            reading = read_result(said["result"], data["text"], self._guidelines)
        if reading.faults:
            what = f"draft {said['id']}" if status == "draft" else f"annotation {annotation}"
            for fault in reading.faults:
                self._problem(task, f"{what}: {fault}; correct it in Label Studio and pull again")
            return
        updated = datetime.fromisoformat(said["updated_at"].replace("Z", "+00:00"))
        record = Annotation(
            sentence=data["id"],
            doc=data["doc"],
            index=data["index"],
            text=data["text"],
            text_sha256=data["text_sha256"],
            lang=data["lang"],
            section=data["section"],
            annotator=self._pseudonyms.of(user),
            spans=reading.spans,
            status=status,
            flags=reading.flags,
            note=reading.note,
            guidelines=self._project.guidelines_at(updated),
            suggested_by=None if adjudication else suggested_by(task, said),
            created_at=said["created_at"],
            updated_at=said["updated_at"],
            seconds=said.get("lead_time"),
            origin=Origin(project=self._project.id, task=task["id"], annotation=annotation),
            stale=bool(data.get("stale")),
            edited_by=self._editor(said, user),
            ground_truth=bool(said.get("ground_truth")),
            adjudication=adjudication,
        )
        self._count(record)
        self.summary.trimmed += reading.trimmed
        self.summary.repeated += reading.repeated
        yield record

    def _editor(self, said: dict[str, Any], user: int | str) -> str | None:
        """Who changed it last, if that isn't its annotator: the free Label Studio lets anybody."""
        editor = said.get("updated_by")
        return None if editor in (None, user) else self._pseudonyms.of(editor)

    def _count(self, record: Annotation) -> None:
        self.summary.edited += record.edited_by is not None
        self.summary.ground_truth += record.ground_truth
        if record.status == "submitted":
            self.summary.submitted[record.sentence, record.annotator] += 1
        self.summary.statuses[record.status] += 1
        self.summary.empty += record.status == "submitted" and not record.spans
        self.summary.annotators.add(record.annotator)
        if record.guidelines:
            self.summary.guidelines.add(record.guidelines)

    def _problem(self, task: dict[str, Any], what: str) -> None:
        address = self._server.task_url(self._project.id, task["id"])
        sentence = task["data"].get("id", "not pushed by goldspan")
        self.summary.problems.append(Problem(address, f"sentence {sentence}: {what}."))


def suggested_by(task: Mapping[str, Any], said: Mapping[str, Any]) -> str | None:
    """The extractor whose suggestion an annotation began with.

    ``parent_prediction`` says that it did. ``prediction`` alone says nothing: Label Studio puts the
    task's current suggestion there for every annotation, for statistics.

    Args:
        task: as exported.
        said: one of its annotations, as exported.
    """
    parent, current = said.get("parent_prediction"), said.get("prediction") or {}
    if parent is None:
        return None
    if made := made_of(task.get("meta")):
        return made.extractor
    if current.get("id") == parent:
        return str(current.get("model_version"))
    return f"suggestion {parent}"


def _task_fault(data: dict[str, Any]) -> str | None:
    if "key" not in data or "text" not in data:
        return "this task wasn't pushed by goldspan, so its annotation has no sentence"
    if sha256_of_text(data["text"]) != data.get("text_sha256"):
        return "the text was changed on the server after it was pushed, so offsets can't be trusted"
    return None
