"""A run that is killed goes on where it was, and pays for nothing twice."""

import random
import signal
import time

import pytest

from ..llm.client import MODEL
from ..llm.faults import SILENCE, Fault
from .runs import finish, start, write_sentences

WORKERS = 4


def test_ctrl_c_waits_for_no_server_and_shows_no_traceback(model, tmp_path):
    write_sentences(tmp_path / "sentences.jsonl", 30)
    model.faults(Fault(SILENCE, "Putin 2"))
    process = start(model, tmp_path, "-o", "p.jsonl")
    while sum(model.requests.values()) < 20:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    code, out, err = finish(process)
    assert (code, out, err) == (130, "", "") and time.monotonic() - started < 20
    assert not (tmp_path / "p.jsonl").exists()


def killed(model, folder, moment, draw, *arguments):
    """Kill a run some time after its start or its first request; whether it was alive."""
    before = sum(model.requests.values())
    process = start(model, folder, *arguments)
    if draw.random() < 0.5:
        end = time.monotonic() + 60
        while process.poll() is None and sum(model.requests.values()) == before:
            assert time.monotonic() < end
            time.sleep(0.005)
        time.sleep(draw.uniform(0, moment))
    else:
        time.sleep(draw.uniform(0, 3 * moment + 1))
    is_alive = process.poll() is None
    process.kill()
    process.communicate()
    return is_alive


@pytest.mark.parametrize(
    ("kills", "sentences"),
    [(3, 120), pytest.param(30, 160, marks=[pytest.mark.long, pytest.mark.timeout(900)])],
)
def test_a_killed_run_gives_the_same_file_and_pays_for_nothing_twice(
    goldspan, model, tmp_path, kills, sentences
):
    draw = random.Random(20260101)
    write_sentences(tmp_path / "sentences.jsonl", sentences)
    arguments = ("--workers", WORKERS, "-o", "killed.jsonl")
    model.faults(delay=0.02)
    done, written = 0, set()
    while done < kills:
        done += killed(model, tmp_path, 0.3, draw, *map(str, arguments))
        if (tmp_path / "killed.jsonl").exists():
            written.add((tmp_path / "killed.jsonl").read_bytes())
    code, _, err = finish(start(model, tmp_path, *map(str, arguments)))
    assert code == 0, err
    requests = model.requests
    assert len(requests) == sentences
    assert sum(requests.values()) - sentences <= kills * WORKERS

    model.faults()
    command = ("evaluate", "predict", f"openai:{MODEL}", "sentences.jsonl", "-o")
    assert goldspan(*command, "undisturbed.jsonl", "--cache", "other").code == 0
    written.add((tmp_path / "killed.jsonl").read_bytes())
    assert written == {(tmp_path / "undisturbed.jsonl").read_bytes()}, "whole, or not there"

    model.faults()
    run = goldspan(*command, "again.jsonl")
    assert (run.code, model.requests) == (0, {}), "a second run costs nothing"
    assert "In this run: none" in run.err
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "killed.jsonl").read_bytes()
