"""Annotators' accounts in the embedded server, made as a person would: by the invite link."""

import re
import secrets as random_source
import unicodedata
from pathlib import Path
from typing import Any

import httpx
import msgspec

from goldspan.errors import StudioError
from goldspan.files import write_text
from goldspan.studio.server import Studio, studio_folder


class Account(msgspec.Struct, frozen=True):
    """An annotator's account: what signs in, and the personal access token for the API.

    Attributes:
        user: its number in Label Studio.
    """

    email: str
    password: str
    token: str
    user: int

    def __repr__(self) -> str:
        """Name the account, never its secrets."""
        return f"Account({self.email!r})"


def find_or_make_account(studio: Studio, name: str) -> Account:
    """The account of this name in the embedded server, signed up now if there is none yet.

    Raises:
        StudioError: the server refuses.
    """
    accounts = stored_accounts()
    if name not in accounts:
        email = name if "@" in name else f"{_slug(name)}@goldspan.invalid"
        accounts[name] = _sign_up(studio, email)
        write_text(_path(), msgspec.json.encode(accounts).decode(), private=True)
    return accounts[name]


def stored_accounts() -> dict[str, Account]:
    """The accounts made so far, by name."""
    try:
        return msgspec.json.decode(_path().read_bytes(), type=dict[str, Account])
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise StudioError(f"{_path()}: damaged ({error}); put back a copy of it.") from None


def _path() -> Path:
    return studio_folder() / "accounts.json"


def _slug(name: str) -> str:
    """A name in letters an e-mail address can hold.

    Raises:
        StudioError: nothing of it is left.
    """
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    slug = re.sub("[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    if not slug:
        raise StudioError(f"{name!r} can't be made an account's name; use Latin letters.")
    return slug


def _sign_up(studio: Studio, email: str) -> Account:
    """Sign up a new annotator and make their personal access token.

    Raises:
        StudioError: the server refuses, for instance because the e-mail is taken.
    """
    password = random_source.token_urlsafe(18)
    with httpx.Client(base_url=studio.url, timeout=60) as browser:
        invite = browser.get(
            "/api/invite", headers={"Authorization": f"Token {studio.secrets.token}"}
        )
        link = _json(invite, "no invite link")["invite_url"]
        browser.cookies.clear()
        browser.get(link)
        answer = browser.post(
            link,
            data={
                "email": email,
                "password": password,
                "csrfmiddlewaretoken": browser.cookies["csrftoken"],
            },
            headers={"Referer": studio.url},
        )
        if answer.status_code != 302:
            raise StudioError(f"the account {email} can't be made: is the e-mail taken?")
        token = browser.post(
            "/api/token/",
            headers={"Referer": studio.url, "X-CSRFToken": browser.cookies["csrftoken"]},
        )
        user = _json(browser.get("/api/current-user/whoami"), "no account")
        return Account(
            email=email,
            password=password,
            token=_json(token, "no access token")["token"],
            user=user["id"],
        )


def _json(answer: httpx.Response, what: str) -> dict[str, Any]:
    if answer.is_error:
        raise StudioError(f"Label Studio gave {what}: HTTP {answer.status_code}.")
    values: dict[str, Any] = answer.json()
    return values
