"""The wheel alone, in an empty folder outside the checkout, as a new user installs it."""

import os
import subprocess
import sys

import pytest
from uv import find_uv_bin

from goldspan.studio.environment import cache_folder


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_demo_runs_from_the_wheel_alone(wheel, tmp_path):
    """By uvx, as the quick start says; nothing of the checkout or of this environment is used."""
    (tmp_path / "empty").mkdir()
    kept = ("PATH", "HOME", "LANG", "SSL_CERT_FILE", "UV_SYSTEM_CERTS", "UV_CACHE_DIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment["GOLDSPAN_CACHE"] = str(cache_folder())
    done = subprocess.run(
        [find_uv_bin(), "--no-config", "tool", "run", "--isolated", "--python", sys.executable]
        + ["--from", str(wheel), "goldspan", "demo"],
        cwd=tmp_path / "empty",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "seqeval 1.2.2 strict IOB2 counts the same" in done.stdout
    made = {path.name for path in (tmp_path / "empty" / "goldspan-demo").iterdir()}
    assert {"annotations.jsonl", "gold", "predictions.jsonl", "report.json", "report.html"} <= made
