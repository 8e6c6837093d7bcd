"""Predict on a cluster: a pool of workers, each of which loads the extractor once.

Ray Data hands out pieces of the sentences and keeps their order. A worker reads its piece itself,
and writes it itself where the output is a folder: no text passes through the machine that asks. A
piece whose worker is lost is done again by another one.
"""

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
from msgspec.structs import replace

from goldspan.console import progress
from goldspan.errors import ClusterError, GoldspanError, InputError
from goldspan.evaluate.cluster import connect, storage
from goldspan.evaluate.cluster.subject import PieceOfSentences, shared_subject
from goldspan.evaluate.prediction_writing import schema, table_of
from goldspan.extractors import find_extractor, read_label_map
from goldspan.files import replacing, replacing_folder, write_text
from goldspan.guidelines.model import Guidelines
from goldspan.predicting import open_cache, predict
from goldspan.predicting.run import PredictionRun, Prices, Source, account_of, account_path
from goldspan.predicting.running import NOT_ASKED, Settings
from goldspan.predicting.summed import PartOfRun, summed

SIZE = 2_000
"""Sentences in a piece, about: what is lost with a worker, and what a shard holds."""


class Extraction(NamedTuple):
    """How every worker asks.

    Attributes:
        name: the extractor's, as on the command line.
        labels: those it may give.
        label_map: such as ``PERSON=LEADER,GPE=COUNTRY``.
        options: of its kind, as ``key=value``.
        guidelines: what the labels mean.
        timeout: seconds for which a server is waited for.
        settings: batches, tries.
        prices: of tokens.
        cache: the folder where answers are kept; None keeps none.
    """

    name: str
    labels: Sequence[str] = ()
    label_map: str | None = None
    options: Sequence[str] = ()
    guidelines: Guidelines | None = None
    timeout: float | None = None
    settings: Settings = Settings()
    prices: Prices | None = None
    cache: Path | None = None


class Pool(NamedTuple):
    """The workers.

    Attributes:
        address: of a cluster, such as ``auto``; None: one on this machine for the while.
        workers: how many; None: as many as the cluster has room for.
        gpus: that each of them has to itself; may be a part of one.
    """

    address: str | None = None
    workers: int | None = None
    gpus: float = 0


class Worker:
    """A process that has the extractor loaded and predicts one piece after the other."""

    def __init__(self, extraction: Extraction, folder: str | None, form: str) -> None:
        """Load nothing yet: what is wrong is told by the first piece.

        Args:
            extraction: how to ask.
            folder: where each piece becomes a shard; None: it is given back.
            form: ``parquet`` or ``jsonl``.
        """
        self._extraction = extraction
        self._folder = folder
        self._form = form
        self._extractor: Any = None

    def __call__(self, given: dict[str, Any]) -> dict[str, list[Any]]:
        """Predict one piece.

        Args:
            given: its number and itself.

        Returns:
            Its account, how long each text took, and its predictions unless they were written; or
            why there are none.
        """
        try:
            [number], [piece] = given["number"], given["piece"]
            account, seconds, data = self._predicted(int(number), pickle.loads(piece))
        except GoldspanError as error:
            return {"account": [b""], "seconds": [b""], "data": [b""], "fault": [str(error)]}
        return {
            "account": [msgspec.json.encode(account)],
            "seconds": [msgspec.json.encode(seconds)],
            "data": [data],
            "fault": [""],
        }

    def _predicted(
        self, number: int, piece: PieceOfSentences
    ) -> tuple[PredictionRun, list[float], bytes]:
        asked = self._extraction
        if self._extractor is None:
            label_map = read_label_map(asked.label_map, asked.labels) if asked.label_map else None
            self._extractor = find_extractor(
                asked.name,
                asked.labels,
                label_map=label_map,
                options=asked.options,
                guidelines=asked.guidelines,
                timeout=asked.timeout,
            )
        cache = open_cache(self._extractor, asked.cache) if asked.cache else nullcontext()
        with cache as opened:
            found = predict(
                self._extractor,
                piece.read(),
                asked.labels,
                settings=asked.settings,
                cache=opened,
            )
        if self._form == "jsonl":
            encoder = msgspec.json.Encoder()
            data = b"".join(encoder.encode(one) + b"\n" for one in found.predictions)
        else:
            data = _as_parquet(found.predictions)
        if self._folder is not None:
            _write_shard(self._folder, number, self._form, data)
            data = b""
        account = account_of(
            self._extractor,
            found,
            Source(name=""),
            settings=asked.settings,
            timeout=asked.timeout,
            prices=asked.prices,
        )
        everything = [*found.known, *found.asked]
        return account, [one.seconds for one in everything if one.answer.kind != NOT_ASKED], data


def predict_on_cluster(
    output: str,
    source: str,
    extraction: Extraction,
    pool: Pool,
    *,
    split: str | None = None,
    guidelines: Path | None = None,
    size: int = SIZE,
) -> PredictionRun:
    """Write an extractor's predictions in the order of the sentences, and the account of the run.

    Args:
        output: a file (.jsonl or .parquet), or a folder of shards in Parquet, or its URL.
        source: what is predicted, see `shared_subject`.
        extraction: how; labels and guidelines are found here.
        pool: the workers.
        split: of a gold dataset; None for all.
        guidelines: the file of guidelines; None for those here, or goldspan's own.
        size: sentences in a piece, about.

    Raises:
        InputError: the source can't be read, or the output can't be written.
        ClusterError: there is no such cluster, or it loses the work.
        GoldspanError: the extractor can't go on at all.
    """
    subject = shared_subject(source, split, guidelines, size)
    if not subject.pieces:
        raise InputError(f"{source}: there is no sentence in it.")
    extraction = extraction._replace(labels=subject.labels, guidelines=subject.guidelines)
    form = "jsonl" if output.endswith(".jsonl") else "parquet"
    with connect.connected(pool.address, pool.workers) as ray:
        workers = min(connect.count_of_workers(ray, pool.workers, pool.gpus), len(subject.pieces))
        started = time.perf_counter()
        with _target(output, form) as (folder, take):
            parts = _run(ray, subject.pieces, extraction, pool, workers, folder, form, take)
        seconds = time.perf_counter() - started
        account = summed(
            parts,
            replace(subject.source, sha256=storage.sha256_of_files(subject.hashed)),
            seconds=seconds,
            workers=workers,
            predictions_sha256=storage.sha256_of_files(_written(output)),
        )
    _write_account(output, account)
    return account


def _run(
    ray: Any,  # noqa: ANN401
    pieces: Sequence[PieceOfSentences],
    extraction: Extraction,
    pool: Pool,
    workers: int,
    folder: str | None,
    form: str,
    take: Callable[[bytes], None],
) -> list[PartOfRun]:
    """Let the workers predict all pieces; their accounts in the pieces' order."""
    data = _ray_data(ray)
    rows = [{"number": n, "piece": pickle.dumps(piece)} for n, piece in enumerate(pieces)]
    predicted = data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Worker,
        fn_constructor_args=(extraction, folder, form),
        compute=data.ActorPoolStrategy(size=workers),
        batch_size=1,
        num_cpus=1,
        num_gpus=pool.gpus or None,
    )
    parts: list[PartOfRun] = []
    with progress(f"Predicting with {extraction.name}", total=len(pieces)) as advance, _told(ray):
        for row in predicted.iter_rows():
            if row["fault"]:
                raise InputError(row["fault"])
            take(row["data"])
            account = msgspec.json.decode(row["account"], type=PredictionRun)
            parts.append(PartOfRun(account, msgspec.json.decode(row["seconds"])))
            advance(1)
    return parts


def _ray_data(ray: Any) -> Any:  # noqa: ANN401
    """Ray Data, in order and quiet."""
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    return ray.data


@contextmanager
def _told(ray: Any) -> Iterator[None]:  # noqa: ANN401
    """Ray's errors as one of goldspan's."""
    try:
        yield
    except GoldspanError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith("ray") and not isinstance(
            error, ray.exceptions.RayError
        ):
            raise
        raise ClusterError(connect.lost(error)) from None


@contextmanager
def _target(output: str, form: str) -> Iterator[tuple[str | None, Callable[[bytes], None]]]:
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
    from io import BytesIO

    from pyarrow.parquet import ParquetWriter, read_table

    with ParquetWriter(file, schema()) as writer:
        yield lambda data: writer.write_table(read_table(BytesIO(data)))


def _as_parquet(predictions: Sequence[Any]) -> bytes:
    from io import BytesIO

    from pyarrow.parquet import write_table

    buffer = BytesIO()
    write_table(table_of(predictions), buffer)
    return buffer.getvalue()


def _write_shard(folder: str, number: int, form: str, data: bytes) -> None:
    """A shard, whole or not at all; done again, it is the same."""
    name = f"part-{number:06}.{form}"
    if storage.is_url(folder):
        with storage.opened(storage.below(folder, name), "wb") as file:
            file.write(data)
        return
    with replacing(Path(folder) / name) as temporary:
        temporary.write_bytes(data)


def _written(output: str) -> list[str]:
    name = storage.shared(output)
    return storage.listed(name, ".parquet", ".jsonl") if storage.is_folder(name) else [name]


def _write_account(output: str, account: PredictionRun) -> None:
    """The account beside the predictions, as `goldspan.predicting.run` names it."""
    data = msgspec.json.format(msgspec.json.encode(account), indent=2) + b"\n"
    if not storage.is_url(output):
        write_text(account_path(Path(output)), data.decode())
        return
    stem = output.rstrip("/").removesuffix(".parquet").removesuffix(".jsonl")
    with storage.opened(f"{stem}.run.json", "wb") as file:
        file.write(data)
