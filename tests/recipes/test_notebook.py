"""The notebook runs from top to bottom, and its cells give what is committed."""

import os
import re
import subprocess
import sys

import nbformat

from .running import RECIPES

NOTEBOOK = RECIPES / "error_analysis.ipynb"


def outputs(path):
    """Each code cell's text: what was printed, and a table as plain text."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        [output.get("text") or output["data"]["text/plain"] for output in cell.outputs]
        for cell in cells
        if cell.cell_type == "code"
    ]


def test_every_cell_gives_what_is_committed(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from nbclient.cli import main; main()",
            NOTEBOOK,
            f"--output={tmp_path / 'executed'}",
        ],
        env={**os.environ, "HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert outputs(tmp_path / "executed.ipynb") == outputs(NOTEBOOK)
    assert sum(map(len, outputs(NOTEBOOK))) > 8


def test_no_cell_shows_a_warning_or_a_path_of_the_machine():
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert '"stderr"' not in text
    assert not re.search(r"/(tmp|home|root)/", text)
