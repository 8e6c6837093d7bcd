"""What the texts say of spans: their strings, their letters' neighbours, the sentences' lengths.

Texts are read as the UTF-8 bytes in which Arrow holds them, a batch of sentences at a time; offsets
in code points become offsets in bytes, and no sentence becomes a Python string.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldspan.evaluate.arrays import Column, Flags, Integers, Numbers, Spans

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_BATCH = 1 << 14

Bytes: TypeAlias = npt.NDArray[np.uint8]

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x31FF),  # Chinese, Japanese
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts whose words aren't divided by spaces: there a neighbour is no sign of glue."""


class OutsideText(ValueError):
    """A span that doesn't lie inside its sentence's text; `side` and `row` say which."""

    def __init__(self, side: int, row: int) -> None:
        """Keep where it is."""
        super().__init__(f"span {row} of side {side} isn't inside its text")
        self.side = side
        self.row = row


@dataclass(frozen=True, eq=False)
class Mentions:
    """What the texts say of the spans of one side.

    Attributes:
        strings: the mentions, an Arrow array of strings.
        glued: a letter or digit touches the mention's first or last one: it lies in a glued word,
            or in a part of a word.
    """

    strings: "ChunkedArray"
    glued: Flags


@dataclass(frozen=True, eq=False)
class Scan:
    """What one pass over the texts finds.

    Attributes:
        lengths: of each sentence, in code points.
        sides: for each side of spans that was given.
    """

    lengths: Column
    sides: list[Mentions]


def scan(texts: "ChunkedArray", sides: Sequence[Spans]) -> Scan:
    """Pass once over all texts.

    Args:
        texts: of all sentences.
        sides: spans in order, all of them located.

    Raises:
        OutsideText: a span doesn't lie inside its text.
    """
    import pyarrow

    lengths: list[Column] = []
    strings: list[list[Array]] = [[] for _ in sides]
    glued: list[list[Flags]] = [[] for _ in sides]
    for batch in _batches(texts):
        lengths.append(batch.lengths)
        for number, spans in enumerate(sides):
            rows = np.searchsorted(spans.sentence, [batch.first, batch.first + len(batch)])
            part = slice(*rows.tolist())
            sentence = spans.sentence[part] - batch.first
            outside = (spans.start[part] < 0) | (spans.end[part] <= spans.start[part])
            outside |= spans.end[part] > batch.lengths[sentence]
            if outside.any():
                raise OutsideText(number, part.start + int(outside.argmax()))
            begin = batch.bytes_at(batch.character[sentence] + spans.start[part])
            end = batch.bytes_at(batch.character[sentence] + spans.end[part])
            strings[number].append(batch.strings(begin, end))
            glued[number].append(batch.glued(sentence, begin, end))
    return Scan(
        lengths=np.concatenate(lengths) if lengths else np.empty(0, np.int32),
        sides=[
            Mentions(
                pyarrow.chunked_array(strings[number], pyarrow.string()),
                np.concatenate(glued[number]) if lengths else np.empty(0, bool),
            )
            for number in range(len(sides))
        ],
    )


class _Batch:
    """Some sentences' texts.

    Attributes:
        first: the number of the first sentence.
        data: their UTF-8 bytes, one after the other.
        offsets: where each sentence begins in them; one more at the end.
        character: where each sentence begins, in code points of the batch; one more at the end.
        lead: of each byte that isn't a code point's first, how many first bytes stand before it.
        lengths: of each sentence, in code points.
    """

    def __init__(self, first: int, data: Bytes, offsets: Numbers) -> None:
        self.first = first
        self.data = data
        self.offsets = offsets
        self.is_ascii = not len(data) or int(data.max()) < 0x80
        if self.is_ascii:
            self.character = offsets
        else:
            following = np.flatnonzero((data & 0xC0) == 0x80)
            self.character = offsets - np.searchsorted(following, offsets)
            self.lead = following - np.arange(len(following))
        self.lengths: Column = np.diff(self.character).astype(np.int32)

    def __len__(self) -> int:
        return len(self.lengths)

    def bytes_at(self, characters: Numbers) -> Numbers:
        """Where code points begin: each further byte of the ones before moves them by one."""
        if self.is_ascii:
            return characters
        moved: Numbers = characters + np.searchsorted(self.lead, characters, side="right")
        return moved

    def strings(self, begin: Numbers, end: Numbers) -> "Array":
        """The strings between two places."""
        import pyarrow

        offsets = np.concatenate(([0], np.cumsum(end - begin))).astype(np.int32)
        places = np.repeat(begin - offsets[:-1], end - begin)
        places += np.arange(len(places))
        return pyarrow.StringArray.from_buffers(
            len(begin), pyarrow.py_buffer(offsets), pyarrow.py_buffer(self.data[places])
        )

    def glued(self, sentence: Integers, begin: Numbers, end: Numbers) -> Flags:
        """Whether letters stand on both sides of a boundary of each span."""
        found: Flags = np.zeros(len(begin), dtype=bool)
        for place, inner in (
            (begin, np.flatnonzero(begin > self.offsets[sentence])),
            (end, np.flatnonzero(end < self.offsets[sentence + 1])),
        ):
            at = place[inner]
            both = self._letters(self._before(at))
            both &= self._letters(at)
            found[inner] |= both
        return found

    def _before(self, at: Numbers) -> Numbers:
        """Where the code points before those at `at` begin."""
        found = at - 1
        for _ in range(3):
            inside = np.flatnonzero((self.data[found] & 0xC0) == 0x80)
            if not len(inside):
                break
            found[inside] -= 1
        return found

    def _letters(self, at: Numbers) -> Flags:
        """Whether the code points are letters or digits of a script that divides words."""
        lead = self.data[at]
        found: Flags = _ASCII_LETTERS[lead]
        if not self.is_ascii:
            high = np.flatnonzero(lead >= 0x80)
            distinct, which = np.unique(_code_points(self.data, at[high]), return_inverse=True)
            is_letter = np.array([_is_letter(point) for point in distinct.tolist()], dtype=bool)
            found[high] = is_letter[which]
        return found


def _batches(texts: "ChunkedArray") -> Iterator[_Batch]:
    first = 0
    for chunk in texts.chunks:
        for begin in range(0, len(chunk), _BATCH):
            part = chunk.slice(begin, _BATCH)
            _, offsets, data = part.buffers()
            width: Any = np.int64 if str(part.type) == "large_string" else np.int32
            bounds = np.frombuffer(offsets, width)[part.offset : part.offset + len(part) + 1]
            raw = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
            start = int(bounds[0])
            yield _Batch(first, raw[start : int(bounds[-1])], bounds.astype(np.int64) - start)
            first += len(part)


def _code_points(data: Bytes, at: Numbers) -> Numbers:
    """The code points whose first bytes, not ASCII, are at these places (RFC 3629)."""
    lead = data[at].astype(np.int64)
    length = 2 + (lead >= 0xE0) + (lead >= 0xF0)
    found = lead & (0x7F >> length)
    for step in range(1, 4):
        more = length > step
        following = data[np.minimum(at + step, len(data) - 1)] & 0x3F
        found = np.where(more, found << 6 | following, found)
    return found


def _is_letter(point: int) -> bool:
    import unicodedata

    character = chr(point)
    is_mark = unicodedata.category(character) in ("Mn", "Mc")
    return (character.isalnum() or is_mark) and not any(
        low <= point <= high for low, high in _UNSPACED
    )


_ASCII_LETTERS: Flags = np.array([chr(code).isalnum() and code < 128 for code in range(256)])
