"""Run a recipe whole, as a reader would, and compare what it prints with what its top shows."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

RECIPES = Path(__file__).parent.parent.parent / "recipes"
LEFT_OUT = "..."


def run(name, *arguments, environment=None):
    """What a recipe prints, in the current directory; it must come to its end."""
    done = subprocess.run(
        [sys.executable, RECIPES / name, *arguments],
        env={**(environment or os.environ), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def shown(name):
    """The output at the top of a recipe."""
    docstring = ast.get_docstring(ast.parse((RECIPES / name).read_text(encoding="utf-8")))
    return docstring.partition("prints:\n")[2]


def check(name, printed, normal=str):
    """The output shown is what was printed, in order; ``...`` stands for what is left out.

    `normal` makes lines alike that differ from run to run.
    """
    expected, found = ([*map(normal, lines(text))] for text in (shown(name), printed))
    assert len(expected) > 5
    place, skipping = 0, False
    for line in expected:
        if line == LEFT_OUT:
            skipping = True
            continue
        while skipping and place < len(found) and not is_like(line, found[place]):
            place += 1
        assert place < len(found), f"not printed, or not after what stands before it: {line}"
        assert is_like(line, found[place]), (line, found[place])
        place, skipping = place + 1, False
    assert skipping or place == len(found), found[place:]


def is_like(shown, printed):
    """Whether a line is the one shown, or begins as that does, if it ends in ``...``."""
    begin = shown.removesuffix(LEFT_OUT)
    return printed.startswith(begin) if shown.endswith(f" {LEFT_OUT}") else printed == shown


def lines(text):
    """Without empty lines, and the white space around the others."""
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines() if line.strip()]
