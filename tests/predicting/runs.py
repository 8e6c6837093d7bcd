"""Runs of goldspan evaluate predict in processes of their own, which can be killed."""

import os
import signal
import subprocess
import sys

from goldspan.records import write_records
from goldspan.sentences import Sentence

from ..llm.client import MODEL

COMMAND = [sys.executable, "-m", "goldspan"]


def write_sentences(path, count):
    """Sentences with names, no two alike."""
    write_records(
        path,
        [
            Sentence(
                doc=f"d{number // 10}",
                index=number % 10,
                text=f"Putin {number} met Emmanuel Macron in Vietnam, then Putin left",
                lang="en",
            )
            for number in range(count)
        ],
    )


def _heed_ctrl_c():
    """Shells let what they start in the background ignore it, and all its children with it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(model, folder, *arguments, **environment):
    """Start a run in a folder that holds sentences.jsonl."""
    line = [*COMMAND, "evaluate", "predict", f"openai:{MODEL}", "sentences.jsonl", *arguments]
    return subprocess.Popen(
        line,
        cwd=folder,
        env={**os.environ, **model.environment, "COLUMNS": "300", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_ctrl_c,
    )


def finish(process):
    """The exit code and what was printed."""
    out, err = process.communicate(timeout=240)
    return process.returncode, out, err
