"""Which of a sentence's annotations count."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from goldspan.annotations import Annotation

NotCounted = Literal["draft", "skipped", "superseded"]


def counted(
    annotations: Iterable[Annotation],
) -> tuple[list[Annotation], list[tuple[NotCounted, Annotation]]]:
    """Of one sentence's annotations those that count, and the others with the reason.

    Each annotator's last submitted annotation counts, in the order of their names.
    """
    last: dict[str, Annotation] = {}
    others: list[tuple[NotCounted, Annotation]] = []
    for annotation in by_age(annotations):
        if annotation.status != "submitted":
            others.append((annotation.status, annotation))
            continue
        if earlier := last.get(annotation.annotator):
            others.append(("superseded", earlier))
        last[annotation.annotator] = annotation
    return [last[annotator] for annotator in sorted(last)], others


def by_age(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Earlier annotations first, in one order whatever the order of input."""
    found = list(annotations)
    if len(found) < 2:
        return found
    found.sort(key=_age)
    if any(_age(one) == _age(other) for one, other in zip(found, found[1:], strict=False)):
        found.sort(key=lambda one: (_age(one), msgspec.json.encode(one)))
    return found


def _age(annotation: Annotation) -> tuple[str, str, int]:
    number = annotation.origin.annotation if annotation.origin else None
    return (annotation.updated_at or "", annotation.annotator, number or 0)
