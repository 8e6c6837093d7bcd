"""Reading tags as mentions, in both ways, beside seqeval's two modes on the same tags.

Some sequences break IOB2, as predictions do. Equal is whether every mention is the same. Times
are CPU seconds, the best of three.

Run: python benchmarks/conll.py (about two minutes; prints JSON; benchmarks/conll.json is a recorded
run)
"""

import json
import os
import platform
import random
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from goldspan.conll import read_conll
from goldspan.decoding import decode_all
from goldspan.schemes import SCHEMES

SENTENCES = 100_000
LABELS = ("LEADER", "COUNTRY", "AGREEMENT")


def sequences():
    """Sentences of 25 tokens with about two mentions."""
    draw = random.Random(1)
    for _ in range(SENTENCES):
        tags = ["O"] * 25
        for place in range(0, 25, 5):
            if draw.random() < 0.4:
                label = draw.choice(LABELS)
                tags[place] = f"B-{label}"
                if draw.random() < 0.5:
                    tags[place + 1] = f"I-{label}"
                if draw.random() < 0.01:
                    tags[place] = f"I-{draw.choice(LABELS)}"
        yield tags


def timed(function):
    best, result = float("inf"), None
    for _ in range(3):
        started = time.process_time()
        result = function()
        best = min(best, time.process_time() - started)
    return result, round(best, 3)


def main():
    found = list(sequences())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.conll"
        path.write_text(
            "".join("".join(f"token\tNN\t{tag}\n" for tag in tags) + "\n" for tags in found)
        )
        file, reading = timed(lambda: read_conll(path))
    scheme = SCHEMES["IOB2"]
    report = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "python": platform.python_version(),
        "seqeval": version("seqeval"),
        "sentences": SENTENCES,
        "tokens": len(file.tags),
        "reading_the_file_seconds": reading,
    }
    peers = {
        "discard": lambda: [
            [(e.start, e.end, e.tag) for e in entities]
            for entities in Entities(found, scheme=IOB2).entities
        ],
        "conlleval": lambda: [
            [(start, stop + 1, label) for label, start, stop in get_entities(tags)]
            for tags in found
        ],
    }
    for way, peer in peers.items():
        decoded, seconds = timed(lambda way=way: decode_all(file.tags, file.starts, scheme, way))
        theirs, theirs_seconds = timed(peer)
        report[way] = {
            "mentions": len(decoded.start),
            "faults": len(decoded.faults),
            "equal": [list(map(tuple, chunks)) for chunks in decoded.chunks()] == theirs,
            "seconds": seconds,
            "seqeval_seconds": theirs_seconds,
            "ratio": round(theirs_seconds / seconds, 1),
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
