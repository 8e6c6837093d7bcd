"""Files and options that can't be right: told in one sentence, before anything is written."""

import json
import shutil

import pytest

from goldspan.records import write_records

from .test_merge import PUTIN, VIETNAM, said


@pytest.fixture(autouse=True)
def files(goldspan, tmp_path):
    record = said("a", PUTIN, VIETNAM)
    write_records(tmp_path / "a.jsonl", [record])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    (tmp_path / "none.jsonl").touch()
    line = {"doc": "d", "index": 0, "text": "Something else was said."}
    (tmp_path / "other-text.jsonl").write_text(json.dumps(line))
    (tmp_path / "other-id.jsonl").write_text(json.dumps({**line, "doc": "e"}))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    for name, manifest in (("damaged", "{"), ("foreign", "{}")):
        shutil.copytree(tmp_path / "gold", tmp_path / name)
        (tmp_path / name / "manifest.json").write_text(manifest)
    shutil.copytree(tmp_path / "gold", tmp_path / "unreadable")
    (tmp_path / "unreadable" / "manifest.json").unlink()
    (tmp_path / "unreadable" / "manifest.json").mkdir()
    shutil.copytree(tmp_path / "gold", tmp_path / "lost")
    (tmp_path / "lost" / "sentences" / "test.parquet").unlink()
    shutil.copytree(tmp_path / "gold", tmp_path / "broken")
    (tmp_path / "broken" / "sentences" / "test.parquet").write_bytes(b"no table")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("build", "none.jsonl", "-o", "g"), "none.jsonl: there is no annotation in it."),
        (
            ("build", "a.jsonl", "--sentences", "other-text.jsonl", "-o", "g"),
            "sentence d#0 has another text in other-text.jsonl",
        ),
        (
            ("build", "a.jsonl", "--sentences", "other-id.jsonl", "-o", "g"),
            "sentence d#0 isn't in other-id.jsonl",
        ),
        (("check", "damaged"), "damaged/manifest.json: damaged: "),
        (("check", "foreign"), "foreign/manifest.json: damaged: "),
        (("check", "unreadable"), "unreadable/manifest.json: can't be read: Is a directory."),
        (("check", "lost"), "lost/sentences/test.parquet: can't be read"),
        (("check", "broken"), "broken/sentences/test.parquet: can't be read"),
        (("export", "broken", "--format", "conll", "-o", "x"), "test.parquet: can't be read"),
        (("split", "broken", "-o", "g"), "test.parquet: can't be read"),
        (("restore", "gold", "a.jsonl", "-o", "g"), "gold/manifest.json: not the manifest of"),
        (("restore", "full", "a.jsonl", "-o", "g"), "full: not a release: "),
        (("publish", "gold", "a b/c"), "NAMESPACE/NAME"),
    ],
)
def test_it_is_told_in_a_sentence(goldspan, tmp_path, command, message):
    before = sorted(path.name for path in tmp_path.iterdir())
    run = goldspan("gold", *command)
    assert (run.code, run.out) == (1, ""), run
    assert message in run.err and run.err.count("\n") == 1, run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
