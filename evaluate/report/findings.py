"""What a reader should know first: the figures that stand out, each in a sentence."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from goldspan.evaluate.errors import CLASSES, CORRECT
from goldspan.evaluate.result import Figures, Score
from goldspan.evaluate.shown import Sentences

_MOST_SLICES = 3
_MOST_STRINGS = 5


class Finding(NamedTuple):
    """One of them.

    Attributes:
        title: what it is about.
        says: the sentence.
        link: where in the page its sentences are; empty for nowhere.
    """

    title: str
    says: str
    link: str = ""


def findings(score: Score, shown: Sentences | None) -> list[Finding]:
    """Where a system fails, as far as the figures bear it.

    Labels and slices with too few gold spans aren't named; a slice is weak if its whole interval
    lies below the F1 of all.

    Args:
        score: the score.
        shown: the sentences that the page can link to.
    """
    return [
        *_most_errors(score, shown),
        *_weakest_label(score, shown),
        *_weak_slices(score, shown),
        *_strings(score, shown),
    ]


def sentences_link(**filters: str) -> str:
    """The address of the sentences that some filters leave."""
    return f"#sentences?{urlencode(filters)}"


def percent(part: int, whole: int) -> str:
    """A share in words."""
    return f"{100 * part / whole:.0f}%"


def _most_errors(score: Score, shown: Sentences | None) -> Iterator[Finding]:
    classes = {n: c for n, c in score.errors.classes.items() if n != CLASSES[CORRECT]}
    for side, title in (("gold", "Gold not found"), ("predicted", "Wrong predictions")):
        counts = {name: getattr(found, side) for name, found in classes.items()}
        total = sum(counts.values())
        if not total:
            continue
        name = max(counts, key=lambda name: counts[name])
        yield Finding(
            title,
            f"mostly {name}: {counts[name]:,} of {total:,} ({percent(counts[name], total)})",
            _link(shown, **{"class": name}),
        )


def _weakest_label(score: Score, shown: Sentences | None) -> Iterator[Finding]:
    sure = {name: found for name, found in score.labels.items() if not found.is_too_few}
    if len(sure) < 2:
        return
    name = min(sure, key=lambda name: sure[name].f1)
    yield Finding("Weakest label", _said(name, sure[name]), _link(shown, label=name))


def _weak_slices(score: Score, shown: Sentences | None) -> Iterator[Finding]:
    weak = [
        (name, group, found)
        for name, groups in score.slices.items()
        for group, found in groups.items()
        if not found.is_too_few and found.f1_interval and found.f1_interval[1] < score.overall.f1
    ]
    weak.sort(key=lambda one: one[2].f1)
    numbers = {group: place for place, group in enumerate(shown.slices)} if shown else {}
    for name, group, found in weak[:_MOST_SLICES]:
        place = numbers.get((name, group))
        filters = {"language" if name == "language" else "slice": str(place)}
        link = _link(shown, **filters) if place is not None else ""
        yield Finding("Weak slice", _said(f"{name}: {group}", found), link)


def _strings(score: Score, shown: Sentences | None) -> Iterator[Finding]:
    sides: Mapping[str, list[str]] = {
        name: [f"{item.text} ({item.count:,})" for item in items if item.count > 1]
        for name, items in (("missed", score.errors.missed), ("spurious", score.errors.spurious))
    }
    for name, strings in sides.items():
        if strings:
            said = ", ".join(strings[:_MOST_STRINGS])
            yield Finding(f"Most often {name}", said, _link(shown, **{"class": name}))


def _link(shown: Sentences | None, **filters: str) -> str:
    return sentences_link(**filters) if shown else ""


def _said(name: str, found: Figures) -> str:
    bounds = found.f1_interval
    interval = f" (95% {bounds[0]:.3f}\u2013{bounds[1]:.3f})" if bounds else ""
    return f"{name}, F1 {found.f1:.3f}{interval}, {found.support:,} gold spans"
