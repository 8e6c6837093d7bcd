"""What the root command makes of whatever goes wrong below it."""

import os
import subprocess
import sys

import pytest


def in_one_sentence(run, *words):
    assert run.code == 1 and run.err.startswith("goldspan: ") and run.err.count("\n") == 1, run.err
    for word in words:
        assert word in run.err, run.err


def test_a_full_disk_ends_a_command_in_one_sentence(goldspan, full_disk, tmp_path):
    (tmp_path / "a.txt").write_text("Angela Merkel was in Hanoi.\n" * 100)
    (tmp_path / "s.jsonl").write_text("old")
    with full_disk():
        run = goldspan("annotate", "segment", "a.txt", "-o", "s.jsonl")
    in_one_sentence(run, "s.jsonl: can't be written: File too large")
    assert (tmp_path / "s.jsonl").read_text() == "old"


def test_a_workspace_that_cant_be_made_is_named(goldspan, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(tmp_path / "file"))
    in_one_sentence(goldspan("studio", "status"), f"{tmp_path}/file: the folder can't be made")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is full")
def test_an_output_that_takes_no_more_ends_in_one_sentence():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "goldspan", "guidelines", "show", "--as", "json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.stderr == "goldspan: the output: No space left on device.\n"
    assert done.returncode == 1


def test_a_fault_of_ours_keeps_its_traceback(goldspan, monkeypatch):
    def broken(path):
        raise FileNotFoundError(2, "No such file", "/gone")

    monkeypatch.setattr("goldspan.guidelines.read.find_guidelines", broken)
    with pytest.raises(FileNotFoundError):
        goldspan("guidelines", "show")


def test_an_interrupt_exits_as_shells_expect(goldspan, monkeypatch):
    def interrupted(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("goldspan.guidelines.read.find_guidelines", interrupted)
    assert goldspan("guidelines", "show") == (130, "", "")
