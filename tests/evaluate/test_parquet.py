"""A Parquet file is read as pyarrow.parquet reads it, however its pages are laid."""

import re
import subprocess
import sys

import numpy as np
import pyarrow
import pytest
from pyarrow.parquet import write_table

from goldspan.errors import InputError
from goldspan.evaluate.parquet import opened

LABEL = "spans.list.element.label"
ROWS = 20_000


@pytest.fixture(scope="module")
def table():
    r = np.random.default_rng(3)
    sizes = r.integers(0, 4, ROWS)
    bounds = pyarrow.array(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32))
    labels = [f"LABEL-{number}" for number in r.integers(0, 500, sizes.sum())]
    spans = pyarrow.StructArray.from_arrays(
        [pyarrow.array(r.integers(0, 99, len(labels))), pyarrow.array(labels)], ["start", "label"]
    )
    return pyarrow.table(
        {
            "doc": [f"document-{row // 20}" for row in range(ROWS)],
            "text": [f"Sentence {row}" for row in range(ROWS)],
            "spans": pyarrow.ListArray.from_arrays(bounds, spans),
        }
    )


def rows_of(path, columns, **which):
    with opened(path, ("doc", LABEL, "nowhere")) as file:
        return [row for batch in file.batches(columns, **which) for row in batch.to_pylist()]


@pytest.mark.parametrize("dictionary", [64, 3000, 1 << 20], ids="{} bytes".format)
@pytest.mark.parametrize("group", [1_700, 9_000, ROWS])
def test_dictionaries_that_are_full_lose_nothing(table, tmp_path, dictionary, group):
    path = tmp_path / "a.parquet"
    write_table(
        table,
        path,
        row_group_size=group,
        dictionary_pagesize_limit=dictionary,
        data_page_size=4096,
        write_batch_size=64,
    )
    assert rows_of(path, ["doc", "spans"]) == table.select(["doc", "spans"]).to_pylist()
    labels = rows_of(path, [LABEL])
    assert [[s["label"] for s in row["spans"]] for row in labels] == [
        [s["label"] for s in row] for row in table["spans"].to_pylist()
    ]


def test_row_groups_are_read_one_by_one(table, tmp_path):
    path = tmp_path / "a.parquet"
    write_table(table, path, row_group_size=9_000)
    with opened(path) as file:
        assert file.groups == [9_000, 9_000, 2_000]
        assert file.names == ["doc", "text", "spans"]
    assert rows_of(path, ["text"], groups=[2]) == table.select(["text"]).to_pylist()[18_000:]


def test_strings_that_repeat_come_as_numbers(table, tmp_path):
    path = tmp_path / "a.parquet"
    write_table(table, path)
    with opened(path, ("doc", LABEL, "nowhere")) as file:
        batch = next(iter(file.batches(["doc", "text", LABEL])))
    kinds = (batch.schema.field("doc").type, batch.schema.field("text").type)
    assert [pyarrow.types.is_dictionary(kind) for kind in kinds] == [True, False]
    [label] = batch.column("spans").type.value_type
    assert pyarrow.types.is_dictionary(label.type)


def test_reading_imports_no_object_storage(table, tmp_path):
    """Its import would take longer than to count 100,000 sentences."""
    path = tmp_path / "a.parquet"
    write_table(table, path)
    code = (
        "import sys; from goldspan.evaluate.parquet import opened\n"
        f"with opened({str(path)!r}) as file:\n"
        "    print(sum(len(batch) for batch in file.batches(['doc'])))\n"
        "print([name for name in ('pyarrow.parquet', 'pyarrow.fs', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == [str(ROWS), "[]"]


def test_a_missing_column_is_named(table, tmp_path):
    path = tmp_path / "a.parquet"
    write_table(table, path)
    with pytest.raises(InputError, match="a.parquet: can't be read: it has no column 'lang'"):
        rows_of(path, ["doc", "lang"])


def test_a_file_that_cant_be_read_is_told_in_one_sentence(tmp_path):
    for content, why in (
        (None, "No such file or directory."),
        (b"nothing" * 9, r"Parquet magic bytes not found.*[^.]\."),
    ):
        path = tmp_path / "a.parquet"
        if content:
            path.write_bytes(content)
        with pytest.raises(InputError, match=rf"^{re.escape(str(path))}: can't be read: {why}$"):
            rows_of(path, ["doc"])


def test_an_arrow_without_the_reader_reads_by_its_module(table, tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    write_table(table, path)
    monkeypatch.setitem(sys.modules, "pyarrow._parquet", None)
    assert rows_of(path, ["doc"]) == table.select(["doc"]).to_pylist()
