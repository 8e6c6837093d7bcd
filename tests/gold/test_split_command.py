"""``goldspan gold split``: a dataset's folder is split, and stays split when it is built anew."""

import json
import math

import pytest

from goldspan.dataset import read_aside, read_gold
from goldspan.records import read_records, write_records
from goldspan.samples import sample_annotations
from goldspan.splits import DEFAULT_SPLITS, Assignment, SplitSettings

from .test_split import assigned


@pytest.fixture
def built(goldspan, tmp_path):
    assert goldspan("gold", "build", sample_annotations("adjudicated"), "-o", "gold").code == 0
    return tmp_path / "gold"


def files(folder):
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_samples_are_split_alike_and_can_be_scored(goldspan, built):
    run = goldspan("gold", "split", built, "--json")
    assert run.code == 0, run.err
    assert "Nothing leaks: 0 documents and 0 of" in run.err
    values = json.loads(run.out)
    assert list(values["splits"]) == ["train", "validation", "test"]
    assert values["left_out"] == {"boilerplate": 8}
    for name in ("validation", "test"):
        one = values["splits"][name]
        assert one["documents"] == 2 and set(one["labels"]) == {"LEADER", "COUNTRY", "AGREEMENT"}
        assert sum(one["languages"].values()) == one["sentences"] and len(one["languages"]) == 2
    dataset = read_gold(built)
    assert dataset.manifest.splits == {k: v["sentences"] for k, v in values["splits"].items()}
    assert dataset.manifest.counts["sentences_aside"] == len(read_aside(built)[0]) == 8
    scored = goldspan("evaluate", "score", built, "baseline", "--split", "test", "--json")
    assert json.loads(scored.out)["gold"]["sentences"] == values["splits"]["test"]["sentences"]
    assert goldspan("gold", "check", built).code == 0


def test_predictions_made_before_the_split_can_be_scored(goldspan, built, tmp_path):
    goldspan("evaluate", "predict", "baseline", built, "-o", "predictions.jsonl")
    goldspan("gold", "split", built)
    run = goldspan("evaluate", "score", built, "predictions.jsonl", "--split", "test", "--json")
    assert run.code == 0, run.err
    lines = (tmp_path / "predictions.jsonl").read_text().splitlines()
    wrong = json.dumps({**json.loads(lines[-1]), "sentence": "nowhere#0"})
    (tmp_path / "wrong.jsonl").write_text("\n".join([*lines, wrong]))
    run = goldspan("evaluate", "score", built, "wrong.jsonl")
    assert run.code == 1 and "wrong.jsonl:237: sentence nowhere#0 isn't in" in run.err


def test_load_dataset_sees_the_splits_and_nothing_else(goldspan, built):
    from datasets import load_dataset

    goldspan("gold", "split", built)
    for config in ("default", "bio", "annotations"):
        assert list(load_dataset(str(built), config)) == ["train", "validation", "test"]


def test_splitting_again_changes_no_byte_and_anew_can(goldspan, built):
    goldspan("gold", "split", built)
    once = files(built)
    assert goldspan("gold", "split", built).code == 0
    assert files(built) == once
    assert goldspan("gold", "split", built, "--anew").code == 0
    assert files(built) == once, "what was put aside isn't lost"
    assert goldspan("gold", "split", built, "--anew", "--seed", "5").code == 0
    assert files(built)["splits.jsonl"] != once["splits.jsonl"]
    assert goldspan("gold", "split", built, "--seed", "7").code == 0
    assert read_gold(built).manifest.split.seed == 7


def test_a_new_build_keeps_the_splits(goldspan, built, tmp_path):
    goldspan("gold", "split", built)
    once = files(built)
    run = goldspan("gold", "build", sample_annotations("adjudicated"), "-o", built)
    assert "Split as before: train 177" in run.err
    assert files(built) == once, "build and split write the same"
    lines = sample_annotations("adjudicated").read_text().splitlines(keepends=True)
    few = [line for line in lines if '"doc":"en-' in line]
    assert 0 < len(few) < len(lines)
    (tmp_path / "few.jsonl").write_text("".join(few))
    goldspan("gold", "build", "few.jsonl", "-o", built)
    assert files(built)["splits.jsonl"] == once["splits.jsonl"], "what is gone is remembered"
    goldspan("gold", "build", sample_annotations("adjudicated"), "-o", built)
    assert files(built) == once


def test_an_earlier_dataset_or_its_file_can_be_named(goldspan, built, tmp_path):
    goldspan("gold", "split", built, "--share", "train=0.5", "--share", "test=0.5", "--seed", "3")
    for earlier in (built, built / "splits.jsonl"):
        run = goldspan(
            "gold", "build", sample_annotations("adjudicated"), "-o", "other", "--splits", earlier
        )
        assert run.code == 0
        assert files(tmp_path / "other") == files(built)
        (tmp_path / "other" / "splits.jsonl").unlink()
    goldspan("gold", "build", sample_annotations("adjudicated"), "-o", "third")
    assert goldspan("gold", "split", "third", "--from", built).code == 0
    assert files(tmp_path / "third") == files(built)


def test_the_manifest_names_what_the_split_went_by(goldspan, built):
    assert "splits" not in read_gold(built).manifest.inputs
    goldspan("gold", "split", built, "--seed", "4")
    manifest = read_gold(built).manifest
    assert manifest.split == SplitSettings(DEFAULT_SPLITS.shares, 4)
    assert len(manifest.inputs["splits"]) == 64
    assert math.isclose(sum(manifest.split.shares.values()), 1)


def test_a_failed_split_leaves_the_dataset_as_it_was(goldspan, built):
    before = files(built)
    run = goldspan("gold", "split", built, "--share", "train=0.5", "--share", "test=0.6")
    assert run.code == 1 and "add up to 1.1" in run.err
    assert goldspan("gold", "split", built, "--share", "train").code == 2
    assert goldspan("gold", "split", built, "--anew", "--from", built).code == 2
    assert files(built) == before


def test_splits_of_people_s_own_making_are_followed(goldspan, built, tmp_path):
    documents = sorted({one.doc for one in read_gold(built).sentences()})
    sentences = read_gold(built).sentences()
    mine = [
        assigned(one, "test" if documents.index(one.doc) % 4 == 0 else "train") for one in sentences
    ]
    write_records(tmp_path / "mine.jsonl", mine)
    shares = ("--share", "train=0.75", "--share", "test=0.25")
    assert goldspan("gold", "split", built, "--from", "mine.jsonl", *shares).code == 0
    wanted = {one.doc: one.split for one in mine}
    found = {one.doc: one.split for _, one in read_records(built / "splits.jsonl", Assignment)}
    assert found == wanted
