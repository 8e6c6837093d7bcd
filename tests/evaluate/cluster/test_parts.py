"""A corpus scored in parts, here one after the other, has the score of the whole; no Ray needed."""

import random
import shutil

import msgspec
import pyarrow.parquet
import pytest

from goldspan.dataset import read_gold
from goldspan.errors import InputError
from goldspan.evaluate.cluster.score import Request, score_by
from goldspan.evaluate.prediction_writing import table_of
from goldspan.evaluate.score_files import Files, score_files
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.records import write_records

from .conftest import in_shards

PARTS = 40
"""Sentences in a part."""


class HereAndNow:
    """Runs functions at once."""

    def begin(self, function, *arguments, returns=1):
        return function(*arguments)

    def results(self, references, what):
        return [*references]

    def keep(self, value):
        return value


@pytest.fixture
def gold(built, goldspan):
    assert goldspan("gold", "split", built).code == 0
    for path in sorted((built / "sentences").glob("*.parquet")):
        in_shards(path)
    return built


def predictions_for(folder, seed=0):
    """Right, wrong, invented, scored, failed."""
    r = random.Random(seed)
    found = []
    for sentence in read_gold(folder).sentences():
        spans = [s for s in sentence.spans if r.random() < 0.8]
        found.append(
            Prediction(
                sentence=sentence.id,
                extractor="x 1",
                text_sha256=sentence.text_sha256,
                error="no" if r.random() < 0.02 else None,
                unlocated=[Unlocated(label="LEADER", text="?")] if r.random() < 0.05 else [],
                spans=[
                    PredictedSpan(
                        start=s.start,
                        end=s.end - (r.random() < 0.2 and s.end - s.start > 2),
                        label=r.choice([s.label] * 9 + ["COUNTRY"]),
                        score=r.choice([None, 0.5, round(r.random(), 1)]),
                    )
                    for s in spans
                ],
            )
        )
    r.shuffle(found)
    return found


def both(folder, predictions, split, **how):
    request = Request(str(folder), str(predictions), split, **how)
    return score_by(HereAndNow(), request, PARTS), score_files(
        Files(folder, str(predictions), split, how.get("meta", ())), how.get("extent")
    )


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_score_in_parts_is_the_score_of_the_whole(gold, tmp_path, form):
    found = predictions_for(gold)
    folder = tmp_path / "predictions"
    folder.mkdir()
    for number in range(3):
        some = found[number::3]
        if form == "jsonl":
            write_records(folder / f"part-{number}.jsonl", some)
        else:
            pyarrow.parquet.write_table(table_of(some), folder / f"part-{number}.parquet")
    for split in (None, "test"):
        parts, whole = both(gold, folder, split, meta=["source"])
        assert parts == whole
        assert parts.referee.agrees
    assert parts.predictions.ignored > 0
    assert parts.slices["seen in train"]


def test_a_sample_for_the_referee_is_the_same(gold, tmp_path, monkeypatch):
    monkeypatch.setattr("goldspan.evaluate.referee.FULL_UP_TO", 60)
    write_records(tmp_path / "p.jsonl", predictions_for(gold))
    parts, whole = both(gold, tmp_path / "p.jsonl", None)
    assert parts == whole
    assert parts.referee.extent == "sample"


def changed(found, kind):
    first = found[7]
    if kind == "twice":
        return [*found, first]
    if kind == "missing":
        return found[:-3]
    if kind == "unknown":
        return [*found, msgspec.structs.replace(first, sentence="nobody#1")]
    wrong = {
        "another text": {"text_sha256": "0" * 64},
        "outside": {"spans": [PredictedSpan(start=0, end=100_000, label="LEADER")]},
        "label": {"spans": [PredictedSpan(start=0, end=1, label="NOPE")]},
    }[kind]
    return [*found[:7], msgspec.structs.replace(first, **wrong), *found[8:]]


@pytest.mark.parametrize(
    "kind", ["twice", "missing", "unknown", "another text", "outside", "label"]
)
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_what_is_wrong_is_told_in_the_same_words(gold, tmp_path, kind, form):
    found = changed(predictions_for(gold), kind)
    path = tmp_path / f"p.{form}"
    if form == "jsonl":
        write_records(path, found)
    else:
        pyarrow.parquet.write_table(table_of(found), path)
    with pytest.raises(InputError) as whole:
        score_files(Files(gold, str(path)))
    with pytest.raises(InputError) as parts:
        score_by(HereAndNow(), Request(str(gold), str(path)), PARTS)
    assert str(parts.value) == str(whole.value)


def test_gold_and_predictions_may_lie_in_any_store(gold, tmp_path):
    import fsspec

    store = fsspec.filesystem("memory")
    store.put(str(gold), "/corpus/gold", recursive=True)
    write_records(tmp_path / "p.jsonl", predictions_for(gold))
    store.put(str(tmp_path / "p.jsonl"), "/corpus/p.jsonl")
    here = score_by(HereAndNow(), Request(str(gold), str(tmp_path / "p.jsonl")), PARTS)
    there = score_by(
        HereAndNow(), Request("memory://corpus/gold", "memory://corpus/p.jsonl"), PARTS
    )
    assert there == here
    shutil.rmtree(gold)
    with pytest.raises(InputError, match="memory://corpus/none: not a gold dataset"):
        score_by(HereAndNow(), Request("memory://corpus/none", "memory://corpus/p.jsonl"), PARTS)


def test_written_parquet_reads_back_the_same(gold, tmp_path):
    from goldspan.evaluate.predictions import read_placed

    found = predictions_for(gold)
    pyarrow.parquet.write_table(table_of(found), tmp_path / "p.parquet")
    assert [record for _, record in read_placed(tmp_path / "p.parquet")] == found
