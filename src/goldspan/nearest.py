"""The word somebody probably meant."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question to end a message with, such as ``; did you mean 'COUNTRY'?``; or nothing.

    Args:
        word: as it was written.
        known: what could have been meant.
    """
    of_lowered = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower(), of_lowered, n=1)
    return f"; did you mean {of_lowered[close[0]]!r}?" if close else ""
