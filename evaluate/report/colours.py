"""The look of labels: the guidelines' colours, readable on any paper, and a mark beside them.

Nobody has to tell labels apart by their colours: each has a mark of one or a few letters, too.
"""

from collections.abc import Mapping, Sequence
from itertools import count

LIGHT, DARK = "#ffffff", "#15171c"
"""The papers of the two schemes, as in page.css."""

_PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#6a3d9a", "#7f7f7f")
"""For labels without a colour, after Okabe and Ito (2008)."""

_OF_BARS, _OF_TEXT = 3.0, 4.5
"""The least contrast of graphics and of text (WCAG 2.2, 1.4.11 and 1.4.3)."""

_STEPS = 50
_MOST_LETTERS = 4


def label_styles(labels: Sequence[str], colours: Mapping[str, str]) -> str:
    """CSS that gives label number N the variables ``--label-N`` for bars and ``--name-N`` for text.

    Args:
        labels: all labels, in the page's order.
        colours: of labels, as ``#rrggbb``; a label without one gets one of our own.
    """
    chosen = [
        colours.get(label, _PALETTE[place % len(_PALETTE)]) for place, label in enumerate(labels)
    ]
    schemes = [
        " ".join(
            f"--label-{place}: {readable(colour, paper, _OF_BARS)};"
            f" --name-{place}: {readable(colour, paper, _OF_TEXT)};"
            for place, colour in enumerate(chosen)
        )
        for paper in (LIGHT, DARK)
    ]
    rules = "\n".join(
        f".label-{place} {{ --label: var(--label-{place}); --name: var(--name-{place}); }}"
        for place in range(len(labels))
    )
    return (
        f":root {{ {schemes[0]} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {schemes[1]} }} }}\n{rules}\n"
    )


def readable(colour: str, paper: str, least: float) -> str:
    """The colour, mixed with as little black or white as it needs to stand out from the paper."""
    away = 0.0 if _luminance(_channels(paper)) > 0.5 else 1.0
    channels = _channels(colour)
    for step in range(_STEPS + 1):
        share = step / _STEPS
        mixed = [(1 - share) * channel + share * away for channel in channels]
        if _contrast(mixed, _channels(paper)) >= least:
            break
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in mixed)


def marks(labels: Sequence[str]) -> list[str]:
    """For each label its first letter or letters, as many as tell it from all others.

    A label that begins like another for too long gets a number instead.
    """
    found = [_beginning(label, [other for other in labels if other != label]) for label in labels]
    numbers = (str(number) for number in count(1) if str(number) not in found)
    return [mark or next(numbers) for mark in found]


def _beginning(label: str, others: Sequence[str]) -> str:
    beginnings = (label[:length] for length in range(1, 1 + min(_MOST_LETTERS, len(label))))
    unique = (some for some in beginnings if not any(other.startswith(some) for other in others))
    return next(unique, "")


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def _luminance(channels: Sequence[float]) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: Sequence[float], other: Sequence[float]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
