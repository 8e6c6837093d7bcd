"""Files and options that can't be right: told in one sentence, before anything is written."""

import json

import msgspec
import pyarrow
import pyarrow.parquet
import pytest

from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said


@pytest.fixture(autouse=True)
def files(goldspan, tmp_path):
    """Two gold sets (of one document, and of four), predictions, and reports on them."""
    for name, documents in (("one", 1), ("four", 4)):
        records = [
            msgspec.structs.replace(said("a", PUTIN, VIETNAM, index=place), doc=f"d{place}")
            for place in range(documents)
        ]
        write_records(tmp_path / f"{name}.jsonl", records)
        assert goldspan("gold", "build", f"{name}.jsonl", "-o", name).code == 0
        run = goldspan("evaluate", "score", name, "baseline", "--json", "--referee", "off")
        (tmp_path / f"{name}.json").write_text(run.out)
        report = json.loads(run.out)
        (tmp_path / f"{name}-damaged.json").write_text(json.dumps({**report, "mode": 7}))
    (tmp_path / "empty").mkdir()
    (tmp_path / "list.md").write_text("---\n- 1\n---\n")
    (tmp_path / "broken.md").write_text("---\na: [\n---\n")
    (tmp_path / "folder").mkdir()


SCORE = ("evaluate", "score")


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ((*SCORE, "one", "baseline", "--fail-under", "0.1"), 1, "F1 has no interval here"),
        (
            (*SCORE, "one", "baseline", "--not-worse-than", "one.json"),
            1,
            "one document can't show how sure a difference is; use --fail-under.",
        ),
        ((*SCORE, "four", "baseline", "--not-worse-than", "four-damaged.json"), 1, "score again"),
        ((*SCORE, "four"), 2, "give GOLD and PREDICTIONS, or --gold and --predictions"),
        ((*SCORE, "four", "empty"), 1, "empty holds no predictions, neither .parquet nor .jsonl"),
        (
            (*SCORE, "four", "baseline", "--model-index", "list.md", "--dataset", "a/b"),
            1,
            "list.md: its front matter isn't a mapping",
        ),
        (
            (*SCORE, "four", "baseline", "--model-index", "broken.md", "--dataset", "a/b"),
            1,
            "broken.md: not YAML",
        ),
        (
            (*SCORE, "--gold", "x", "--predictions", "y", "--model-index", "m.md"),
            2,
            "--model-index needs a gold dataset",
        ),
        (
            ("evaluate", "report", "four.json", "--curve", "1=one.json", "--curve", "2=four.json"),
            1,
            "--curve: the scores are of different gold sets or splits",
        ),
        (("evaluate", "report", "four.json", "--quality", "four.json"), 1, "something else"),
        (
            ("evaluate", "predict", "baseline", "-", "-o", "p.jsonl", "--engine", "ray"),
            2,
            "--engine ray reads and writes files; name them.",
        ),
        (("evaluate", "predict", "command:", "four", "-o", "p.jsonl"), 1, "command:"),
        (
            (*SCORE, "four", "baseline", "--engine", "ray", "--report", "r"),
            2,
            "doesn't go with --engine ray",
        ),
    ],
)
def test_it_is_told_in_a_sentence(goldspan, command, code, message):
    run = goldspan(*command)
    said = " ".join(run.err.replace("│", " ").split())
    assert (run.code, run.out) == (code, ""), run
    assert message in said and "Traceback" not in said, said


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"sentence": None, "spans": []}, "missing required field `sentence`"),
        ({"sentence": "d0#0", "spans": [{"start": 1, "end": 2}]}, "required field `label`"),
        (
            {"sentence": "d0#0", "spans": [{"start": None, "end": 2, "label": "LEADER"}]},
            "missing required field `start`",
        ),
    ],
)
def test_a_table_with_gaps_is_told(goldspan, tmp_path, row, message):
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), tmp_path / "p.parquet")
    run = goldspan("evaluate", "score", "four", "p.parquet")
    assert run.code == 1 and message in run.err, run.err
