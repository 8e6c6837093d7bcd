"""What Label Studio stored of one annotation, as spans, flags and a note, each checked.

Label Studio accepts impossible offsets and unknown labels; this is where they are found.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from goldspan.annotate.typed import typed_spans
from goldspan.guidelines.labelling_config import (
    FLAGS,
    LABELS,
    NOTE,
    TEXT,
    TYPED,
    attribute_control,
)
from goldspan.guidelines.model import Guidelines
from goldspan.spans import Span, fault_of, in_order, quoted


class Reading(msgspec.Struct, frozen=True):
    """What an annotation says.

    Attributes:
        faults: what is wrong with it, a sentence each; empty if it is sound.
        trimmed: spans whose edges were moved in over white space that was dragged along.
        repeated: exact duplicates of a span, counted once.
    """

    spans: list[Span]
    flags: list[str]
    note: str
    faults: list[str]
    trimmed: int
    repeated: int


def read_result(result: object, text: str, guidelines: Guidelines) -> Reading:
    """Read the ``result`` list of an annotation or a draft.

    Args:
        result: as Label Studio exports it.
        text: the task's text, which the offsets count.
        guidelines: which labels, attributes and flags there are.
    """
    if not isinstance(result, list):
        return Reading([], [], "", [f"its result is {type(result).__name__}, not a list"], 0, 0)
    faults: list[str] = []
    found: dict[str, Span] = {}
    for place, region in enumerate(_of_control(result, LABELS)):
        spans, wrong = _spans(region, text, guidelines)
        faults += wrong
        for span in spans:
            found[f"{region.get('id', place)}/{span.label}"] = span
    typed, wrong = typed_spans(_lines(result, TYPED), text, guidelines)
    faults += wrong
    found.update((f"typed/{span.label}/{place}", span) for place, span in enumerate(typed))
    attributes, wrong = _attributes(result, guidelines)
    faults += wrong
    if not faults:
        faults += [
            f"{label}'s {' and '.join(values)} is set on a span that isn't there"
            for (region, label), values in attributes.items()
            if f"{region}/{label}" not in found
        ]
    flags, wrong = _flags(result, guidelines)
    faults += wrong
    faults += _unknown_controls(result, guidelines)
    trimmed = [_trim(span, text) for span in found.values()]
    with_attributes = [
        msgspec.structs.replace(
            span, attributes=_pick(attributes, region_id.rsplit("/", 1)[0], span.label)
        )
        for region_id, span in zip(found, trimmed, strict=True)
    ]
    distinct = _merge_repeats(with_attributes)
    return Reading(
        spans=[quoted(span, text) for span in in_order(distinct)],
        flags=flags,
        note="\n".join(_lines(result, NOTE)),
        faults=faults,
        trimmed=sum(new.key != old.key for new, old in zip(trimmed, found.values(), strict=True)),
        repeated=len(with_attributes) - len(distinct),
    )


def _of_control(result: Sequence[Any], control: str) -> Iterator[Mapping[str, Any]]:
    for region in result:
        if isinstance(region, dict) and region.get("from_name") == control:
            yield region


def _spans(
    region: Mapping[str, Any], text: str, guidelines: Guidelines
) -> tuple[list[Span], list[str]]:
    """The spans of one region (one for each label it carries), and what is wrong with it."""
    value = region.get("value")
    if not isinstance(value, dict):
        return [], ["a span has no value"]
    start, end, labels = value.get("start"), value.get("end"), value.get("labels")
    if type(start) is not int or type(end) is not int:
        return [], [f"a span's offsets {start!r}..{end!r} aren't whole numbers"]
    if region.get("to_name") != TEXT:
        return [], [f"the span {start}..{end} lies on {region.get('to_name')!r}, not on the text"]
    if not isinstance(labels, list) or not labels:
        return [], [f"the span {start}..{end} has no label"]
    spans = [Span(start=start, end=end, label=str(label)) for label in labels]
    faults = [fault for span in spans if (fault := fault_of(span, text, guidelines.label_names))]
    if not faults and not text[start:end].strip():
        faults = [f"the span {start}..{end} holds nothing but white space"]
    if not faults and not _is_quote(value.get("text"), text[start:end]):
        faults = [
            f"the quote {value['text']!r} isn't what offsets {start}..{end} select:"
            f" {text[start:end]!r}"
        ]
    return ([] if faults else spans), faults


def _is_quote(quote: object, here: str) -> bool:
    """Whether Label Studio's quote is this text; it folds white space, and spells line feeds."""
    if quote is None:
        return True
    return isinstance(quote, str) and _folded(quote) == _folded(here)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\\n", " ")).strip()


def _attributes(
    result: Sequence[Any], guidelines: Guidelines
) -> tuple[dict[tuple[str, str], dict[str, str]], list[str]]:
    """The attributes set per region, by (region, label), and what is wrong with them."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    faults: list[str] = []
    for label in guidelines.labels:
        for attribute, values in label.attributes.items():
            for region in _of_control(result, attribute_control(label.name, attribute)):
                for choice in _choices(region):
                    if choice not in values:
                        faults.append(f"{choice!r} isn't a value of {label.name}'s {attribute}")
                    else:
                        key = (str(region.get("id")), label.name)
                        found.setdefault(key, {})[attribute] = choice
    return found, faults


def _pick(
    attributes: dict[tuple[str, str], dict[str, str]], region: str, label: str
) -> dict[str, str]:
    return attributes.get((region, label), {})


def _flags(result: Sequence[Any], guidelines: Guidelines) -> tuple[list[str], list[str]]:
    known = [flag.name for flag in guidelines.flags]
    given = [choice for region in _of_control(result, FLAGS) for choice in _choices(region)]
    faults = [f"unknown flag {choice!r}" for choice in given if choice not in known]
    return [name for name in known if name in given], faults


def _choices(region: Mapping[str, Any]) -> list[str]:
    value = region.get("value")
    choices = value.get("choices") if isinstance(value, dict) else None
    return [str(choice) for choice in choices] if isinstance(choices, list) else []


def _lines(result: Sequence[Any], control: str) -> list[str]:
    """What was typed into a text field."""
    lines: list[str] = []
    for region in _of_control(result, control):
        value = region.get("value")
        text = value.get("text") if isinstance(value, dict) else None
        lines += [text] if isinstance(text, str) else [str(line) for line in text or []]
    return lines


def _unknown_controls(result: Sequence[Any], guidelines: Guidelines) -> list[str]:
    known = {LABELS, FLAGS, NOTE, TYPED} | {
        attribute_control(label.name, attribute)
        for label in guidelines.labels
        for attribute in label.attributes
    }
    return [
        f"it holds a result of {region.get('from_name')!r}, which the page doesn't have"
        if isinstance(region, dict)
        else "it holds a result that isn't an object"
        for region in result
        if not isinstance(region, dict) or region.get("from_name") not in known
    ]


def _trim(span: Span, text: str) -> Span:
    """The span without white space at its edges."""
    here = text[span.start : span.end]
    start = span.start + len(here) - len(here.lstrip())
    return msgspec.structs.replace(span, start=start, end=start + len(here.strip()))


def _merge_repeats(spans: Sequence[Span]) -> list[Span]:
    """Exact duplicates as one span, with the attributes of all of them."""
    merged: dict[tuple[int, int, str], Span] = {}
    for span in spans:
        first = merged.get(span.key, span)
        merged[span.key] = msgspec.structs.replace(
            first, attributes={**first.attributes, **span.attributes}
        )
    return list(merged.values())
