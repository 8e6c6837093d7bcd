"""Comparing and exporting versions of a large gold dataset.

Two versions differ in every fiftieth sentence. The peer of `gold diff` is what people do otherwise:
`git diff` between the two versions as JSON Lines, which finds changed lines and no more. Times are
CPU seconds; those of `diff` hold the reading of both versions.

Run: python benchmarks/versions.py (about five minutes; prints JSON; benchmarks/versions.json is a
recorded run)
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from goldspan.gold.diff import diff
from goldspan.gold.export import export
from goldspan.gold.exports.formats import FORMATS
from tests.gold.datasets import gold_sentence, write_gold

SENTENCES = 100_000
TEXT = (
    "President Putin and Prime Minister Nguyen Xuan Phuc visited Da Nang, Vietnam, and signed"
    " the joint declaration number {} on Friday afternoon."
)
SPANS = [(10, 15, "LEADER"), (35, 51, "LEADER"), (69, 76, "COUNTRY"), (93, 110, "AGREEMENT")]


def timed(function):
    started = cpu_seconds()
    result = function()
    return result, round(cpu_seconds() - started, 2)


def cpu_seconds():
    """Of this process and those it ran."""
    return sum(os.times()[:4])


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sentences = [gold_sentence(TEXT.format(i), SPANS, index=i) for i in range(SENTENCES)]
        before = write_gold(folder / "a", {"test": sentences})
        for place in range(0, SENTENCES, 50):
            sentences[place] = gold_sentence(TEXT.format(place), SPANS[1:], index=place)
        after = write_gold(folder / "b", {"test": sentences})
        found, seconds = timed(lambda: diff(before, after))
        exports = {
            name: timed(lambda name=name: export(before, folder / name, format=name))[1]
            for name in FORMATS
        }
        export(after, folder / "after", format="jsonl")
        command = ["git", "diff", "--no-index", "--numstat", folder / "jsonl", folder / "after"]
        done, git_seconds = timed(
            lambda: subprocess.run(command, capture_output=True, text=True, check=False)
        )
        report = {
            "machine": f"{os.cpu_count()} cores, {platform.machine()}",
            "python": platform.python_version(),
            "sentences": SENTENCES,
            "spans": found.before.spans,
            "diff": {
                "spans_removed": found.spans["removed"],
                "sentences_changed": found.sentences["spans"],
                "seconds": seconds,
                "git_diff_lines": int(done.stdout.split()[0]),
                "git_diff_seconds": git_seconds,
            },
            "export_seconds": exports,
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
