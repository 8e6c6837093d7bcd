"""What the Hub's client raises, as one sentence without secrets."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from goldspan.errors import HubError

if TYPE_CHECKING:
    from huggingface_hub.errors import HfHubHTTPError

_SECRET = re.compile(r"hf_[A-Za-z0-9]+|Bearer \S+")


@contextmanager
def hub_errors(repo: str) -> Iterator[None]:
    """Turn what huggingface_hub raises into one sentence, without any secret.

    Raises:
        HubError: instead of the client's own errors.
    """
    from huggingface_hub import errors
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    try:
        yield
    except HfHubHTTPError as error:
        raise HubError(_sentence(repo, error)) from None
    except OfflineModeIsEnabled:
        raise HubError(
            "HF_HUB_OFFLINE forbids going to the Hub; unset it and publish again."
        ) from None
    except errors.HTTPError as error:  # type: ignore[attr-defined]
        raise HubError(
            f"{repo}: the connection to the Hub broke ({type(error).__name__}); publish again:"
            " what was already done is found and not done twice."
        ) from None
    except (ValueError, RuntimeError) as error:
        cause = error.__cause__
        if isinstance(cause, HfHubHTTPError) and cause.response.status_code != 400:
            raise HubError(f"{_clean(str(error))} {_sentence(repo, cause)}") from None
        raise HubError(f"{repo}: {_clean(str(error))}") from None


def _sentence(repo: str, error: "HfHubHTTPError") -> str:
    status = error.response.status_code
    said = _clean(error.response.headers.get("X-Error-Message") or "")
    if status == 412:
        return (
            f"{repo}: somebody committed since its state was read, so nothing was published;"
            " look at what changed with --dry-run, then publish again."
        )
    if status == 401:
        return (
            f"{repo}: the Hub doesn't accept your token ({said or 'HTTP 401'}); make one that may"
            " write at https://huggingface.co/settings/tokens and sign in with: hf auth login"
        )
    if status == 403:
        return f"{repo}: your token may not write there ({said or 'HTTP 403'})."
    if status == 404:
        return f"{repo}: the Hub finds no such thing ({said or 'HTTP 404'})."
    if status == 429:
        wait = error.response.headers.get("Retry-After")
        return (
            f"{repo}: the Hub asks to wait{f' {wait} seconds' if wait else ''} (too many requests);"
            " nothing was published; publish again later."
        )
    if status >= 500:
        return (
            f"{repo}: the Hub failed (HTTP {status}); publish again: what was already done is found"
            " and not done twice."
        )
    return f"{repo}: the Hub refuses: {said or f'HTTP {status}'}."


def _clean(message: str) -> str:
    """A message in one line, without tokens."""
    token = os.environ.get("HF_TOKEN")
    line = " ".join(message.split())
    return _SECRET.sub("...", line.replace(token, "...") if token else line)
