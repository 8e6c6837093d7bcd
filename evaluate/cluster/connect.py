"""Ray: a cluster that runs already, or one of this machine's own for as long as it is needed.

goldspan's own cluster listens on 127.0.0.1 only, wants a token from whoever connects, sends nothing
home, shows no dashboard, and leaves nothing behind.
"""

import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from goldspan.errors import ClusterError, GoldspanError, InputError
from goldspan.evaluate.cluster.reach import check_listens, connect_in_time

_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    # However it is called: else Ray takes 127.0.0.1 for this machine's address in the network,
    # both where it listens and where it looks for a cluster.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
}
_LONGEST_FOLDER = 40
"""Ray's sockets lie some 60 characters below its folder, and a socket's path ends at 107."""


@contextmanager
def connected(address: str | None = None, workers: int | None = None) -> Iterator[Any]:
    """Ray, ready for work.

    Args:
        address: of a cluster, such as ``auto`` or ``ray://head:10001``; None: one on this machine,
            until the block ends. A program that is connected already stays so.
        workers: processes of a cluster on this machine; None: one a processor.

    Yields:
        The module ``ray``.

    Raises:
        InputError: Ray isn't installed.
        ClusterError: there is no such cluster, or none can be started.
    """
    ray = sys.modules.get("ray")
    if ray is not None and ray.is_initialized():
        yield ray
        return
    with _quiet():
        yield from _connected(address, workers)


def _connected(address: str | None, workers: int | None) -> Iterator[Any]:
    os.environ.update(_ENVIRONMENT)
    folder = None
    if address is None:
        os.environ["RAY_AUTH_MODE"] = "token"
        # Ray reads it once in a process, for all clusters to come.
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        folder = _folder()
    try:
        ray = _ray()
        if folder is None:
            _join(ray, str(address))
        else:
            _init(
                ray,
                "of its own on this machine",
                # Not what RAY_ADDRESS names.
                address="local",
                num_cpus=workers,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                _temp_dir=str(folder),
            )
        try:
            yield ray
        finally:
            ray.shutdown()
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def count_of_workers(ray: Any, workers: int | None, gpus: float = 0) -> int:  # noqa: ANN401
    """How many workers to start: as many as asked for, or as the cluster has room for."""
    if workers is not None:
        return workers
    resources = ray.cluster_resources()
    room = int(resources.get("CPU", 1))
    if gpus:
        room = min(room, int(resources.get("GPU", 0) / gpus))
    return max(room, 1)


def result(ray: Any, reference: Any) -> Any:  # noqa: ANN401
    """What a task gave.

    Raises:
        ClusterError: it was lost, and lost again when it was repeated.
        GoldspanError: what the task raised.
    """
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, GoldspanError):
            raise error.cause from None
        raise
    except ray.exceptions.RayError as error:
        raise ClusterError(lost(error)) from None


def lost(error: Exception) -> str:
    """An error of Ray as a sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = lines[-1] if lines else type(error).__name__
    return f"Ray could not finish the work: {said.rstrip('.')}; its logs on the cluster say more."


def _join(ray: Any, address: str) -> None:  # noqa: ANN401
    """Connect to a cluster that runs already."""
    check_listens(address)
    connect_in_time(address, lambda: _init(ray, address, address=address))


def _init(ray: Any, which: str, **settings: Any) -> None:  # noqa: ANN401
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **settings)
    except (ConnectionError, RuntimeError, ValueError, OSError, ray.exceptions.RayError) as error:
        lines = str(error).strip().splitlines()
        said = lines[0].strip("'.") if lines else repr(error)
        raise ClusterError(f"the Ray cluster {which} can't be used: {said}.") from None


@contextmanager
def _quiet() -> Iterator[None]:
    """No messages of Ray's core, which writes to the descriptor of stderr whatever it is told."""
    try:
        is_descriptor = sys.stderr.fileno() == 2
    except (AttributeError, OSError, ValueError):
        is_descriptor = False
    if not is_descriptor:
        yield
        return
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    before = sys.stderr
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        with os.fdopen(kept, "w", buffering=1, encoding="utf-8", closefd=False) as still:
            sys.stderr = still
            yield
    finally:
        sys.stderr = before
        os.dup2(kept, 2)
        os.close(kept)


def _folder() -> Path:
    """Where Ray keeps logs and sockets for the while."""
    parent = tempfile.gettempdir()
    return Path(
        tempfile.mkdtemp(
            prefix="goldspan-ray-", dir=parent if len(parent) < _LONGEST_FOLDER else "/tmp"
        )
    )


def _ray() -> Any:  # noqa: ANN401
    try:
        import ray
    except ImportError:
        raise InputError(
            '--engine ray needs Ray, which is not installed: pip install "goldspan[ray]"'
        ) from None
    return ray
