"""Texts are read again from a dataset's files, whole or those that are wanted."""

import random

import pyarrow
import pytest
from pyarrow.parquet import write_table

from goldspan.evaluate import stored
from goldspan.evaluate.stored import StoredTexts

SIZES = {"train": 23, "test": 17}
TEXTS = [f"Sentence {number} — câu {number}" for number in range(sum(SIZES.values()))]


@pytest.fixture(scope="module", params=[4, 10, 100], ids="groups of {}".format)
def folder(request, tmp_path_factory):
    """Two splits in row groups of some size; texts aren't the first column."""
    place = tmp_path_factory.mktemp("gold")
    (place / "sentences").mkdir()
    begin = 0
    for split, size in SIZES.items():
        texts = TEXTS[begin : begin + size]
        table = pyarrow.table({"id": [*map(str, range(size))], "text": texts, "doc": ["d"] * size})
        write_table(table, place / "sentences" / f"{split}.parquet", row_group_size=request.param)
        begin += size
    return place


@pytest.fixture(params=[1, 3, 1000], ids="batches of {}".format)
def texts(request, folder, monkeypatch):
    monkeypatch.setattr(stored, "_TEXTS", request.param)
    return StoredTexts(folder, ["train", "test"])


def test_all_texts_come_in_order(texts, folder):
    assert [text for chunk in texts.chunks() for text in chunk.to_pylist()] == TEXTS
    alone = [chunk.to_pylist() for chunk in StoredTexts(folder, ["test"]).chunks()]
    assert sum(alone, []) == TEXTS[SIZES["train"] :]


@pytest.mark.parametrize("number", [0, 3, 4, 9, 10, 22, 23, 24, 39])
def test_one_text(texts, number):
    assert texts.of([number]) == {number: TEXTS[number]}


def test_the_texts_that_are_wanted(texts):
    chance = random.Random(5)
    for _ in range(40):
        wanted = chance.choices(range(len(TEXTS)), k=chance.randint(0, 8))
        assert texts.of(wanted) == {number: TEXTS[number] for number in wanted}


def test_only_the_row_groups_that_are_wanted_are_read(folder, monkeypatch):
    read = []
    batches = stored.Parquet.batches

    def watched(file, columns, groups=None, *rest):
        read.append(groups)
        return batches(file, columns, groups, *rest)

    monkeypatch.setattr(stored.Parquet, "batches", watched)
    StoredTexts(folder, ["train", "test"]).of([1, 2, 38])
    assert len(read) == 2 and all(len(groups) == 1 for groups in read), read
