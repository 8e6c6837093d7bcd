"""What a score costs: goldspan against seqeval, nervaluate and seqscore on the same generated data.

25 tokens and 2 entities a sentence, 20 sentences a document. Each measurement is a process of its
own: CPU seconds, peak memory, medians of several runs. Of goldspan it is the whole command (its
imports, reading Parquet, the full report with intervals, slices and errors, its JSON), with the
referee off; of the others the report alone, after imports and with the tags in memory as lists.

Run: python benchmarks/score.py [--sizes 10000 100000 1000000] [--runs 5] [--peers PYTHON]
(prints JSON; benchmarks/score.json is a recorded run). PYTHON is one with the other scorers:
uv venv peers && uv pip install --python peers/bin/python nervaluate seqscore numpy
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TOKENS = 25
DOCUMENT = 20
LABELS = ("LEADER", "COUNTRY", "AGREEMENT")
MEBIBYTE = 1 << 20


def generate(sentences, folder):
    """A gold dataset, predictions for it as Parquet and JSON Lines, and both as tags."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(sentences)
    effect = np.repeat(random.normal(1.1, 0.35, -(-sentences // DOCUMENT)), DOCUMENT)[:sentences]
    start = np.stack([random.integers(1, 10, sentences), random.integers(13, 22, sentences)], 1)
    length = random.integers(1, 4, (sentences, 2))
    label = random.integers(0, 3, (sentences, 2))
    is_found = random.normal(size=(sentences, 2)) < effect[:, None]
    kind = np.where(is_found, 0, random.choice([1, 2, 3], p=[0.4, 0.2, 0.4], size=is_found.shape))
    found_label = np.where(kind == 2, (label + 1) % 3, label)
    found_start = np.where(kind == 3, start - 1, start)
    found_length = np.where(kind == 3, length + 1, length)
    gold = np.zeros((sentences, TOKENS), dtype=np.int8)
    predicted = np.zeros((sentences, TOKENS), dtype=np.int8)
    for tags, starts, lengths, labels, is_there in (
        (gold, start, length, label, kind >= 0),
        (predicted, found_start, found_length, found_label, kind != 1),
    ):
        for entity in (0, 1):
            for step in range(5):
                rows = np.flatnonzero(is_there[:, entity] & (lengths[:, entity] > step))
                inside = 1 if step else 0
                tags[rows, starts[rows, entity] + step] = 1 + 2 * labels[rows, entity] + inside
    np.savez(folder / "tags.npz", gold=gold, predicted=predicted)
    syllables = ["ha", "noi", "quốc", "tế", "ân", "con", "ber", "lin", "trần", "đại", "pa", "ris"]
    words = ["".join(random.choice(syllables, random.integers(1, 4))) for _ in range(5000)]
    sizes = np.array([len(word) for word in words])
    chosen = random.integers(0, len(words), (sentences, TOKENS))
    ends = np.cumsum(sizes[chosen] + 1, axis=1) - 1
    begins = ends - sizes[chosen]
    rows = np.arange(sentences)[:, None]

    def spans(starts, lengths, labels, is_there):
        begin, end = begins[rows, starts], ends[rows, starts + lengths - 1]
        offsets = np.concatenate([[0], np.cumsum(is_there.sum(axis=1))])
        none = pa.ListArray.from_arrays(
            pa.array(np.zeros(is_there.sum() + 1, dtype=np.int32)),
            pa.StructArray.from_arrays([pa.array([], pa.string())] * 2, ["name", "value"]),
        )
        return pa.ListArray.from_arrays(
            pa.array(offsets.astype(np.int32)),
            pa.StructArray.from_arrays(
                [
                    pa.array(begin[is_there].astype(np.int32)),
                    pa.array(end[is_there].astype(np.int32)),
                    pa.array(np.array(LABELS)[labels[is_there]]),
                    none,
                ],
                ["start", "end", "label", "attributes"],
            ),
        )

    texts = [" ".join([words[word] for word in row]) for row in chosen.tolist()]
    documents = [f"document-{place // DOCUMENT}" for place in range(sentences)]
    ids = [f"{name}#{place % DOCUMENT}" for place, name in enumerate(documents)]
    empty = pa.ListArray.from_arrays(
        pa.array(np.zeros(sentences + 1, dtype=np.int32)), pa.array([], pa.string())
    )
    everywhere = np.ones_like(is_found)
    table = pa.table(
        {
            "id": ids,
            "doc": documents,
            "text": texts,
            "lang": ["en" if place % 2 else "vi" for place in range(sentences)],
            "section": ["body"] * sentences,
            "spans": spans(start, length, label, everywhere),
            "flags": empty,
            "suggested_by": empty,
        }
    )
    (folder / "gold" / "sentences").mkdir(parents=True)
    pq.write_table(table, folder / "gold" / "sentences" / "test.parquet", row_group_size=10_000)
    manifest = {
        "goldspan": "0",
        "tokeniser": "-",
        "labels": LABELS,
        "guidelines": {"version": "0", "sha256": ""},
        "inputs": {},
        "counts": {},
        "splits": {"test": sentences},
    }
    (folder / "gold" / "manifest.json").write_text(json.dumps(manifest))
    found = spans(found_start, found_length, found_label, kind != 1)
    plain = found.values
    found = pa.ListArray.from_arrays(
        found.offsets,
        pa.StructArray.from_arrays(
            [plain.field(name) for name in ("start", "end", "label")], ["start", "end", "label"]
        ),
    )
    predictions = pa.table({"sentence": ids, "spans": found})
    pq.write_table(predictions, folder / "predictions.parquet", row_group_size=10_000)
    with (folder / "predictions.jsonl").open("w") as file:
        for row in predictions.to_pylist():
            file.write(json.dumps(row) + "\n")


SETUP = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
names = np.array({names!r})
tags = np.load({path!r})
y_true, y_pred = ([names[row].tolist() for row in tags[side]] for side in ("gold", "predicted"))
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
"""
REPORT = """
started = time.process_time()
value = {call}
spent = time.process_time() - started
print(json.dumps({{"cpu_seconds": spent, "f1": float({f1}), "peak": peak()}}))
"""
NAMES = ["O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI")]
INTERN = """
y_true, y_pred = ([[sys.intern(tag) for tag in row] for row in side] for side in (y_true, y_pred))
"""
SEQEVAL = "from seqeval.metrics import classification_report\nfrom seqeval.scheme import IOB2\n"
PEERS = {
    "seqeval strict": (
        SEQEVAL,
        "classification_report(y_true, y_pred, mode='strict', scheme=IOB2, output_dict=True)",
        "value['micro avg']['f1-score']",
    ),
    "seqeval default": (
        SEQEVAL,
        "classification_report(y_true, y_pred, output_dict=True)",
        "value['micro avg']['f1-score']",
    ),
    "nervaluate": (
        "from nervaluate.evaluator import Evaluator\n",
        f"Evaluator(y_true, y_pred, tags={list(LABELS)!r}, loader='list').evaluate()",
        "value['overall']['strict'].f1",
    ),
    "seqscore": (
        "from seqscore.scoring import score_label_sequences\n",
        "score_label_sequences(y_pred, y_true, 'BIO', repair='discard')",
        "value[0].f1",
    ),
}
COUNTING = """
import json, time
from pathlib import Path
from goldspan.evaluate.arrays import Spans
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.matching import match
from goldspan.evaluate.counting import count
from goldspan.evaluate.tally import count_labels
from goldspan.evaluate.case import Case
from goldspan.resampling import RESAMPLES, resampled
import numpy as np
made = GoldFolder(Path({gold!r})).case(Path({predictions!r}))
sides = [
    [side.sentence, side.start, side.end, side.label]
    for side in (made.corpus.spans, made.predicted.spans)
]
best = []
for _ in range(3):
    started = time.process_time()
    matching = match(*(Spans(*side) for side in sides))
    case = Case(made.corpus, made.predicted)
    case.__dict__["matching"] = matching
    cells = count_labels(case)
    best.append(time.process_time() - started)
dense = np.zeros((made.corpus.documents, cells.columns, 3))
dense[cells.document, cells.column] = cells.counts
started = time.process_time()
resampled(dense.reshape(len(dense), -1))
spent = time.process_time() - started
print(json.dumps({{"counting": sorted(best)[1], "resampling": spent, "resamples": RESAMPLES}}))
"""


def process(*command):
    """The output of a process, its CPU seconds and its peak memory."""
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    out = started.stdout.read()
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"{command[:3]} failed")
    return out, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def median(rows):
    """The median of each figure."""
    return {
        name: round(statistics.median(row[name] for row in rows), 4)
        for name in rows[0]
        if isinstance(rows[0][name], float | int)
    }


def measure_goldspan(folder, runs, kind):
    goldspan = str(Path(sys.executable).parent / "goldspan")
    rows = []
    for _ in range(runs):
        command = [goldspan, "evaluate", "score", folder / "gold", folder / f"predictions.{kind}"]
        out, cpu, peak = process(*command, "--referee", "off", "--json")
        f1 = json.loads(out)["overall"]["f1"]
        rows.append({"cpu_seconds": cpu, "peak_mib": peak / MEBIBYTE, "f1": f1})
    return median(rows)


def measure_peer(name, folder, runs, python):
    imports, call, f1 = PEERS[name]
    code = SETUP.format(names=NAMES, path=str(folder / "tags.npz")) + INTERN + imports
    bare, _, before = process(python, "-c", code + "print(0)")
    rows = []
    for _ in range(runs):
        out, _, peak = process(python, "-c", code + REPORT.format(call=call, f1=f1))
        found = json.loads(out.splitlines()[-1])
        rows.append(
            {
                "cpu_seconds": found["cpu_seconds"],
                "peak_mib": peak / MEBIBYTE,
                "with_tags_loaded_mib": before / MEBIBYTE,
                "f1": found["f1"],
            }
        )
    return {**median(rows), "runs": runs}


def measure(sentences, options):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        process(sys.executable, __file__, "--generate", str(sentences), place)
        runs = options.runs
        found = {
            "goldspan, Parquet": measure_goldspan(folder, runs, "parquet"),
            "goldspan, JSON Lines": measure_goldspan(folder, runs, "jsonl"),
        }
        code = COUNTING.format(
            gold=str(folder / "gold"), predictions=str(folder / "predictions.parquet")
        )
        out, _, _ = process(sys.executable, "-c", code)
        found["counting from arrays"] = json.loads(out)
        peer_runs = runs if sentences < 1_000_000 else 1
        for name in PEERS:
            python = sys.executable if name.startswith("seqeval") else options.peers
            if python:
                found[name] = measure_peer(name, folder, peer_runs, python)
    strict, whole = found["seqeval strict"], found["goldspan, Parquet"]
    counting = found["counting from arrays"]
    found["ratios"] = {
        "seqeval strict / whole goldspan": round(strict["cpu_seconds"] / whole["cpu_seconds"], 1),
        "seqeval strict / counting": round(strict["cpu_seconds"] / counting["counting"], 1),
        "resampling / counting": round(counting["resampling"] / counting["counting"], 2),
        "goldspan memory / seqeval's": round(whole["peak_mib"] / strict["peak_mib"], 3),
    }
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers")
    parser.add_argument("--generate", nargs=2)
    options = parser.parse_args()
    if options.generate:
        generate(int(options.generate[0]), Path(options.generate[1]))
        return
    _, bare, memory = process(sys.executable, "-c", "pass")
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "runs": options.runs,
        "bare_interpreter": {"cpu_seconds": round(bare, 4), "peak_mib": memory / MEBIBYTE},
        "sentences": {str(size): measure(size, options) for size in options.sizes},
    }
    print(json.dumps(report, indent=2))


main()
