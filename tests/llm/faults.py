"""What can be made to go wrong, sentence by sentence."""

import re
import threading
from typing import NamedTuple

# What a fault does.
ANSWER = "answer"  # give `status` and `body`
GARBAGE = "garbage"  # answer well, but not in JSON
CHATTER = "chatter"  # a completion whose content isn't what was asked for
INVENT = "invent"  # claim a mention that isn't in the sentence, besides the others
CUT = "cut"  # close the connection in the middle of the answer
SILENCE = "silence"  # answer nothing, for as long as the client waits
TRICKLE = "trickle"  # answer a byte at a time, and never come to an end


class Fault(NamedTuple):
    """Something goes wrong with sentences like `text`: with each of them, `times` times."""

    does: str
    text: str = ""
    times: int = 1_000_000
    status: int = 0
    body: str = "{}"
    retry_after: str = ""


class Faults:
    """The faults to come, and every request there was."""

    def __init__(self):
        self.lock = threading.Lock()
        self.set([])

    def set(self, faults):
        with self.lock:
            self.faults = [Fault(**fault) for fault in faults]
            self.seen = {}
            self.requests = {}
            self.answered = {}
            self.at_once = self.most_at_once = 0

    def of(self, text):
        """The fault of a request for this sentence, which is counted."""
        with self.lock:
            self.requests[text] = self.requests.get(text, 0) + 1
            for place, fault in enumerate(self.faults):
                if re.search(fault.text, text) and self.seen.get((place, text), 0) < fault.times:
                    self.seen[place, text] = self.seen.get((place, text), 0) + 1
                    return fault
            return None

    def begin(self):
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)

    def end(self):
        with self.lock:
            self.at_once -= 1

    def answer(self, text):
        with self.lock:
            self.answered[text] = self.answered.get(text, 0) + 1

    @property
    def log(self):
        with self.lock:
            return {
                "requests": dict(self.requests),
                "answered": dict(self.answered),
                "most_at_once": self.most_at_once,
            }
