"""Whether a cluster answers, found out within a bounded time: Ray itself may wait for minutes."""

import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from goldspan.errors import ClusterError

ANSWER = 5.0
"""Seconds within which something has to listen at the address."""
CONNECT = 20.0
"""Seconds within which Ray has to be connected to what listens there."""


def check_listens(address: str) -> None:
    """Pass if something listens at ``HOST:PORT`` or ``ray://HOST:PORT``; other forms are let be.

    Raises:
        ClusterError: nothing listens there.
    """
    try:
        parts = urlsplit(address if "://" in address else f"ray://{address}")
        where = (parts.hostname, parts.port)
    except ValueError:
        return
    if where[0] is None or where[1] is None:
        return
    try:
        socket.create_connection((where[0], where[1]), ANSWER).close()
    except OSError as error:
        said = error.strerror or str(error) or type(error).__name__
        raise ClusterError(
            f"nothing answers at {address} ({said}); start Ray there, or name the address that"
            " `ray start --head` has told."
        ) from None


def connect_in_time(address: str, connect: Callable[[], None], seconds: float = CONNECT) -> None:
    """Connect, or give up.

    Args:
        address: of the cluster.
        connect: what connects; it goes on in the background if it is given up.
        seconds: for which it is waited for.

    Raises:
        ClusterError: it takes longer.
        BaseException: what `connect` raises.
    """
    raised: list[BaseException] = []

    def tried() -> None:
        try:
            connect()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=tried, daemon=True, name="connecting to Ray")
    thread.start()
    thread.join(seconds)
    if raised:
        raise raised[0]
    if thread.is_alive():
        raise ClusterError(
            f"the Ray cluster {address} has not let goldspan in for {seconds:.0f} seconds; ask"
            " whether it runs Ray, and whether it wants another token (RAY_AUTH_TOKEN)."
        )
