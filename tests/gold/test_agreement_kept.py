"""A dataset keeps how far annotators agreed on all they annotated, not only on gold."""

import json

import msgspec
import pytest

from goldspan.agreement.result import read_dataset_agreement
from goldspan.annotations import GuidelinesStamp
from goldspan.records import write_records
from goldspan.samples import ANNOTATORS, sample_annotations

from .test_merge import PUTIN, VIETNAM, decided, said

SAMPLES = [sample_annotations(name) for name in ANNOTATORS]


@pytest.fixture
def annotations(tmp_path):
    """Agreed, disputed, decided, flagged, skipped, stale, draft and superseded ones."""
    stamp = GuidelinesStamp("1.0.0", "0" * 64)
    records = [
        said("a", PUTIN, VIETNAM, guidelines=stamp),
        said("b", PUTIN, VIETNAM, guidelines=stamp),
        said("a", PUTIN, index=1, suggested_by="baseline"),
        said("b", VIETNAM, index=1, suggested_by="baseline"),
        said("a", PUTIN, index=2, flags=["garbled"], edited_by="b"),
        said("b", index=2),
        said("a", PUTIN, index=3),
        said("b", PUTIN, VIETNAM, index=3),
        decided("x", PUTIN, index=3),
        said("a", index=4, status="skipped"),
        said("b", PUTIN, index=4),
        said("c", PUTIN, index=4),
        said("a", PUTIN, index=5, stale=True),
        said("b", index=5),
        said("b", PUTIN, index=6, status="draft"),
        said("a", PUTIN, index=6, updated_at="2026-01-01"),
        said("a", VIETNAM, index=6, updated_at="2026-01-02"),
        said("c", VIETNAM, index=6),
    ]
    path = tmp_path / "annotations.jsonl"
    # A document each, so that there are intervals.
    write_records(path, [msgspec.structs.replace(one, doc=one.sentence) for one in records])
    return path


OPTIONS = {
    "as it comes": (),
    "by majority": ("--policy", "majority"),
    "by one of them": ("--policy", "annotator:a"),
    "without flagged": ("--leave-out-flagged", "garbled"),
    "without skipped": ("--skipped", "leave-out"),
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_it_is_what_the_command_measures_however_gold_is_decided(
    goldspan, annotations, tmp_path, options
):
    run = goldspan("gold", "build", annotations, "-o", "gold", *options)
    assert run.code == 0, run.err
    kept = json.loads((tmp_path / "gold" / "agreement.json").read_bytes())
    measured = json.loads(goldspan("gold", "agreement", annotations, "--json").out)
    assert measured["disagreements"]["groups"]
    measured["disagreements"]["groups"] = []
    assert kept == measured
    assert kept["overall"]["sentences"] == 6 and kept["overall"]["f1"] < 0.8
    assert kept["changed_by_others"] == 1 and set(kept["suggestions"]) == {"baseline", "none"}


def test_of_the_samples_it_is_lower_than_of_what_became_gold(goldspan, tmp_path):
    goldspan("gold", "build", *SAMPLES, "-o", "gold")
    overall = read_dataset_agreement(tmp_path / "gold").overall
    assert round(overall.f1, 4) == 0.9932
    assert overall.f1_interval[0] < overall.f1 < overall.f1_interval[1]
    measured = json.loads(goldspan("gold", "agreement", *SAMPLES, "--json").out)
    assert measured["overall"] == json.loads(msgspec.json.encode(overall))


def test_it_quotes_nobody_and_names_no_sentence(goldspan, annotations, tmp_path):
    goldspan("gold", "build", annotations, "-o", "gold")
    kept = (tmp_path / "gold" / "agreement.json").read_text(encoding="utf-8")
    disputed = [
        json.loads(line)
        for line in (tmp_path / "gold" / "disagreements.jsonl").read_text("utf-8").splitlines()
    ]
    assert disputed
    for one in disputed:
        assert one["text"] not in kept and f'"{one["sentence"]}"' not in kept
        for marked in (*one["disputed"], *one["agreed"]):
            assert marked["span"]["text"] not in kept


def test_a_split_keeps_it_and_a_dataset_of_before_does_without(goldspan, tmp_path):
    goldspan("gold", "build", *SAMPLES, "-o", "gold")
    kept = (tmp_path / "gold" / "agreement.json").read_bytes()
    assert goldspan("gold", "split", "gold", "-o", "parts").code == 0
    assert (tmp_path / "parts" / "agreement.json").read_bytes() == kept
    assert goldspan("gold", "split", "gold").code == 0
    assert (tmp_path / "gold" / "agreement.json").read_bytes() == kept
    (tmp_path / "gold" / "agreement.json").unlink()
    assert read_dataset_agreement(tmp_path / "gold") is None
    assert goldspan("gold", "split", "gold", "-o", "again").code == 0
    assert not (tmp_path / "again" / "agreement.json").exists()
    assert goldspan("gold", "diff", "gold", "again").code == 0
    assert goldspan("gold", "check", "gold").code == goldspan("gold", "check", "parts").code
    for name in ("gold", "parts"):
        assert (
            goldspan("gold", "export", name, "--format", "jsonl", "-o", f"{name}.jsonl").code == 0
        )


def test_a_damaged_one_is_named(goldspan, tmp_path):
    goldspan("gold", "build", *SAMPLES, "-o", "gold")
    (tmp_path / "gold" / "agreement.json").write_text("{}")
    run = goldspan("gold", "split", "gold")
    assert run.code == 1 and "agreement.json: not what" in run.err
