"""The same inputs give the same bytes: in any order, in another folder, in another process."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import msgspec

from goldspan.adjudication import Decision
from goldspan.gold.build import build
from goldspan.records import write_records
from goldspan.samples import ANNOTATORS, sample_annotations

from .test_merge import PUTIN, VIETNAM, decided, said

MAIN = "from goldspan.cli import main; main()"


def inputs():
    """The samples, and whatever else can happen to an annotation."""
    records = [
        said("a", PUTIN, index=1, lang="en"),
        said("b", VIETNAM, index=1, lang="vi", flags=["garbled", "boilerplate"]),
        said("a", index=2, status="skipped"),
        said("b", PUTIN, index=2, status="draft"),
        said("a", VIETNAM, index=3, updated_at="2026-01-01"),
        said("a", PUTIN, index=3, updated_at="2026-01-01"),
        said("a", stale=True, index=4),
        said("a", PUTIN, index=5),
        said("b", VIETNAM, index=5),
        said("c", PUTIN, VIETNAM, index=6),
    ]
    decisions = [decided("x", PUTIN, index=5, decisions=[Decision(PUTIN, "right")])]
    return records, decisions


def built(folder, seed):
    """Every file of a build in a process of its own, from inputs in an order of their own."""
    folder.mkdir()
    records, decisions = inputs()
    chance = random.Random(seed)
    chance.shuffle(records)
    for name in ANNOTATORS:
        lines = sample_annotations(name).read_text(encoding="utf-8").splitlines(keepends=True)
        chance.shuffle(lines)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    write_records(folder / "others.jsonl", [*records, *decisions])
    files = [*(f"{name}.jsonl" for name in ANNOTATORS), "others.jsonl"]
    chance.shuffle(files)
    subprocess.run(
        [sys.executable, "-c", MAIN, "gold", "build", *files, "-o", "out"],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "TZ": f"UTC+{seed}"},
        check=True,
        capture_output=True,
    )
    return {
        str(path.relative_to(folder / "out")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((folder / "out").rglob("*"))
        if path.is_file()
    }


def test_shuffled_inputs_in_other_processes_and_folders_give_the_same_bytes(tmp_path):
    first = built(tmp_path / "one", 1)
    assert first == built(tmp_path / "somewhere else", 2)
    assert len(first) >= 9


def test_no_place_and_no_time_stands_in_it(tmp_path):
    built(tmp_path / "one", 1)
    for path in (tmp_path / "one" / "out").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert str(tmp_path).encode() not in content, path
            assert b".jsonl:" not in content, path
    manifest = json.loads((tmp_path / "one" / "out" / "manifest.json").read_text())
    assert set(manifest["inputs"]) == {"annotations", "adjudications", "sentences"}
    assert all(len(digest) == 64 for digest in manifest["inputs"].values())
    assert manifest["policies"] == {
        "policy": "unanimous",
        "skipped": "ignore",
        "leave-out-flagged": [],
    }
    assert set(manifest["libraries"]) == {"datasets", "pyarrow"}


def test_each_input_has_its_own_hash(tmp_path, guidelines):
    records, decisions = inputs()
    files = {"annotations": records, "adjudications": decisions}

    def hashes(changed=None):
        for name, of_kind in files.items():
            kept = [msgspec.structs.replace(one, note="!") for one in of_kind]
            write_records(Path(f"{name}.jsonl"), kept if name == changed else of_kind)
        paths = [Path(f"{name}.jsonl") for name in files]
        return build(paths, tmp_path / "out", guidelines=guidelines).manifest.inputs

    before = hashes()
    for name in files:
        after = hashes(name)
        assert {kind for kind in before if before[kind] != after[kind]} == {name}
