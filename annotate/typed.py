"""Spans that were written instead of dragged, for people who work without a mouse.

A line is a label's key or name, then the words: ``1 Putin`` or ``LEADER Putin``. Words that stand
in the text more than once need to say which: ``1 Putin #2`` is the second. Nothing is guessed: a
line that can't be placed exactly is a fault, as an impossible offset is.
"""

import re
from collections.abc import Sequence

from goldspan.guidelines.model import Guidelines
from goldspan.spans import Span

_LINE = re.compile(r"\s*(?P<label>\S+)\s+(?P<words>.+?)(?:\s+#(?P<place>\d+))?\s*")


def typed_spans(
    lines: Sequence[str], text: str, guidelines: Guidelines
) -> tuple[list[Span], list[str]]:
    """The spans that the lines name, and what is wrong with those that name none."""
    spans: list[Span] = []
    faults: list[str] = []
    for line in lines:
        found = _span(line, text, guidelines)
        if isinstance(found, Span):
            spans.append(found)
        else:
            faults.append(f"the typed line {line!r} {found}")
    return spans, faults


def _span(line: str, text: str, guidelines: Guidelines) -> Span | str:
    """The span, or what is wrong with the line."""
    labels = {label.hotkey: label.name for label in guidelines.labels}
    labels |= {name: name for name in guidelines.label_names}
    parts = _LINE.fullmatch(line)
    if parts is None or parts["label"] not in labels:
        return f"doesn't begin with one of {', '.join(labels)} and words after it"
    words = parts["words"]
    if parts["place"] and f"{words} #{parts['place']}" in text:
        words, place = f"{words} #{parts['place']}", 0
    else:
        place = int(parts["place"] or 0)
    starts = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]
    if not starts:
        return "names words that aren't in the text"
    if not place and len(starts) > 1:
        return f"names words that are in the text {len(starts)} times; say which with #1, #2 ..."
    if place > len(starts):
        return f"asks for place {place}, but the words are in the text {len(starts)} times"
    start = starts[max(place, 1) - 1]
    return Span(start=start, end=start + len(words), label=labels[parts["label"]])
