"""Texts with spans: the JSON Lines that annotation tools and trainers read and write.

One object a line: ``{"text": "Hi Xi", "spans": [{"start": 3, "end": 5, "label": "LEADER"}]}``, with
whatever else is known of the sentence beside it.
"""

from typing import Any

import msgspec

from goldspan.sentences import Section
from goldspan.spans import Span


class SpannedText(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A text with its spans; the other fields are those of a sentence, where there is one.

    Attributes:
        spans: the mentions in it.
        id: the sentence's id; null where there is none.
        doc: the document it stands in; null where there is none.
        index: its place in the document, from 0; null where there is none.
        flags: the sentence's flags.
    """

    text: str
    spans: list[Span]
    id: str | None = None
    doc: str | None = None
    index: int | None = None
    lang: str = "und"
    section: Section = "body"
    flags: list[str] = []
    meta: dict[str, Any] = {}
