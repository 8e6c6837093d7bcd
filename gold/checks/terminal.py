"""What a check found, for people: each check with its findings, then the counts."""

from collections.abc import Iterator
from itertools import groupby

from goldspan.gold.check import Checked, Finding
from goldspan.wording import how_many

_TEXT = 110


def check_lines(checked: Checked, limit: int) -> Iterator[str]:
    """The lines to print.

    Args:
        checked: the result.
        limit: how many findings of each check are shown.
    """
    for name, group in groupby(checked.findings, key=lambda finding: finding.check):
        findings = list(group)
        yield f"{findings[0].severity} {name}: {len(findings)}"
        for finding in findings[:limit]:
            yield (
                f"  {finding.sentence}: {finding.what}"
                if finding.sentence
                else (f"  {finding.what}")
            )
            yield from (f"    {line}" for line in _details(finding))
        if len(findings) > limit:
            yield f"  and {len(findings) - limit} more: --limit {len(findings)}, or --json"
        yield ""
    yield (
        f"{how_many(checked.errors, 'error')}, {how_many(checked.warnings, 'warning')} in"
        f" {how_many(checked.sentences, 'sentence')}"
        f" ({how_many(len(checked.counts), 'check')})"
    )


def _details(finding: Finding) -> Iterator[str]:
    if finding.text:
        yield finding.text if len(finding.text) <= _TEXT else finding.text[: _TEXT - 4] + " ..."
    if finding.others:
        yield f"compare {', '.join(finding.others[:3])}"
    for task in finding.tasks:
        yield task.url or f"project {task.project}, task {task.task}"
