"""What an adjudicator decided, as Label Studio stored it: a verdict for every span."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from goldspan.adjudication import KEPT, Adjudication, Decision, Verdict
from goldspan.annotate.results import Reading, read_result
from goldspan.guidelines.labelling_config import LABELS, UNCLEAR, VERDICT
from goldspan.guidelines.model import Guidelines

Result = Sequence[Mapping[str, Any]]


def read_decision(
    result: object, data: Mapping[str, Any], guidelines: Guidelines, *, is_submitted: bool
) -> tuple[Reading, Adjudication]:
    """Read the ``result`` list of an adjudicator's annotation.

    Args:
        result: as Label Studio exports it.
        data: the task's, which names the dispute.
        guidelines: which labels, attributes and flags there are.
        is_submitted: whether every span must have its verdict.

    Returns:
        What is kept, read as an annotator's annotation is, and the decisions about all spans.
    """
    text: str = data["text"]
    if not isinstance(result, list) or not all(isinstance(one, dict) for one in result):
        return read_result(result, text, guidelines), Adjudication(dispute=data["dispute"])
    verdicts, faults = _verdicts(result)
    of_page = [one for one in result if one.get("from_name") not in (VERDICT, UNCLEAR)]
    rejected = {region for region, verdict in verdicts.items() if verdict not in KEPT}
    reading = read_result(
        [one for one in of_page if str(one.get("id")) not in rejected], text, guidelines
    )
    faults += reading.faults
    decisions: list[Decision] = []
    for region in dict.fromkeys(str(r.get("id")) for r in of_page if r.get("from_name") == LABELS):
        own = [one for one in of_page if str(one.get("id")) == region]
        of_region = read_result(own, text, guidelines)
        verdict = verdicts.get(region)
        decisions += [Decision(span, verdict) for span in of_region.spans]
        if verdict is not None and verdict not in KEPT:
            faults += of_region.faults
        if verdict is None and is_submitted:
            faults += [
                f"the span {span.start}..{span.end} {span.label} has no verdict"
                for span in of_region.spans
            ]
    told = {one.span.key for one in decisions if one.verdict is None or one.verdict in KEPT}
    decisions += [Decision(span, "missed") for span in reading.spans if span.key not in told]
    decisions.sort(key=lambda decision: decision.span.key)
    faults += _contradictions(decisions)
    return (
        msgspec.structs.replace(reading, faults=faults),
        Adjudication(
            dispute=data["dispute"],
            decisions=decisions,
            is_unclear=any(one.get("from_name") == UNCLEAR for one in result),
        ),
    )


def _verdicts(result: Result) -> tuple[dict[str, Verdict], list[str]]:
    """The verdict on each region, and what is wrong with them."""
    known = {str(verdict): verdict for verdict in get_args(Verdict)}
    found: dict[str, Verdict] = {}
    faults: list[str] = []
    for one in result:
        if one.get("from_name") != VERDICT:
            continue
        value = one.get("value")
        for choice in value.get("choices") or [] if isinstance(value, dict) else []:
            if choice in known:
                found[str(one.get("id"))] = known[choice]
            else:
                faults.append(f"{choice!r} isn't a verdict")
    return found, faults


def _contradictions(decisions: Iterable[Decision]) -> list[str]:
    """One span kept twice, with different attributes."""
    kept: dict[tuple[int, int, str], dict[str, str]] = {}
    faults: list[str] = []
    for decision in decisions:
        if decision.verdict in KEPT:
            span = decision.span
            if kept.setdefault(span.key, span.attributes) != span.attributes:
                faults.append(
                    f"the span {span.start}..{span.end} {span.label} is kept twice, with different"
                    " attributes"
                )
    return faults
