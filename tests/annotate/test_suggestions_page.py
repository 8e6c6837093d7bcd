"""The page on suggestions, its commands run from top to bottom, prints what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "suggestions.md").read_text(encoding="utf-8")


def plain(text):
    """Without rules, and with white space folded."""
    return " ".join(text.replace("─", "").split())


def test_every_command_prints_what_the_page_shows(tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "names.py").write_text(code, encoding="utf-8")
    [block] = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = step.partition("\n")
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)
        printed = plain(done.stdout) + plain(done.stderr)
        for line in output.splitlines():
            assert plain(line) in printed, (command, line, printed)
