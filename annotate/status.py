"""How far a project is: by annotator, by document, and in all."""

from collections import Counter, defaultdict

import msgspec

from goldspan.annotate.pull import Pulled
from goldspan.annotations import Annotation


class AnnotatorStatus(msgspec.Struct):
    """One annotator's share.

    Attributes:
        left: sentences that still want an annotator and that this one hasn't done.
        per_hour: sentences an hour of working time as Label Studio measured it; null without any.
    """

    submitted: int = 0
    skipped: int = 0
    drafts: int = 0
    left: int = 0
    per_hour: float | None = None


class DocumentStatus(msgspec.Struct):
    """One document: its sentences, those somebody did, and those enough people did."""

    sentences: int = 0
    begun: int = 0
    complete: int = 0


class Status(msgspec.Struct, kw_only=True):
    """How far a project is.

    Attributes:
        sentences: tasks in the project.
        annotators_per_sentence: how many annotators each sentence is to have.
        complete: sentences that have as many; skipped ones count.
        overlap: number of sentences by the number of annotators who did them.
        problems: annotations that fail a check, see pull.
    """

    project: int
    title: str
    sentences: int
    annotators_per_sentence: int
    complete: int = 0
    overlap: dict[int, int] = {}
    annotators: dict[str, AnnotatorStatus] = {}
    documents: dict[str, DocumentStatus] = {}
    problems: int = 0


def status_of(pulled: Pulled) -> Status:
    """The status, from what was just pulled."""
    project = pulled.project
    wanted = project.annotators_per_sentence
    status = Status(
        project=project.id,
        title=project.title,
        sentences=pulled.sentences,
        annotators_per_sentence=wanted,
    )
    done: defaultdict[int, set[str]] = defaultdict(set)
    seconds: Counter[str] = Counter()
    documents: dict[int, str] = {}
    for stored in pulled.store.tasks():
        documents[stored["id"]] = str(stored["data"].get("doc", ""))
    for record in pulled.records():
        _count(status, record, done, seconds)
    for task, document in documents.items():
        people = len(done[task])
        of_document = status.documents.setdefault(document, DocumentStatus())
        of_document.sentences += 1
        of_document.begun += people > 0
        of_document.complete += people >= wanted
        status.complete += people >= wanted
        status.overlap[people] = status.overlap.get(people, 0) + 1
    for name, annotator in status.annotators.items():
        annotator.left = sum(
            len(done[task]) < wanted and name not in done[task] for task in documents
        )
        if seconds[name]:
            finished = annotator.submitted + annotator.skipped
            annotator.per_hour = round(3600 * finished / seconds[name], 1)
    status.annotators = dict(sorted(status.annotators.items()))
    status.overlap = dict(sorted(status.overlap.items()))
    status.problems = len(pulled.summary.problems)
    return status


def _count(
    status: Status, record: Annotation, done: defaultdict[int, set[str]], seconds: Counter[str]
) -> None:
    annotator = status.annotators.setdefault(record.annotator, AnnotatorStatus())
    if record.status == "draft":
        annotator.drafts += 1
        return
    if record.status == "submitted":
        annotator.submitted += 1
    else:
        annotator.skipped += 1
    seconds[record.annotator] += int(record.seconds or 0)
    if record.origin:
        done[record.origin.task].add(record.annotator)
