"""Where the predictions of a cluster go: one file, or a folder of shards; here, or at a URL."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from goldspan.errors import InputError
from goldspan.evaluate.cluster import storage
from goldspan.evaluate.prediction_writing import schema, table_of
from goldspan.files import replacing, replacing_folder, write_text
from goldspan.predicting.run import PredictionRun, account_path
from goldspan.predictions import Prediction


@contextmanager
def target(output: str, form: str) -> Iterator[tuple[str | None, Callable[[bytes], None]]]:
    """Where predictions go: the folder that workers write shards to, or what takes each piece."""
    if not output.endswith((".jsonl", ".parquet")):
        name = storage.shared(output)
        if storage.is_url(output):
            if storage.exists(name) and storage.listed(name, ".parquet", ".jsonl"):
                raise InputError(f"{output} holds predictions already; name another folder.")
            yield name, lambda data: None
            return
        with replacing_folder(Path(name)) as temporary:
            yield str(temporary), lambda data: None
        return
    if storage.is_url(output):
        with storage.opened(output, "wb") as file, _taking(file, form) as take:
            yield None, take
        return
    with (
        replacing(Path(output)) as temporary,
        temporary.open("wb") as file,
        _taking(file, form) as take,
    ):
        yield None, take


@contextmanager
def _taking(file: BinaryIO, form: str) -> Iterator[Callable[[bytes], None]]:
    """What appends a piece to a file."""
    if form == "jsonl":

        def append(data: bytes) -> None:
            file.write(data)

        yield append
        return
    from pyarrow.parquet import ParquetWriter, read_table

    with ParquetWriter(file, schema()) as writer:
        yield lambda data: writer.write_table(read_table(BytesIO(data)))


def as_parquet(predictions: Sequence[Prediction]) -> bytes:
    """A piece as the bytes of a file in Parquet."""
    from pyarrow.parquet import write_table

    buffer = BytesIO()
    write_table(table_of(predictions), buffer)
    return buffer.getvalue()


def write_shard(folder: str, number: int, form: str, data: bytes) -> None:
    """A shard, whole or not at all; done again, it is the same."""
    name = f"part-{number:06}.{form}"
    if storage.is_url(folder):
        with storage.opened(storage.below(folder, name), "wb") as file:
            file.write(data)
        return
    with replacing(Path(folder) / name) as temporary:
        temporary.write_bytes(data)


def written(output: str) -> list[str]:
    """The files that an output consists of."""
    name = storage.shared(output)
    return storage.listed(name, ".parquet", ".jsonl") if storage.is_folder(name) else [name]


def write_account(output: str, account: PredictionRun) -> None:
    """The account beside the predictions, as `goldspan.predicting.run` names it."""
    data = msgspec.json.format(msgspec.json.encode(account), indent=2) + b"\n"
    if not storage.is_url(output):
        write_text(account_path(Path(output)), data.decode())
        return
    stem = output.rstrip("/").removesuffix(".parquet").removesuffix(".jsonl")
    with storage.opened(f"{stem}.run.json", "wb") as file:
        file.write(data)
