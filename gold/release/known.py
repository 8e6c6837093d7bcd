"""What this workspace and its environment know to be private."""

import os
from collections.abc import Collection

from goldspan.gold.release.leaks import Known
from goldspan.studio.accounts import stored_accounts
from goldspan.workspace import has_workspace

_PSEUDONYMS = ("annotator-", "machine-")
_TOKENS = ("HF_TOKEN", "LABEL_STUDIO_API_KEY")


def known(allowed: Collection[str]) -> Known:
    """Tokens of the environment, and annotators' accounts of the embedded Label Studio.

    Args:
        allowed: strings that may be published whatever they look like.
    """
    from huggingface_hub import get_token

    secrets = {os.environ.get(name) or "" for name in _TOKENS} | {get_token() or ""}
    people: set[str] = set()
    if has_workspace():
        for name, account in stored_accounts().items():
            secrets |= {account.email, account.token, account.password}
            if not name.startswith(_PSEUDONYMS):
                people.add(name)
    return Known(frozenset(secrets - {""}), frozenset(people), frozenset(allowed))
