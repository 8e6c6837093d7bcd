"""What can be made to go wrong, request by request."""

import os
import re
import signal
import threading
from typing import NamedTuple

# What a fault does. The first four happen before the request is served, the others after it.
ANSWER = "answer"  # give `status` instead of serving it
DROP = "drop"  # close the connection, nothing done
KILL = "kill"  # end the process `pid` at once, nothing done
INTRUDE = "intrude"  # somebody else commits first
LOSE = "lose"  # serve it, but lose the answer
KILL_AFTER = "kill after"  # serve it, then end the process `pid`


class Fault(NamedTuple):
    """Something goes wrong `times` times, from the `first` request like this on."""

    does: str
    path: str = ""
    method: str = ""
    first: int = 1
    times: int = 1
    status: int = 0
    message: str = ""
    pid: int = 0

    def fits(self, method, path):
        return self.method in ("", method) and re.search(self.path, path)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)


class Faults:
    """The faults to come, and every request there was."""

    def __init__(self):
        self.lock = threading.Lock()
        self.set([])

    def set(self, faults):
        with self.lock:
            self.faults = [Fault(**fault) for fault in faults]
            self.seen = [0] * len(self.faults)
            self.log = []

    def of(self, method, path):
        """The faults of this request."""
        with self.lock:
            self.log.append(f"{method} {path}")
            found = []
            for place, fault in enumerate(self.faults):
                if fault.fits(method, path):
                    self.seen[place] += 1
                    if fault.first <= self.seen[place] < fault.first + fault.times:
                        found.append(fault)
            return found
