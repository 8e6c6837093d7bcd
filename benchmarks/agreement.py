"""How long agreement takes, and gamma as a ratio to pygamma-agreement's time in the same run.

Run: python benchmarks/agreement.py [SENTENCES] (prints JSON; benchmarks/agreement.json is a
recorded run). Three annotators of each sentence, made of the samples: one span in ten is left out,
one in twenty begins a character early, three in a hundred carry another label.
"""

import json
import logging
import os
import platform
import random
import resource
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from goldspan.annotations import Annotation
from goldspan.gold.agreement import agreement
from goldspan.gold.measures.gamma import PRECISION, continua_of, disorders, units_of
from goldspan.gold.measures.shared import by_sentence, shared
from goldspan.gold.read import read_annotations
from goldspan.guidelines.read import find_guidelines
from goldspan.records import read_records, write_records
from goldspan.samples import sample_annotations

SENTENCES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
A_DOCUMENT = 20
GAMMA_DOCUMENTS = 20


def made() -> Iterator[Annotation]:
    dice = random.Random(1)
    base = [record for _, record in read_records(sample_annotations("machine-a"), Annotation)]
    for number in range(SENTENCES):
        record = base[number % len(base)]
        place = {"doc": f"d{number // A_DOCUMENT}", "index": number % A_DOCUMENT}
        for annotator in "abc":
            spans = {}
            for span in record.spans:
                if dice.random() < 0.1:
                    continue
                start = max(span.start - (dice.random() < 0.05), 0)
                label = "COUNTRY" if dice.random() < 0.03 else span.label
                moved = msgspec.structs.replace(span, start=start, label=label, text=None)
                spans[moved.key] = moved
            yield msgspec.structs.replace(
                record,
                sentence=f"{place['doc']}#{place['index']}",
                annotator=annotator,
                spans=list(spans.values()),
                **place,
            )


def seconds(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    times = {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
    return result, times


def theirs(continua):
    """pygamma-agreement's gamma of the same continua, from the same chance continua."""
    import pygamma_agreement
    from pyannote.core import Segment

    dissimilarity = pygamma_agreement.CombinedCategoricalDissimilarity()
    found = []
    for units in continua:
        continuum = pygamma_agreement.Continuum()
        for name, mine in zip("abc", units, strict=True):
            continuum.add_annotator(name)
            for start, end, category in zip(*mine, strict=True):
                continuum.add(name, Segment(start, end), "ABC"[category])
        np.random.seed(1)
        found.append(continuum.compute_gamma(dissimilarity, precision_level=PRECISION).gamma)
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """No words of the solver, which writes to the process's own stdout."""
    logging.disable(logging.CRITICAL)
    stdout = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.dup2(stdout, 1)
        os.close(nowhere)
        os.close(stdout)


guidelines = find_guidelines()
with TemporaryDirectory() as folder:
    path = Path(folder) / "annotations.jsonl"
    write_records(path, made())
    size = path.stat().st_size
    records, reading = seconds(lambda: [r for _, r in read_annotations(path, guidelines)])
measured, measuring = seconds(lambda: agreement(records, guidelines.label_names))
both = shared(by_sentence(records[: GAMMA_DOCUMENTS * A_DOCUMENT * 3]))
continua = [units_of(continuum, guidelines.label_names) for continuum in continua_of(both)]
gammas, ours = seconds(lambda: [disorders(units, seed=1).gamma for units in continua])
with quiet():
    theirs(continua[:1])  # it compiles itself the first time
    expected, package = seconds(lambda: theirs(continua))
assert np.allclose(gammas, expected, atol=1e-4), "not the same gammas"
print(
    json.dumps(
        {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "sentences": SENTENCES,
            "annotators": 3,
            "spans": measured.alpha.overall.spans,
            "file_megabytes": round(size / 1e6),
            "read_and_check": reading,
            "agreement": measuring,
            "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
            "gamma_of_documents": len(continua),
            "gamma": ours,
            "gamma_by_pygamma_agreement": package,
            "gamma_ratio_of_cpu_seconds": round(ours["cpu_seconds"] / package["cpu_seconds"], 2),
        },
        indent=2,
    )
)
