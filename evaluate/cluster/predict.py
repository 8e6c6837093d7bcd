"""Predict on a cluster: a pool of workers, each of which loads the extractor once.

Ray Data hands out pieces of the sentences and keeps their order. A worker reads its piece itself,
and writes it itself where the output is a folder: no text passes through the machine that asks. A
piece whose worker is lost is done again by another one.
"""

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from goldspan.console import progress
from goldspan.errors import ClusterError, GoldspanError, InputError
from goldspan.evaluate.cluster import connect, storage
from goldspan.evaluate.cluster.shards import target, write_account, written
from goldspan.evaluate.cluster.subject import PieceOfSentences, shared_subject
from goldspan.evaluate.cluster.worker import Extraction, Worker
from goldspan.predicting.run import PredictionRun
from goldspan.predicting.summed import PartOfRun, summed

SIZE = 2_000
"""Sentences in a piece, about: what is lost with a worker, and what a shard holds."""


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
        with target(output, form) as (folder, take):
            parts = _run(ray, subject.pieces, extraction, pool, workers, folder, form, take)
        seconds = time.perf_counter() - started
        account = summed(
            parts,
            replace(subject.source, sha256=storage.sha256_of_files(subject.hashed)),
            seconds=seconds,
            workers=workers,
            predictions_sha256=storage.sha256_of_files(written(output)),
        )
    write_account(output, account)
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
