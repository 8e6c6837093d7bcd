"""What an extractor answers, in its own units; goldspan then finds the mentions in the text."""

from typing import Literal

import msgspec

Unit = Literal["code point", "utf-16", "utf-8", "quote"]
"""What an extractor's offsets count; with ``quote`` it gives none, only each mention's text."""

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]


class Offsets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an extractor counts.

    Attributes:
        unit: what one step of an offset is: a code point (Python), a UTF-16 unit (JavaScript, Java,
            C#), or a byte of UTF-8 (Go, Rust); with ``quote`` it gives no offsets, only each
            mention's text.
        form: the Unicode normal form it puts a text into before it counts; null for none.
    """

    unit: Unit = "code point"
    form: NormalForm | None = None


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mention that an extractor claims, as it says it.

    Attributes:
        label: the label, in the extractor's own words.
        start: first unit of the mention; null where it only quotes.
        end: one past the last unit.
        text: the mention as quoted; checked wherever there are offsets, too.
        score: how sure the extractor is of it; null where it doesn't say.
        attributes: further marks, such as ``{"form": "demonym"}``.
    """

    label: str
    start: int | None = None
    end: int | None = None
    text: str | None = None
    score: float | None = None
    attributes: dict[str, str] = {}


class Usage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a paid extractor charged for an answer.

    Attributes:
        input_tokens: how many it read.
        output_tokens: how many it wrote.
    """

    input_tokens: int = 0
    output_tokens: int = 0


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An extractor's answer on one sentence.

    Attributes:
        claims: the mentions, in any order.
        error: why it failed on this sentence; null if it didn't.
        kind: the kind of error, in a word or two: what errors are counted by.
        is_final: whether the error would come again, so that nobody need ask again.
        wait: seconds for which the extractor wants to be left alone first; null if it doesn't say.
        usage: what the answer cost; null where nothing is counted.
        seconds: how long this sentence took; null where only its batch's time is known.
        unmapped: how many claims were left out by label, in the extractor's own words, because
            ``--map`` doesn't say what they are.
    """

    claims: list[Claim] = []
    error: str | None = None
    kind: str = "error"
    is_final: bool = False
    wait: float | None = None
    usage: Usage | None = None
    seconds: float | None = None
    unmapped: dict[str, int] = {}
