"""How far a project is: by annotator, by document, and in all."""

from collections import Counter, defaultdict

import msgspec

from goldspan.annotate.anchoring import Anchoring
from goldspan.annotate.pull import Pulled
from goldspan.annotate.quality import AnnotatorQuality
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


class Calibration(msgspec.Struct, frozen=True):
    """The share that everybody does first: its sentences, those all did, and who lacks how many."""

    sentences: int
    complete: int
    left: dict[str, int]


class Status(msgspec.Struct, kw_only=True):
    """How far a project is.

    Attributes:
        sentences: tasks in the project.
        annotators_per_sentence: how many annotators each sentence is to have.
        complete: sentences that have as many; skipped ones count.
        overlap: number of sentences by the number of annotators who did them.
        problems: annotations that fail a check, see pull.
        controls: hidden control sentences; they are counted nowhere else.
        calibration: how far the share is that everybody does first; null without one.
        quality: each annotator's figures, if asked for.
        suggestions: what each extractor's suggestions did, if asked for.
    """

    project: int
    title: str
    sentences: int = 0
    annotators_per_sentence: int
    complete: int = 0
    controls: int = 0
    calibration: Calibration | None = None
    overlap: dict[int, int] = {}
    annotators: dict[str, AnnotatorStatus] = {}
    documents: dict[str, DocumentStatus] = {}
    problems: int = 0
    quality: dict[str, AnnotatorQuality] | None = None
    suggestions: dict[str, Anchoring] | None = None


def status_of(pulled: Pulled) -> Status:
    """The status, from what was just pulled."""
    project = pulled.project
    wanted = project.annotators_per_sentence
    status = Status(
        project=project.id,
        title=project.title,
        annotators_per_sentence=wanted,
    )
    done: defaultdict[int, set[str]] = defaultdict(set)
    seconds: Counter[str] = Counter()
    documents: dict[int, str] = {}
    for_everybody: set[int] = set()
    for stored in pulled.tasks():
        documents[stored["id"]] = str(stored["data"].get("doc", ""))
        if stored["data"].get("calibration"):
            for_everybody.add(stored["id"])
    status.sentences = len(documents)
    status.controls = pulled.controls
    for record in pulled.records():
        _count(status, record, done, seconds)
    everybody = max(wanted, len(status.annotators))
    for task, document in documents.items():
        people = len(done[task])
        wanted = everybody if task in for_everybody else project.annotators_per_sentence
        of_document = status.documents.setdefault(document, DocumentStatus())
        of_document.sentences += 1
        of_document.begun += people > 0
        of_document.complete += people >= wanted
        status.complete += people >= wanted
        status.overlap[people] = status.overlap.get(people, 0) + 1
    for name, annotator in status.annotators.items():
        annotator.left = sum(
            name not in done[task]
            and (task in for_everybody or len(done[task]) < project.annotators_per_sentence)
            for task in documents
        )
        if seconds[name]:
            finished = annotator.submitted + annotator.skipped
            annotator.per_hour = round(3600 * finished / seconds[name], 1)
    status.annotators = dict(sorted(status.annotators.items()))
    status.overlap = dict(sorted(status.overlap.items()))
    if for_everybody:
        status.calibration = Calibration(
            sentences=len(for_everybody),
            complete=sum(len(done[task]) >= everybody for task in for_everybody),
            left={
                name: sum(name not in done[task] for task in for_everybody)
                for name in status.annotators
            },
        )
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
