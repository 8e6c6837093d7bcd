"""Gold in shards, as a cluster reads it."""

import pyarrow.parquet
import pytest

from goldspan.samples import ANNOTATORS, sample_annotations


def in_shards(path, shards=3):
    table = pyarrow.parquet.read_table(path)
    rows = -(-len(table) // shards)
    for number in range(shards):
        pyarrow.parquet.write_table(
            table.slice(number * rows, rows),
            path.with_name(f"{path.stem}-{number:05}-of-{shards:05}.parquet"),
            row_group_size=11,
        )
    path.unlink()


@pytest.fixture
def built(tmp_path, goldspan):
    """The samples' gold dataset, not yet in shards."""
    folder = tmp_path / "gold"
    samples = [sample_annotations(name) for name in ANNOTATORS]
    assert goldspan("gold", "build", *samples, "-o", folder).code == 0
    return folder


@pytest.fixture
def gold(built):
    in_shards(built / "sentences" / "test.parquet", 4)
    return built
