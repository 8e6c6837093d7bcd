"""A checked connection to Label Studio: the user's own server, or the embedded one."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from goldspan.errors import ServerError
from goldspan.studio.address import named_url, task_url
from goldspan.studio.server import find_studio

if TYPE_CHECKING:
    import httpx

# Writes are never repeated by the SDK itself: it would push every task again (it retries on 5xx,
# when the server has often stored the tasks already).
ONCE: Any = {"max_retries": 0, "timeout_in_seconds": 600}
PATIENT: Any = {"timeout_in_seconds": 600}


class Imported(msgspec.Struct, frozen=True):
    """How many tasks and suggestions an import says it stored."""

    task_count: int
    prediction_count: int


class Server(msgspec.Struct, frozen=True):
    """A server that was asked who it is and who we are.

    Attributes:
        url: its address, without a trailing slash.
        client: the SDK's client; untyped, for its annotations differ from what it returns.
        identity: what its users' ids belong to: its address, or ``studio`` for the embedded one
            (whose port may change).
    """

    url: str
    client: Any
    identity: str

    def import_tasks(self, project: int, tasks: bytes) -> "Imported":
        """Send tasks that are JSON already: the SDK takes a third as long again to encode them.

        Raises:
            ApiError: the server refuses; see `server_errors`.
        """
        from label_studio_sdk.core.api_error import ApiError

        answer = self.client._client_wrapper.httpx_client.request(
            f"api/projects/{project}/import",
            method="POST",
            content=tasks,
            headers={"content-type": "application/json"},
            request_options=ONCE,
        )
        if not answer.is_success:
            raise ApiError(status_code=answer.status_code, body=_body(answer))
        return msgspec.json.decode(answer.content, type=Imported)

    def task_url(self, project: int, task: int) -> str:
        """The address of a task's page."""
        return task_url(self.url, project, task)


@contextmanager
def connect() -> Iterator[Server]:
    """The server named by ``LABEL_STUDIO_URL`` and ``LABEL_STUDIO_API_KEY``, else the embedded one.

    Raises:
        ServerError: there is none, it isn't Label Studio, or it refuses the token.
    """
    if url := named_url():
        key = os.environ.get("LABEL_STUDIO_API_KEY", "").strip()
        with connect_to(url, key, identity=url) as server:
            yield server
        return
    studio = find_studio()
    if studio is None:
        raise ServerError(
            "No Label Studio: start one here with 'goldspan studio start',"
            " or set LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY for a server you have."
        )
    with connect_to(studio.url, studio.secrets.token, identity="studio") as server:
        yield server


@contextmanager
def connect_to(url: str, key: str, identity: str) -> Iterator[Server]:
    """A server by its address and an access token, both checked.

    Raises:
        ServerError: it can't be reached, isn't Label Studio, or refuses the token.
    """
    if not key:
        raise ServerError(
            f"LABEL_STUDIO_URL is {url}, but LABEL_STUDIO_API_KEY isn't set: put your access token"
            " there (in Label Studio: Account & Settings)."
        )
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise ServerError("LABEL_STUDIO_API_KEY holds white space or letters no token has.")
    import httpx

    with httpx.Client(timeout=60, follow_redirects=True) as http:
        with server_errors(url):
            _check_is_label_studio(url, http)
            from label_studio_sdk.client import LabelStudio

            client: Any = LabelStudio(  # type: ignore[no-untyped-call]
                base_url=url, api_key=key, httpx_client=http
            )
            client.users.whoami()
        yield Server(url=url, client=client, identity=identity)


def _check_is_label_studio(url: str, http: "httpx.Client") -> None:
    answer = http.get(f"{url}/api/version")
    try:
        values = answer.json()
    except ValueError:
        values = None
    if not isinstance(values, dict) or "label-studio-os-package" not in values:
        raise ServerError(f"{url} answers, but it isn't Label Studio (no version at /api/version).")


@contextmanager
def server_errors(url: str) -> Iterator[None]:
    """Turn what the SDK raises into one sentence that holds no secret.

    ``str(ApiError)`` holds the session cookie, so only the status and the server's own words are
    shown.

    Raises:
        ServerError: whatever went wrong inside the block.
    """
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except ApiError as error:
        raise ServerError(_words(url, error.status_code, error.body)) from None
    except (json.JSONDecodeError, msgspec.DecodeError):
        raise ServerError(_not_json(url)) from None
    except httpx.TimeoutException:
        raise ServerError(
            f"{url} didn't answer in time; it may still be working: try again later."
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(
            f"{url} can't be reached ({type(error).__name__});"
            " is Label Studio running there? What was done so far stays done."
        ) from None


def _body(answer: "httpx.Response") -> object:
    try:
        return answer.json()
    except ValueError:
        return answer.text


def _not_json(url: str) -> str:
    return f"{url} answered what isn't JSON; is a proxy in between?"


def _words(url: str, status: int | None, body: object) -> str:
    if status is not None and status < 400:  # the SDK couldn't read what the server gladly said
        return _not_json(url)
    detail = ""
    if isinstance(body, dict):
        detail = str(body.get("validation_errors") or body.get("detail") or "")
    if status == 401:
        hint = (
            "legacy tokens are switched off there: use a personal access token"
            if "legacy token" in detail
            else "check LABEL_STUDIO_API_KEY"
        )
        return f"{url} refuses the token (401): {hint}."
    return f"{url} refuses (HTTP {status}){': ' + detail[:500] if detail else ''}."
