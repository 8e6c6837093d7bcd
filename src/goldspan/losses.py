"""What a file format can't hold of a dataset's spans."""

from typing import Literal

import msgspec

from goldspan.spans import Span


class Loss(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A span that isn't in an export, or isn't whole.

    Attributes:
        sentence: the sentence's id.
        span: the span as it is in the dataset.
        lost: ``span`` where it isn't in the file, ``attributes`` where it is there without them.
        reason: why, as the end of a sentence.
    """

    sentence: str
    span: Span
    lost: Literal["span", "attributes"]
    reason: str
