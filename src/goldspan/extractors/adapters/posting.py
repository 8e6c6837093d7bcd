"""Asking a server once, over HTTP: its answer, or what went wrong and whether to ask again.

Whoever asks (`goldspan.predicting.asking`) asks again; nothing is repeated here.
"""

import os
import re
import time
import weakref
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from goldspan import __version__
from goldspan.errors import GoldspanError, InputError
from goldspan.extractors.claims import Answer

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 1 << 26
"""Of an answer; a longer one is none."""

_SHOWN = 200
"""Characters of what a server says that are passed on."""

_PASSING = {408, 409, 425, 429}
"""Refusals that may pass; so may all errors of the server's own, from 500 on."""


class Failed(Exception):
    """A try that failed.

    Attributes:
        answer: what to say of the sentences it was for.
        status: of the server's answer; None if there was none.
        said: what the server said, in full.
    """

    def __init__(self, answer: Answer, status: int | None = None, said: str = "") -> None:
        """See the class."""
        super().__init__(answer.error)
        self.answer = answer
        self.status = status
        self.said = said


class Server:
    """A server that is asked by POST, JSON in and out.

    Attributes:
        url: its address.
    """

    def __init__(self, url: str, *, timeout: float, key_from: str) -> None:
        """Name a server; nothing is sent yet.

        Args:
            url: its address.
            timeout: seconds for which an answer is waited for, all of it.
            key_from: the environment variable that holds the key, if the server wants one. The key
                goes into the header Authorization and nowhere else.

        Raises:
            InputError: the address or the key can't be right.
        """
        import httpx

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"{url}: not the address of a server, such as http://127.0.0.1:8000.")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise InputError(
                f"{parts.scheme}://{parts.hostname}: an address without user, '?' and '#' is"
                f" wanted; a key goes into {key_from}."
            )
        self.url = url
        self._timeout = timeout
        self._key_from = key_from
        self._key = _Key(os.environ.get(key_from, "").strip(), key_from)
        headers = {"User-Agent": f"goldspan/{__version__}", **self._key.headers}
        self._client = httpx.Client(headers=headers, timeout=timeout)
        weakref.finalize(self, self._client.close)

    @property
    def has_key(self) -> bool:
        """Whether there is a key."""
        return bool(self._key.headers)

    def post(self, body: object) -> Any:  # noqa: ANN401
        """What the server answers, decoded.

        Raises:
            Failed: no answer, a refusal, or something that isn't JSON.
            GoldspanError: asking for other sentences is no use either: a wrong key or address.
        """
        import httpx

        started = time.monotonic()
        try:
            with self._client.stream("POST", self.url, json=body) as response:
                data = bytearray()
                for block in response.iter_bytes():
                    data += block
                    if time.monotonic() - started > self._timeout:
                        raise httpx.ReadTimeout("the answer trickles")
                    if len(data) > _MOST_BYTES:
                        raise httpx.DecodingError("the answer is too long")
        except httpx.TimeoutException:
            error = f"{self._where} didn't answer within {self._timeout:g} s"
            raise Failed(Answer(error=error, kind="timeout")) from None
        except httpx.HTTPError as error:
            said = self._key.hidden(str(error)) or type(error).__name__
            raise Failed(
                Answer(error=f"{self._where}: no answer: {said}", kind="connection")
            ) from None
        if not response.is_success:
            raise self._refused(response, self._key.hidden(data.decode("utf-8", "replace")))
        try:
            return msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Failed(
                Answer(error=f"{self._where} answered what isn't JSON", kind="not JSON"),
                response.status_code,
            ) from None

    @property
    def _where(self) -> str:
        """The server, without what may stand behind its address."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def _refused(self, response: "httpx.Response", said: str) -> Exception:
        """A refusal: of this sentence, for now, or of everything."""
        status = response.status_code
        shown = _message(said)
        if status in (401, 403):
            wrong = "refuses the key in" if self.has_key else "wants a key: put it into"
            return GoldspanError(f"{self._where} {wrong} {self._key_from} ({status}{shown}).")
        if status in (404, 405, 410) or 300 <= status < 400:
            to = f", it points to {response.headers['location']}" if 300 <= status < 400 else ""
            return GoldspanError(f"{self.url}: nothing there answers ({status}{shown}){to}.")
        if status == 402 or (status == 429 and "insufficient_quota" in said):
            return GoldspanError(f"{self._where}: the account is used up ({status}{shown}).")
        is_final = status not in _PASSING and status < 500
        answer = Answer(
            error=f"{self._where} answered {status}{shown}",
            kind=f"HTTP {status}",
            is_final=is_final,
            wait=_retry_after(response),
        )
        return Failed(answer, status, said)


class _Key:
    """A secret that doesn't show itself."""

    def __init__(self, key: str, key_from: str) -> None:
        if key and not re.fullmatch(r"[\x21-\x7e]+", key):
            raise InputError(f"{key_from} holds white space or letters no key has.")
        self._key = key

    def __repr__(self) -> str:
        return "a key" if self._key else "no key"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def hidden(self, text: str) -> str:
        """A text of somebody else's without the key, should it hold it."""
        return text.replace(self._key, "[key]") if self._key else text


def _message(said: str) -> str:
    """What a server says of an error: its message, where there is one, in one short line."""
    try:
        message = msgspec.json.decode(said)
        for name in ("error", "message", "detail"):
            if isinstance(message, dict):
                message = message.get(name, message)
    except msgspec.DecodeError:
        message = "" if said.lstrip().startswith("<") else said
    text = " ".join((message if isinstance(message, str) else said).split())
    return f": {text[:_SHOWN]}" if text else ""


def _retry_after(response: "httpx.Response") -> float | None:
    """The seconds for which a server wants to be left alone; None if it doesn't say."""
    said = response.headers.get("retry-after-ms")
    if said and said.strip().isdecimal():
        return int(said) / 1000
    said = (response.headers.get("retry-after") or "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", said):
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0)
    except (TypeError, ValueError, IndexError):
        return None
