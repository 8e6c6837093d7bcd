"""The forms in which others may give spans, and what all of them become.

================================= ============================================================
``(start, end, label)``           offsets; ``(start, end, label, score)`` if there is a score
``(quote, label)``                no offsets: the mention is looked for in the text
``{"start":, "end":, "label":}``  as in predictions files; also ``text, score, attributes``
``{"text":, "label":}``           no offsets
``{..., "entity_group":}``        as transformers' pipelines give them
an object with ``start_char``     as spaCy's spans: ``start_char, end_char, label_``
an object with ``start``          as `goldspan.spans.Span`: ``start, end, label``
================================= ============================================================
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from goldspan.extractors.claims import Answer, Claim

_LABELS = ("label", "entity_group", "type")
_FIELDS = ("start", "end", "text", "score", "attributes")


def answer_of(said: object) -> Answer:
    """What somebody's code said of one sentence.

    Args:
        said: an Answer, or mentions in any of the forms above.

    Raises:
        ValueError: it is in none of these forms.
    """
    if isinstance(said, Answer):
        return said
    if isinstance(said, str | bytes | Mapping) or not isinstance(said, Iterable):
        raise ValueError(f"gave {_shown(said)} for a sentence; give a list of its spans")
    return Answer(claims=[claim_of(mention) for mention in said])


def claim_of(said: object) -> Claim:
    """What somebody's code said of one mention.

    Raises:
        ValueError: it is in none of the forms above.
    """
    if isinstance(said, Claim):
        return said
    if isinstance(said, Mapping):
        return _claim(_of_mapping(said), said)
    if isinstance(said, Sequence) and not isinstance(said, str):
        return _claim(_of_sequence(said), said)
    if hasattr(said, "start_char"):
        names = ("start_char", "end_char", "label_", "text")
        start, end, label, text = (getattr(said, name, None) for name in names)
        return _claim({"start": start, "end": end, "label": label, "text": text}, said)
    if hasattr(said, "start") and hasattr(said, "label"):
        given = {name: getattr(said, name, None) for name in (*_FIELDS, "label")}
        return _claim(given, said)
    raise ValueError(f"gave {_shown(said)} for a span; give (start, end, label)")


def _of_mapping(said: Mapping[Any, Any]) -> dict[str, Any]:
    given = {name: said[name] for name in _FIELDS if name in said}
    for name in _LABELS:
        if name in said:
            return {**given, "label": said[name]}
    raise ValueError(f"gave {_shown(said)} for a span; it needs a label")


def _of_sequence(said: Sequence[Any]) -> dict[str, Any]:
    if len(said) == 2:
        return {"text": said[0], "label": said[1]}
    if len(said) in (3, 4):
        return dict(zip(("start", "end", "label", "score"), said, strict=False))
    raise ValueError(f"gave {_shown(said)} for a span; give (start, end, label) or (quote, label)")


def _claim(given: Mapping[str, Any], said: object) -> Claim:
    """A claim of these fields, numbers of NumPy and torch taken for Python's."""
    plain = {
        name: value.item() if hasattr(value, "item") else value
        for name, value in given.items()
        if value is not None
    }
    if plain.get("text") is None and not ("start" in plain and "end" in plain):
        raise ValueError(f"gave {_shown(said)} for a span; it needs start and end, or a text")
    try:
        return msgspec.convert(plain, Claim)
    except msgspec.ValidationError as error:
        raise ValueError(f"gave {_shown(said)} for a span: {error}") from None


def _shown(said: object) -> str:
    shown = repr(said)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
