"""Annotators' accounts in the embedded server, made as a person would: by the invite link."""

import secrets as random_source

import httpx
import msgspec

from goldspan.errors import StudioError
from goldspan.files import write_text
from goldspan.studio.server import Studio, studio_folder


class Account(msgspec.Struct, frozen=True):
    """An annotator's account: what signs in, and the personal access token for the API."""

    email: str
    password: str
    token: str

    def __repr__(self) -> str:
        """Name the account, never its secrets."""
        return f"Account({self.email!r})"


def find_or_make_account(studio: Studio, name: str) -> Account:
    """The account of this name in the embedded server, signed up now if there is none yet.

    Raises:
        StudioError: the server refuses.
    """
    path = studio_folder() / "accounts.json"
    try:
        accounts = msgspec.json.decode(path.read_bytes(), type=dict[str, Account])
    except FileNotFoundError:
        accounts = {}
    if name not in accounts:
        accounts[name] = _sign_up(studio, f"{name}@goldspan.invalid")
        write_text(path, msgspec.json.encode(accounts).decode(), private=True)
    return accounts[name]


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
        return Account(
            email=email, password=password, token=_json(token, "no access token")["token"]
        )


def _json(answer: httpx.Response, what: str) -> dict[str, str]:
    if answer.is_error:
        raise StudioError(f"Label Studio gave {what}: HTTP {answer.status_code}.")
    values: dict[str, str] = answer.json()
    return values
