"""What people are told after a pull."""

from collections.abc import Iterator
from pathlib import Path

from goldspan.annotate.pull import Pulled
from goldspan.wording import how_many


def pull_messages(pulled: Pulled, output: Path) -> Iterator[str]:
    """The lines that say what came, what changed, what was merged, and what failed a check."""
    changes, summary = pulled.changes, pulled.summary
    statuses = summary.statuses
    yield (
        f"{how_many(statuses['submitted'], 'annotation')} ({summary.empty} of them without spans),"
        f" {statuses['skipped']} skipped, {how_many(statuses['draft'], 'draft')}"
        f" by {how_many(len(summary.annotators), 'annotator')} on"
        f" {how_many(pulled.sentences, 'sentence')} -> {output}"
    )
    yield (
        f"Since goldspan last asked: {how_many(changes.fetched, 'task')} fetched;"
        f" {how_many(changes.new, 'annotation')} new,"
        f" {changes.changed} changed, {changes.deleted} deleted on the server"
        + (f"; {how_many(changes.gone, 'task')} gone" if changes.gone else "")
    )
    if pulled.controls:
        yield (
            f"{how_many(pulled.controls, 'control sentence is', 'control sentences are')} kept"
            " apart (goldspan annotate status"
            " --quality grades them)"
        )
    if summary.trimmed or summary.repeated:
        yield (
            f"White space trimmed from the edges of {how_many(summary.trimmed, 'span')};"
            f" {how_many(summary.repeated, 'exact repeat')} of a span merged"
        )
    if summary.submitted_again:
        yield (
            f"{how_many(summary.submitted_again, 'annotation is', 'annotations are')} by"
            " somebody who had annotated the sentence"
            " before; the last one counts"
        )
    if summary.edited:
        yield (
            f"{how_many(summary.edited, 'annotation was', 'annotations were')} changed by"
            " somebody else (see edited_by)"
        )
    if summary.ground_truth:
        yield (
            f"{how_many(summary.ground_truth, 'annotation is', 'annotations are')} marked as"
            " ground truth (see ground_truth)"
        )
    if len(summary.guidelines) > 1:
        versions = ", ".join(
            f"{stamp.version} ({stamp.sha256[:8]})" for stamp in sorted(summary.guidelines)
        )
        yield f"Warning: annotations were made under different guidelines: {versions}"
    if summary.problems:
        it, them = "problem; what it concerns", "problems; what they concern"
        yield f"{how_many(len(summary.problems), it, them)} was left out:"
        for problem in summary.problems:
            yield f"  {problem.address}\n    {problem.what}"
