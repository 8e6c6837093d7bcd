"""What autodoc makes of a record's signature, in names that its reader knows."""

import re


def plain_signature(
    app: object,
    what: str,
    name: str,
    obj: object,
    options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None] | None:
    """Without the modules of types, and with ``...`` for a default that is made anew each time."""
    if not signature:
        return None
    signature = re.sub(r"~?\b(?:\w+\.)+(?=[A-Z])", "", signature)
    return signature.replace("<factory>", "..."), returned
