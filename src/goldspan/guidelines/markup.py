"""``[span](LABEL name=value)`` in Markdown: a rule for markdown-it, nested spans included.

CommonMark's own links can't be nested and can't hold a space, so examples have an inline rule of
their own, tried before that of links. A link whose target isn't a label stays a link.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Generic

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from goldspan.spans import AnySpan, Span, in_order

_TARGET = re.compile(r"\((?P<label>[A-Z][A-Z0-9_]*)(?P<attributes>(?: [^\s()=]+=[^\s()=]+)*)\)")

_ACTIVE = frozenset("\\`*_[]<")
_ENTITY = re.compile(r"&#?\w+;")
_LINE_ENDS = {"\n": "&#10;", "\r": "&#13;"}
_DEEPEST = 19
"""How many spans may lie in each other: the parser's own limit (its ``maxNesting``)."""


@dataclass(frozen=True)
class MarkedText:
    """A piece of Markdown as plain text, with the spans marked in it."""

    text: str
    spans: list[Span]


def markdown() -> MarkdownIt:
    """A CommonMark parser with tables, front matter and span markup."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(front_matter_plugin)
    parser.inline.ruler.before("link", "span", _span)
    parser.add_render_rule("span_close", _render_close)
    return parser


@cache
def _parser() -> MarkdownIt:
    return markdown()


def marked_text(inline: Token) -> MarkedText:
    """The plain text of an inline token, and its spans with offsets into that text."""
    text = ""
    spans: list[Span] = []
    opened: list[tuple[int, Token]] = []
    for token in inline.children or []:
        if token.type == "span_open":
            opened.append((len(text), token))
        elif token.type == "span_close":
            start, opener = opened.pop()
            spans.append(
                Span(
                    start=start,
                    end=len(text),
                    label=str(opener.meta["label"]),
                    attributes=dict(opener.meta["attributes"]),
                    text=text[start:],
                )
            )
        elif token.type in ("softbreak", "hardbreak"):
            text += " "
        else:
            text += token.content
    return MarkedText(text, sorted(spans, key=lambda span: (span.start, -span.end)))


def parse_markup(line: str) -> MarkedText:
    """The plain text of a line of Markdown, and its spans; the reverse of `as_markup`."""
    return marked_text(_parser().parseInline(line)[0])


def with_markup(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans marked as guidelines write them; crossing spans can't be, and aren't.

    The outer of two nested spans is written around the inner one. For people to read: what is
    Markdown in the text itself isn't escaped.
    """
    return _marked_up(text, spans, list(text)).markup


def as_markup(text: str, spans: Iterable[AnySpan]) -> "MarkedUp[AnySpan]":
    """The text as one line of Markdown with its spans marked, such that it reads back exactly.

    What would be Markdown in the text is escaped with backslashes, line ends as ``&#10;``.
    """
    characters = [
        _LINE_ENDS.get(character) or ("\\" + character if character in _ACTIVE else character)
        for character in text
    ]
    for place in range(len(text)):
        if text[place] == "&" and _ENTITY.match(text, place):
            characters[place] = "\\&"
    return _marked_up(text, spans, characters)


@dataclass(frozen=True)
class MarkedUp(Generic[AnySpan]):
    """A text with markup; what the markup can't show, in order.

    Attributes:
        markup: the text with its spans marked.
        left_over: spans that aren't marked, and why.
        bare: spans marked without their attributes, which can't be written.
    """

    markup: str
    left_over: list[tuple[AnySpan, str]]
    bare: list[AnySpan]


def _marked_up(text: str, spans: Iterable[AnySpan], characters: list[str]) -> MarkedUp[AnySpan]:
    openings: dict[int, str] = {}
    closings: dict[int, str] = {}
    written: list[AnySpan] = []
    left_over: list[tuple[AnySpan, str]] = []
    bare: list[AnySpan] = []
    for span in in_order(spans):
        around = [other for other in written if span.start < other.end]
        if fault := _fault(span, around):
            left_over.append((span, fault))
            continue
        written.append(span)
        attributes = "".join(f" {name}={value}" for name, value in span.attributes.items())
        if not _TARGET.fullmatch(f"({span.label}{attributes})"):
            bare.append(span)
            attributes = ""
        openings[span.start] = openings.get(span.start, "") + "["
        closings[span.end] = f"]({span.label}{attributes})" + closings.get(span.end, "")
    characters = [*characters, ""]
    for place in openings:
        if place and text[place - 1] == "!":
            characters[place - 1] = "\\!"  # else it were an image
    markup = "".join(
        closings.get(place, "") + openings.get(place, "") + characters[place]
        for place in range(len(text) + 1)
    )
    return MarkedUp(markup, left_over, bare)


def _fault(span: Span, around: Sequence[Span]) -> str | None:
    """Why a span can't be marked inside others that are."""
    if any(other.start < span.start and other.end < span.end for other in around):
        return "it crosses a span that is marked"
    if len(around) == _DEEPEST:
        return f"it lies inside {_DEEPEST} others"
    if not _TARGET.fullmatch(f"({span.label})"):
        return "its label can't be written"
    return None


def _span(state: StateInline, silent: bool) -> bool:
    """Parse ``[text](LABEL)`` at the current place; False if there is none here."""
    if state.src[state.pos] != "[":
        return False
    opening = state.pos
    closing = state.md.helpers.parseLinkLabel(state, opening)
    if closing < 0:
        return False
    target = _TARGET.match(state.src, closing + 1, state.posMax)
    if not target:
        return False
    if not silent:
        token = state.push("span_open", "mark", 1)
        pairs = (pair.split("=", 1) for pair in target["attributes"].split())
        token.meta = {
            "label": target["label"],
            "attributes": {name: value for name, value in pairs},
        }
        end = state.posMax
        state.pos, state.posMax = opening + 1, closing
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("span_close", "mark", -1).meta = token.meta
    state.pos = target.end()
    return True


def _render_close(
    self: RendererHTML, tokens: list[Token], index: int, options: object, env: object
) -> str:
    said = tokens[index].meta
    attributes = (f"{name}={value}" for name, value in said["attributes"].items())
    return f"<sub> {escape(' '.join([said['label'], *attributes]))}</sub></mark>"
