"""What the texts say of spans: their strings, their letters' neighbours, the sentences' lengths.

Texts are read as the UTF-8 bytes in which Arrow holds them, some sentences at a time; offsets in
code points become offsets in bytes, and no sentence becomes a Python string.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, starmap
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from goldspan.evaluate.arrays import Column, Flags, Numbers, Spans, column
from goldspan.evaluate.arrow import taken
from goldspan.evaluate.letters import Bytes, are_letters

if TYPE_CHECKING:
    from pyarrow import Array, ChunkedArray

_BATCH = 1 << 18
"""So many bytes of text at a time: what is derived from them stays in the processor's cache."""


class OutsideText(ValueError):
    """A span that doesn't lie inside its sentence's text; `side` and `row` say which."""

    def __init__(self, side: int, row: int) -> None:
        """Keep where it is."""
        super().__init__(f"span {row} of side {side} isn't inside its text")
        self.side = side
        self.row = row


class Side:
    """Spans to look for in the texts, and what is found.

    Attributes:
        spans: in order, all of them located.
        named: which of them are to be known by their strings; None: all.
        glued: a letter or digit touches the mention's first or last one: it lies in a glued word,
            or in a part of a word.
    """

    def __init__(self, spans: Spans, named: Flags | None = None) -> None:
        """Spans of which nothing is known yet."""
        self.spans = spans
        self.named = named
        self.glued: Flags = np.zeros(len(spans), dtype=bool)
        self._strings: list[Array] = []

    def add_strings(self, batch: "_Batch", rows: slice, begin: Numbers, end: Numbers) -> None:
        """Take the strings of the named ones of some rows; `begin` and `end` are in bytes."""
        if self.named is not None:
            named = np.flatnonzero(self.named[rows])
            begin, end = begin[named], end[named]
        self._strings.append(batch.strings(begin, end))

    @property
    def strings(self) -> "ChunkedArray":
        """The strings of the named spans."""
        import pyarrow

        return pyarrow.chunked_array(self._strings, pyarrow.string())

    def strings_of(self, rows: Numbers) -> "Array":
        """The strings of some of the spans, all of them named."""
        places = rows if self.named is None else np.cumsum(self.named)[rows] - 1
        return taken(self.strings.combine_chunks(), places)


class Scan(Struct, frozen=True, eq=False):
    """What one pass over the texts finds.

    Attributes:
        lengths: of each sentence, in code points.
        sides: those that were given.
    """

    lengths: Column
    sides: Sequence[Side]


def scan(texts: "Iterable[Array]", sides: Sequence[Side]) -> Scan:
    """Pass once over all texts.

    Args:
        texts: of all sentences, some at a time.
        sides: what to look for; they are filled.

    Raises:
        OutsideText: a span doesn't lie inside its text.
    """
    lengths: list[Column] = [np.empty(0, np.int32)]
    for batch in _batches(texts):
        lengths.append(batch.lengths)
        _look(batch, sides)
    return Scan(np.concatenate(lengths), sides)


def _look(batch: "_Batch", sides: Sequence[Side]) -> None:
    """Find out about the spans of a batch of sentences, of all sides together.

    Raises:
        OutsideText: one doesn't lie inside its text.
    """
    rows = [side.spans.rows_of(batch.first, batch.first + len(batch)) for side in sides]
    parts = [(side.spans, part) for side, part in zip(sides, rows, strict=True)]
    # Wide, as numpy wants numbers by which it is to look something up.
    sentence = np.concatenate([spans.sentence[part] for spans, part in parts], dtype=np.int64)
    start = np.concatenate([spans.start[part] for spans, part in parts], dtype=np.int64)
    end = np.concatenate([spans.end[part] for spans, part in parts], dtype=np.int64)
    sentence -= batch.first
    bounds = list(accumulate((part.stop - part.start for part in rows), initial=0))
    outside = (start < 0) | (end <= start) | (end > batch.lengths[sentence])
    if outside.any():
        place = int(outside.argmax())
        number = bisect(bounds, place) - 1
        raise OutsideText(number, rows[number].start + place - bounds[number])
    begin, stop = batch.bytes_at(sentence, start, end)
    glued = batch.glued(sentence, begin, stop)
    for side, part, here in zip(sides, rows, starmap(slice, pairwise(bounds)), strict=True):
        side.glued[part] = glued[here]
        side.add_strings(batch, part, begin[here], stop[here])


class _Batch:
    """Some sentences' texts.

    Attributes:
        first: the number of the first sentence.
        data: their UTF-8 bytes, one after the other.
        offsets: where each sentence begins in them; one more at the end.
        lengths: of each sentence, in code points.
    """

    def __init__(self, first: int, data: Bytes, offsets: Numbers) -> None:
        self.first = first
        self.data = data
        self.offsets = offsets
        self.is_ascii = not len(data) or int(data.max()) < 0x80
        if self.is_ascii:
            self.lengths = column(np.diff(offsets))
            return
        # Bytes 0x80 to 0xBF, the further ones of a code point, are the smallest with a sign.
        self._further = np.empty(len(data) + 1, dtype=np.int32)
        np.cumsum(data.view(np.int8) < -64, dtype=np.int32, out=self._further[:-1])
        self._further[-1] = self._further[-2]
        self.lengths = column(np.diff(offsets - self._further[offsets]))

    def __len__(self) -> int:
        return len(self.lengths)

    def bytes_at(self, sentence: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Where the code points of sentences begin that are at these starts and ends."""
        before = self.offsets[sentence]
        if self.is_ascii:
            return before + start, before + end
        before_further = before - self._further[before]
        begin = self._moved(before_further + start, before + start)
        return begin, self._moved(before_further + end, begin + (end - start))

    def _moved(self, least: Numbers, found: Numbers) -> Numbers:
        """Places in bytes from places that don't go beyond them.

        Each further byte of the code points before moves them on by one. So the bytes before a
        place are counted and it is moved, until nothing is left to move.
        """
        while True:
            moved: Numbers = least + self._further[found]
            if not (moved != found).any():
                return moved
            found = moved

    def strings(self, begin: Numbers, end: Numbers) -> "Array":
        """The strings between two places."""
        import pyarrow

        offsets = np.zeros(len(begin) + 1, dtype=np.int32)
        lengths = end - begin
        np.cumsum(lengths, dtype=np.int32, out=offsets[1:])
        places = np.repeat(begin - offsets[:-1], lengths)
        places += np.arange(len(places))
        return pyarrow.StringArray.from_buffers(
            len(begin), pyarrow.py_buffer(offsets), pyarrow.py_buffer(self.data[places])
        )

    def glued(self, sentence: Numbers, begin: Numbers, end: Numbers) -> Flags:
        """Whether letters stand on both sides of a boundary of each span.

        Outside first: most spans have a space or a full stop beside them.
        """
        found: Flags = np.zeros(len(begin), dtype=bool)
        inner = np.flatnonzero(begin > self.offsets[sentence])
        inner = inner[are_letters(self.data, self._before(begin[inner]))]
        found[inner] = are_letters(self.data, begin[inner])
        inner = np.flatnonzero(end < self.offsets[sentence + 1])
        inner = inner[are_letters(self.data, end[inner])]
        found[inner] |= are_letters(self.data, self._before(end[inner]))
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


def _batches(texts: "Iterable[Array]") -> Iterator[_Batch]:
    first = 0
    for chunk in texts:
        _, offsets, data = chunk.buffers()
        width: Any = np.int64 if str(chunk.type) == "large_string" else np.int32
        bounds = np.frombuffer(offsets, width)[chunk.offset : chunk.offset + len(chunk) + 1]
        raw = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
        begin = 0
        while begin < len(chunk):
            start = bounds[begin]
            stop = int(np.searchsorted(bounds, start + _BATCH, side="right")) - 1
            stop = min(max(stop, begin + 1), len(chunk))
            offsets_of_batch = (bounds[begin : stop + 1] - start).astype(np.int64)
            yield _Batch(first + begin, raw[start : bounds[stop]], offsets_of_batch)
            begin = stop
        first += len(chunk)
