"""What people are told after a pull."""

from collections.abc import Iterator
from pathlib import Path

from goldspan.annotate.pull import Pulled


def pull_messages(pulled: Pulled, output: Path) -> Iterator[str]:
    """The lines that say what came, what changed, what was merged, and what failed a check."""
    changes, summary = pulled.changes, pulled.summary
    statuses = summary.statuses
    yield (
        f"{statuses['submitted']} annotations ({summary.empty} of them without spans),"
        f" {statuses['skipped']} skipped, {statuses['draft']} drafts"
        f" by {len(summary.annotators)} annotators on {pulled.sentences} sentences -> {output}"
    )
    yield (
        f"Since the last pull: {changes.fetched} tasks fetched; {changes.new} annotations new,"
        f" {changes.changed} changed, {changes.deleted} deleted on the server"
        + (f"; {changes.gone} tasks gone" if changes.gone else "")
    )
    if pulled.controls:
        yield (
            f"{pulled.controls} control sentences are kept apart (goldspan annotate status"
            " --quality grades them)"
        )
    if summary.trimmed or summary.repeated:
        yield (
            f"White space trimmed from the edges of {summary.trimmed} spans;"
            f" {summary.repeated} exact repeats of a span merged"
        )
    if summary.submitted_again:
        yield (
            f"{summary.submitted_again} annotations are by somebody who had annotated the sentence"
            " before; the last one counts"
        )
    if summary.edited:
        yield f"{summary.edited} annotations were changed by somebody else (see edited_by)"
    if summary.ground_truth:
        yield f"{summary.ground_truth} annotations are marked as ground truth (see ground_truth)"
    if len(summary.guidelines) > 1:
        versions = ", ".join(
            f"{stamp.version} ({stamp.sha256[:8]})" for stamp in sorted(summary.guidelines)
        )
        yield f"Warning: annotations were made under different guidelines: {versions}"
    if summary.problems:
        yield f"{len(summary.problems)} problems; what they concern was left out:"
        for problem in summary.problems:
            yield f"  {problem.address}\n    {problem.what}"
