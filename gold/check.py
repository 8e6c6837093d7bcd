"""Check a gold dataset: run the table of checks, list what they find."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

from goldspan.annotations import Annotation
from goldspan.dataset import GoldDataset, GoldSpan
from goldspan.errors import InputError
from goldspan.gold.checks.finding import Check, Corpus, Found, Severity
from goldspan.gold.checks.table import CHECKS
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import refuse_other_labels
from goldspan.studio.address import task_url


class Task(msgspec.Struct, frozen=True):
    """Where in Label Studio a sentence was annotated; `url` is null when no server is known."""

    project: int
    task: int
    url: str | None


class Finding(msgspec.Struct, frozen=True):
    """What a check found.

    Attributes:
        check: the check's name.
        severity: error or warning.
        what: what is wrong.
        sentence: the sentence's id; null for what is of the whole dataset.
        doc: its document.
        split: its split.
        text: its text.
        spans: the spans concerned.
        others: ids of further sentences concerned, or to compare with.
        tasks: where it was annotated, if annotations were given.
    """

    check: str
    severity: Severity
    what: str
    sentence: str | None
    doc: str | None
    split: str | None
    text: str | None
    spans: list[GoldSpan]
    others: list[str]
    tasks: list[Task]


class Checked(msgspec.Struct, frozen=True):
    """The result of a check.

    Attributes:
        sentences: how many were looked at.
        thresholds: the numbers gone by.
        counts: findings of each check that was run.
        errors: how many findings are errors.
        warnings: how many are warnings.
        findings: by severity and check, in the order of the sentences.
    """

    sentences: int
    thresholds: dict[str, float]
    counts: dict[str, int]
    errors: int
    warnings: int
    findings: list[Finding]


def check(
    dataset: GoldDataset,
    guidelines: Guidelines,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
    thresholds: Mapping[str, float] | None = None,
    tasks: Mapping[str, list[Task]] | None = None,
) -> Checked:
    """Run the checks.

    Args:
        dataset: the gold dataset.
        guidelines: what it should follow.
        only: names of the checks to run; all if empty.
        ignore: names of checks to leave out.
        thresholds: other numbers than the table's, by name.
        tasks: where each sentence was annotated, by its id.

    Raises:
        InputError: there is no such check or threshold, or the guidelines have other labels than
            the dataset.
    """
    refuse_other_labels(guidelines, dataset.manifest.labels)
    numbers = _thresholds(thresholds or {})
    _refuse_unknown([*only, *ignore], [each.name for each in CHECKS], "check")
    chosen = [
        each for each in CHECKS if (not only or each.name in only) and each.name not in ignore
    ]
    corpus = Corpus(dataset, guidelines, numbers)
    findings = [
        _finding(each, found, corpus, tasks or {}) for each in chosen for found in each.run(corpus)
    ]
    severities = Counter(finding.severity for finding in findings)
    counts = Counter(finding.check for finding in findings)
    return Checked(
        sentences=len(corpus.sentences),
        thresholds=numbers,
        counts={each.name: counts[each.name] for each in chosen},
        errors=severities["error"],
        warnings=severities["warning"],
        findings=findings,
    )


def tasks_of(annotations: Iterable[Annotation], server: str | None) -> dict[str, list[Task]]:
    """Where each sentence was annotated, by its id.

    Args:
        annotations: as pulled.
        server: the address of Label Studio; None if it isn't known.
    """
    found: dict[str, dict[tuple[int, int], Task]] = {}
    for annotation in annotations:
        origin = annotation.origin
        if origin and not annotation.stale:
            url = task_url(server, origin.project, origin.task) if server else None
            task = Task(origin.project, origin.task, url)
            found.setdefault(annotation.sentence, {})[origin.project, origin.task] = task
    return {sentence: [tasks[key] for key in sorted(tasks)] for sentence, tasks in found.items()}


def _thresholds(given: Mapping[str, float]) -> dict[str, float]:
    defaults = {name: value for each in CHECKS for name, value in each.thresholds.items()}
    _refuse_unknown(given, list(defaults), "threshold")
    return {**defaults, **given}


def _refuse_unknown(names: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in names:
        if name not in known:
            raise InputError(f"there is no {kind} {name!r}; there are {', '.join(known)}.")


def _finding(each: Check, found: Found, corpus: Corpus, tasks: Mapping[str, list[Task]]) -> Finding:
    sentence = found.sentence
    return Finding(
        check=each.name,
        severity=each.severity,
        what=found.what,
        sentence=sentence.id if sentence else None,
        doc=sentence.doc if sentence else None,
        split=corpus.splits[sentence.id] if sentence else None,
        text=sentence.text if sentence else None,
        spans=list(found.spans),
        others=list(found.others),
        tasks=tasks.get(sentence.id, []) if sentence else [],
    )
