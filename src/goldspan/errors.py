"""What goldspan raises when something is wrong that a user can put right.

::

    GoldspanError             exit code 1
    ├── InputError            a file, record or argument is wrong: where, what, what to do
    │   ├── GuidelinesError   guidelines.md is wrong, with a line number for each finding
    │   └── LeakError         a release holds what must not be published, with each place
    ├── ServerError           Label Studio can't be reached, or refuses
    ├── HubError              the Hugging Face Hub can't be reached, or refuses
    ├── StudioError           the embedded Label Studio can't be installed, started or stopped
    ├── ClusterError          a Ray cluster can't be reached, or loses its work
    └── RefereeError          goldspan's count and seqeval's differ: a fault of goldspan

On the command line the message goes to stderr, without a traceback.
"""

import errno

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CHECK_SAYS_NO = 3
EXIT_INTERRUPTED = 130

DISK_REFUSES = frozenset(
    getattr(errno, name)
    for name in ("EACCES", "EDQUOT", "EFBIG", "EIO", "ENOSPC", "EPERM", "EROFS")
    if hasattr(errno, name)
)
"""The numbers of an OSError that says how the machine is: a disk that is full, ill or forbidden."""


class GoldspanError(Exception):
    """Something a user can understand and put right; the message is one sentence or two."""


class InputError(GoldspanError):
    """A file, a record or an argument is wrong."""


class GuidelinesError(InputError):
    """The guidelines file is wrong; the message holds a line for each finding."""


class LeakError(InputError):
    """A release holds what must not be published; the message holds a line for each place."""


class HubError(GoldspanError):
    """The Hugging Face Hub can't be reached, or refuses what was asked."""


class ServerError(GoldspanError):
    """Label Studio can't be reached, isn't Label Studio, or refuses what was asked."""


class StudioError(GoldspanError):
    """The embedded Label Studio can't be installed, started or stopped."""


class RefereeError(GoldspanError):
    """seqeval counts otherwise than goldspan did on the same spans."""


class ClusterError(GoldspanError):
    """A Ray cluster can't be reached or started, or loses the work it was given."""


def after_colon(message: str) -> str:
    """What a library said, to stand after a colon: without its capital, but JSON stays JSON."""
    return message if message[:2].isupper() else f"{message[:1].lower()}{message[1:]}"
