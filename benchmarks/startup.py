"""How long `goldspan --help` takes, as a ratio to Python's own start in the same run.

Run: python benchmarks/startup.py (prints JSON; benchmarks/startup.json is a recorded run)
"""

import json
import subprocess
import sys
import time
from pathlib import Path

RUNS = 20


def seconds(*command: str) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
    return best


goldspan = str(Path(sys.executable).parent / "goldspan")
bare = seconds(sys.executable, "-c", "pass")
help_text = seconds(goldspan, "--help")
print(
    json.dumps(
        {
            "python": sys.version.split()[0],
            "runs": RUNS,
            "python_start_seconds": round(bare, 4),
            "help_seconds": round(help_text, 4),
            "ratio": round(help_text / bare, 1),
        },
        indent=2,
    )
)
