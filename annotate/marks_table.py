"""The table on an adjudicator's page: which spans are disputed, and who marked which."""

from collections.abc import Mapping
from html import escape

from goldspan.adjudication import Disagreement, Marked
from goldspan.guidelines.model import Guidelines

_CELL = "padding:3px 14px 3px 0;vertical-align:baseline;text-align:"
_TICK = "\u2713"
_QUIET = "color:#888"


def marks_table(
    disagreement: Disagreement, letters: Mapping[str, str], guidelines: Guidelines
) -> str:
    """HTML with a row for each disputed span, numbered as its region is on the page.

    Args:
        disagreement: what is disputed.
        letters: what each annotator is called here.
        guidelines: for the labels' colours.
    """
    colours = {label.name: label.colour for label in guidelines.labels}
    names = sorted(letters, key=lambda name: letters[name])
    heads = "".join(f'<th style="{_CELL}center">{letters[name]}</th>' for name in names)
    rows = "".join(
        f'<tr><td style="{_CELL}right;{_QUIET}">{number}</td>{_mention(marked, colours)}'
        + "".join(_tick(name in marked.annotators) for name in names)
        + "</tr>"
        for number, marked in enumerate(disagreement.disputed, start=1)
    )
    remarks = [
        f"{letters[name]}: {escape(words)}"
        for name in names
        for words in (
            *(f"flag {flag}" for flag in disagreement.flags.get(name, [])),
            disagreement.notes.get(name, ""),
        )
        if words
    ]
    below = "".join(f'<div style="{_QUIET}">{remark}</div>' for remark in remarks)
    return (
        f'<table style="border-collapse:collapse;margin:4px 0"><tr><th></th>'
        f'<th style="{_CELL}left" colspan="2">disputed</th>{heads}</tr>{rows}</table>{below}'
    )


def _mention(marked: Marked, colours: Mapping[str, str]) -> str:
    span = marked.span
    colour = colours[span.label]
    said = "".join(f" {name}={value}" for name, value in sorted(span.attributes.items()))
    return (
        f'<td style="{_CELL}left"><span style="border-bottom:3px solid {colour}">'
        f"{escape(span.text or '')}</span></td>"
        f'<td style="{_CELL}left"><b style="color:{colour}">{escape(span.label)}</b>'
        f'<span style="{_QUIET}">{escape(said)}</span></td>'
    )


def _tick(is_marked: bool) -> str:
    return f'<td style="{_CELL}center">{_TICK if is_marked else ""}</td>'
