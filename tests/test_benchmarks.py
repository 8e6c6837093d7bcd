"""Benchmarks are run by hand; what they measure on must be what goldspan reads."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_the_score_s_benchmark_makes_data_that_can_be_scored(kind, goldspan, tmp_path):
    made = [sys.executable, BENCHMARKS / "score_data.py", "40", tmp_path]
    subprocess.run(made, check=True, capture_output=True)
    run = goldspan("evaluate", "score", tmp_path / "gold", tmp_path / f"predictions.{kind}")
    assert run.code == 0, run.err
