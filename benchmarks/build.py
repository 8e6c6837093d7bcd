"""Seconds and peak memory of `goldspan gold build` on 100,000 sentences with 3 annotations each.

The sentences are those of the samples, each copy numbered; annotators overlook a span in fifty.

Run: python benchmarks/build.py [SENTENCES] (prints JSON; benchmarks/build.json is a recorded run)
"""

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from goldspan.annotations import Annotation
from goldspan.records import read_records, write_records
from goldspan.samples import sample_annotations
from goldspan.sentences import sha256_of_text

SENTENCES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ANNOTATORS = ("annotator-1", "annotator-2", "annotator-3")
GOLDSPAN = str(Path(sys.executable).parent / "goldspan")


def annotations():
    """In the order of annotators, as files that were put together are."""
    samples = [record for _, record in read_records(sample_annotations("machine-a"), Annotation)]
    chance = random.Random(1)
    for annotator in ANNOTATORS:
        for number in range(SENTENCES):
            record = samples[number % len(samples)]
            copy = number // len(samples)
            text = f"{record.text} [{copy}]"
            yield msgspec.structs.replace(
                record,
                sentence=f"{record.doc}-{copy}#{record.index}",
                doc=f"{record.doc}-{copy}",
                text=text,
                text_sha256=sha256_of_text(text),
                annotator=annotator,
                spans=[span for span in record.spans if chance.random() > 0.02],
                updated_at=f"2026-01-01T00:{copy % 60:02}:00Z",
                seconds=12.5,
            )


def machine():
    model = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return {
        "cpu": model[0].split(": ")[1] if model else platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.jsonl"
        write_records(path, annotations())
        started = time.perf_counter()
        process = subprocess.Popen(
            [GOLDSPAN, "gold", "build", path, "-o", f"{folder}/gold", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        counts = json.loads(process.stdout.read())["counts"]
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        assert status == 0
        size = path.stat().st_size
    assert counts["annotations"] == SENTENCES * len(ANNOTATORS)
    result = {
        "sentences": SENTENCES,
        "annotations": counts["annotations"],
        "input_mb": round(size / 1e6),
        "sentences_in_gold": counts["sentences_in_gold"],
        "sentences_in_disagreements": counts["sentences_in_disagreements"],
        "seconds": round(seconds, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_memory_mib": round(usage.ru_maxrss / 1024),
        "machine": machine(),
    }
    print(json.dumps(result, indent=2))


main()
