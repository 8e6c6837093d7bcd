"""Texts with spans: the JSON Lines that annotation tools and trainers read and write.

One object a line: ``{"text": "Hi Xi", "spans": [{"start": 3, "end": 5, "label": "LEADER"}]}``, with
whatever else is known of the sentence beside it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from goldspan.errors import InputError
from goldspan.records import read_records
from goldspan.sentences import Section
from goldspan.spans import Span, fault_of


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


def read_spanned_texts(path: Path) -> Iterator[tuple[int, SpannedText]]:
    """Each text of a file with its line number, every span checked against the text.

    Raises:
        InputError: the file can't be read, a line isn't such a record, or a span doesn't fit.
    """
    for number, record in read_records(path, SpannedText):
        for span in record.spans:
            if fault := fault_of(span, record.text, [span.label]):
                raise InputError(f"{path}:{number}: {fault}.")
        yield number, record
