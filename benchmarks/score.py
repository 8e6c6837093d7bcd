"""What a score costs: goldspan against seqeval, nervaluate and seqscore on the same generated data.

Each measurement is a process of its own: CPU seconds, peak memory, medians of several runs; the
other scorers once at 1,000,000. Of goldspan it is the whole command (its imports, reading Parquet,
the full report with intervals, slices and errors, its JSON), with the referee off and its modules
compiled, as an installer leaves them; of the others the report alone, after imports and with the
tags in memory as lists. "imports" is what Python, numpy, Arrow, msgspec and Typer cost before
anything is done. The data are those of score_data.py.

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

from score_data import LABELS

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
MEBIBYTE = 1 << 20
IMPORTS = "import msgspec, numpy, pyarrow.parquet, typer"

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
from goldspan.evaluate.shell import calm
calm()
from goldspan.evaluate.arrays import Spans
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.matching import match
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
spent = []
for _ in range(3):
    started = time.process_time()
    resampled(dense.reshape(len(dense), -1))
    spent.append(time.process_time() - started)
report = {{"counting": sorted(best)[1], "resampling": sorted(spent)[1], "resamples": RESAMPLES}}
print(json.dumps(report))
"""


def process(*command):
    """The output of a process, its CPU seconds and its peak memory."""
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
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
    for run in range(runs + 1):
        command = [goldspan, "evaluate", "score", folder / "gold", folder / f"predictions.{kind}"]
        out, cpu, peak = process(*command, "--referee", "off", "--json")
        f1 = json.loads(out)["overall"]["f1"]
        if run:  # The first one compiles and isn't counted.
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
        made = str(Path(__file__).with_name("score_data.py"))
        process(sys.executable, made, str(sentences), place)
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
    options = parser.parse_args()
    _, bare, memory = process(sys.executable, "-c", "pass")
    imports = [process(sys.executable, "-c", IMPORTS)[1:] for _ in range(options.runs + 1)][1:]
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "runs": options.runs,
        "bare_interpreter": {"cpu_seconds": round(bare, 4), "peak_mib": memory / MEBIBYTE},
        "imports": {
            "cpu_seconds": round(statistics.median(cpu for cpu, _ in imports), 4),
            "peak_mib": statistics.median(peak for _, peak in imports) / MEBIBYTE,
        },
        "sentences": {str(size): measure(size, options) for size in options.sizes},
    }
    print(json.dumps(report, indent=2))


main()
