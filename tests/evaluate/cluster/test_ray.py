"""On a real Ray cluster of two workers: the same predictions and figures as in one process."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONWARNINGS": "ignore"}
COMMANDS = """
import sys
from goldspan.cli import main
from goldspan.evaluate.cluster.connect import connected
with connected(workers=2):
    for line in sys.stdin:
        sys.argv = ["goldspan", *line.split()]
        try:
            main()
        except SystemExit as stop:
            print(f"exit {stop.code or 0}: {line.split()[1]}", file=sys.stderr)
"""


def run(lines, folder):
    """Several command lines on one cluster, since it takes a while to start."""
    with tempfile.TemporaryDirectory(prefix="gs-", dir="/tmp") as temporary:
        done = subprocess.run(
            [sys.executable, "-c", COMMANDS],
            input="\n".join(lines) + "\n",
            cwd=folder,
            env={**os.environ, **QUIET, "TMPDIR": temporary},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert not [*Path(temporary).glob("goldspan-ray-*")], "nothing is left behind"
    return done


def test_predictions_and_figures_are_those_of_one_process(gold, tmp_path, goldspan):
    assert goldspan("evaluate", "predict", "baseline", gold, "-o", tmp_path / "one.jsonl").code == 0
    ray = "--engine ray"
    done = run(
        [
            f"evaluate predict baseline gold -o many.jsonl {ray} --workers 2",
            f"evaluate predict baseline gold -o shards {ray} --workers 2",
            f"evaluate score gold shards {ray} --json",
            f"evaluate score gold nowhere.parquet {ray}",
        ],
        tmp_path,
    )
    assert (tmp_path / "many.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()
    accounts = [json.loads((tmp_path / f"{n}.run.json").read_text()) for n in ("one", "many")]
    for name in ("sentences", "texts", "spans", "failed", "identity", "source"):
        assert accounts[0][name] == accounts[1][name]
    assert accounts[1]["workers"] == 2
    shards = sorted((tmp_path / "shards").iterdir())
    assert len(shards) == 4
    rows = pyarrow.parquet.read_table(tmp_path / "shards").column("sentence").to_pylist()
    lines = (tmp_path / "one.jsonl").read_text().splitlines()
    assert rows == [json.loads(line)["sentence"] for line in lines]
    one = json.loads(goldspan("evaluate", "score", gold, tmp_path / "shards", "--json").out)
    assert json.loads(done.stdout) == one, "and nothing else is on stdout"
    assert "460 spans in 230 sentences by baseline" in done.stderr
    assert "exit 1: score" in done.stderr
    assert "nowhere.parquet: can't be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert "core_worker" not in done.stderr


def test_without_ray_it_says_what_to_install(gold, tmp_path, goldspan, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "p.jsonl").touch()
    done = goldspan("evaluate", "score", gold, tmp_path / "p.jsonl", "--engine", "ray")
    assert done.code == 1
    assert 'pip install "goldspan[ray]"' in done.err
    done = goldspan("evaluate", "score", gold, tmp_path / "p.jsonl", "--address", "auto")
    assert done.code == 2
