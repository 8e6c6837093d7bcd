"""What became of suggested spans: kept as they were, or not."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from goldspan.annotations import Annotation
from goldspan.guidelines.labelling_config import LABELS


class Accepted(msgspec.Struct, frozen=True):
    """What an annotator did with suggestions.

    Attributes:
        sentences: those begun with a suggestion.
        unchanged: of them, submitted with exactly the suggested spans.
        spans: suggested.
        kept: of them, in the annotation with the same boundaries and label.
        added: spans in those sentences that weren't suggested.
    """

    sentences: int
    unchanged: int
    spans: int
    kept: int
    added: int


def accepted_suggestions(
    tasks: Iterable[Mapping[str, Any]], annotations: Iterable[Annotation]
) -> dict[str, Accepted]:
    """What each annotator who began with suggestions made of them.

    Args:
        tasks: as exported, with the suggestions.
        annotations: those that count; others in the tasks are passed over.
    """
    of_number = {a.origin.annotation: a for a in annotations if a.origin}
    found: dict[str, Accepted] = {}
    for task in tasks:
        for said in task["annotations"]:
            annotation = of_number.get(said["id"])
            shown = shown_first(said)
            if annotation is None or shown is None:
                continue
            suggested = keys_of(shown)
            own = {span.key for span in annotation.spans}
            so_far = found.get(annotation.annotator, Accepted(0, 0, 0, 0, 0))
            found[annotation.annotator] = Accepted(
                sentences=so_far.sentences + 1,
                unchanged=so_far.unchanged + (own == suggested),
                spans=so_far.spans + len(suggested),
                kept=so_far.kept + len(own & suggested),
                added=so_far.added + len(own - suggested),
            )
    return found


def shown_first(said: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The regions an exported annotation began with; None if it wasn't begun with a suggestion."""
    shown = said.get("prediction") or {}
    if said.get("parent_prediction") != shown.get("id", -1):
        return None
    regions: list[dict[str, Any]] = shown["result"]
    return regions


def keys_of(result: Iterable[Mapping[str, Any]]) -> set[tuple[int, int, str]]:
    """The spans among Label Studio's regions, by what makes them the same."""
    return {
        (region["value"]["start"], region["value"]["end"], label)
        for region in result
        if region["from_name"] == LABELS
        for label in region["value"]["labels"]
    }
