import pytest
from datasets import Dataset as HuggingFaceDataset
from datasets import load_dataset

from goldspan.dataset import Manifest, read_gold, read_gold_annotations
from goldspan.gold import write
from goldspan.gold.building.merge import merge
from goldspan.gold.write import Dataset, gold_annotation, write_dataset

from .test_merge import PUTIN, VIETNAM, said

SPLITS = {"train": [0, 2], "validation": [1], "test": [3]}


def dataset(splits=SPLITS):
    records = [said(name, PUTIN, VIETNAM, index=index) for name in "ab" for index in range(4)]
    merged = merge({r.sentence: r.as_sentence for r in records}, records)
    gold = [kept.sentence for kept in merged.gold]
    return Dataset(
        splits={split: [gold[index] for index in indexes] for split, indexes in splits.items()},
        annotations={
            kept.sentence.id: [gold_annotation(one) for one in kept.annotations]
            for kept in merged.gold
        },
        disagreements=[],
        adjudications=[],
        left_out=[],
    )


def manifest(guidelines):
    return Manifest(
        goldspan="0",
        tokeniser="goldspan-1",
        labels=guidelines.label_names,
        guidelines={},
        inputs={},
        counts={
            name: 0
            for name in (
                "sentences_in_gold",
                "spans",
                "spans_agreed",
                "spans_adjudicated",
                "spans_single",
                "sentences_in_disagreements",
                "sentences_not_annotated",
            )
        },
        splits={},
    )


def test_each_split_has_its_own_sentences_tokens_and_annotations(tmp_path, guidelines):
    written = write_dataset(
        tmp_path / "gold", dataset(), manifest=manifest(guidelines), guidelines=guidelines
    )
    assert written.manifest.splits == {"train": 2, "validation": 1, "test": 1}
    for config in ("default", "bio", "annotations"):
        loaded = load_dataset(str(tmp_path / "gold"), config)
        assert {
            split: sorted({int(row["id"][2:]) for row in rows}) for split, rows in loaded.items()
        } == SPLITS
    read = read_gold(tmp_path / "gold")
    assert read.splits == dataset().splits
    assert read_gold(str(tmp_path / "gold")) == read
    assert list(read_gold_annotations(tmp_path / "gold", "train")) == [
        annotation for index in (0, 2) for annotation in dataset().annotations[f"d#{index}"]
    ]


def test_the_files_are_those_that_datasets_itself_writes(tmp_path, guidelines):
    write_dataset(
        tmp_path / "gold", dataset(), manifest=manifest(guidelines), guidelines=guidelines
    )
    for name in ("sentences", "tokens", "annotations"):
        path = tmp_path / "gold" / name / "train.parquet"
        ours = HuggingFaceDataset.from_parquet(str(path))
        theirs = HuggingFaceDataset.from_list(list(ours), features=ours.features)
        theirs.to_parquet(str(tmp_path / "theirs.parquet"))
        again = HuggingFaceDataset.from_parquet(str(tmp_path / "theirs.parquet"))
        assert (ours.features, list(ours)) == (again.features, list(again))


def test_what_fails_leaves_the_earlier_dataset_as_it_was(tmp_path, guidelines, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    options = {"manifest": manifest(guidelines), "guidelines": guidelines}
    write_dataset(tmp_path / "gold", dataset(), **options)
    monkeypatch.setattr(write, "card", fail)
    with pytest.raises(KeyboardInterrupt):
        write_dataset(tmp_path / "gold", dataset({"test": [0]}), **options)
    assert list(read_gold(tmp_path / "gold").splits) == list(SPLITS)
    assert [path.name for path in tmp_path.iterdir()] == ["gold"]
