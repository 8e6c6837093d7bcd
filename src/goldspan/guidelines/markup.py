"""``[span](LABEL name=value)`` in Markdown: a rule for markdown-it, nested spans included.

CommonMark's own links can't be nested and can't hold a space, so examples have an inline rule of
their own, tried before that of links. A link whose target isn't a label stays a link.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from goldspan.spans import Span

_TARGET = re.compile(r"\((?P<label>[A-Z][A-Z0-9_]*)(?P<attributes>(?: [^\s()=]+=[^\s()=]+)*)\)")


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


def with_markup(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans marked as guidelines write them; crossing spans can't be, and aren't.

    The outer of two nested spans is written around the inner one.
    """
    openings: dict[int, str] = {}
    closings: dict[int, str] = {}
    written: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if any(
            other.start < span.start < other.end < span.end or other.key == span.key
            for other in written
        ):
            continue
        written.append(span)
        attributes = "".join(f" {name}={value}" for name, value in span.attributes.items())
        openings[span.start] = openings.get(span.start, "") + "["
        closings[span.end] = f"]({span.label}{attributes})" + closings.get(span.end, "")
    return "".join(
        closings.get(place, "") + openings.get(place, "") + text[place : place + 1]
        for place in range(len(text) + 1)
    )


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
    return f"<sub> {escape(str(tokens[index].meta['label']))}</sub></mark>"
