"""The instructions annotators see in Label Studio: the summary first, then every rule."""

from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from goldspan.adjudication import VERDICTS
from goldspan.guidelines.markup import markdown
from goldspan.guidelines.model import Guidelines


def instructions_html(guidelines: Guidelines) -> str:
    """The guidelines as the HTML fragment that Label Studio shows behind "Instructions".

    Label Studio removes styles, classes and comments, and its page takes bullets and distances from
    lists, paragraphs and headings; so bullets are characters here, and distances line breaks.
    """
    labels = "".join(
        f"<li>\u2022 <kbd>{label.hotkey}</kbd> <b>{label.name}</b>: {escape(label.definition)}</li>"
        for label in guidelines.labels
    )
    parser = _parser()
    return (
        f"<p><b>{escape(guidelines.title)}</b></p><br>"
        f"<ul>{labels}</ul><br>"
        f"{parser.render(guidelines.summary)}<br>"
        f"<details><summary><b>All rules (guidelines {guidelines.version})</b></summary><br>"
        f"{parser.render(guidelines.body)}</details>"
    ).strip()


def adjudication_html(guidelines: Guidelines) -> str:
    """The same for adjudicators, with what they are to do first."""
    verdicts = "".join(
        f"<li>\u2022 <b>{verdict}</b>: {escape(words)}</li>" for verdict, words in VERDICTS.items()
    )
    return (
        "<p><b>Decide where annotators differ</b></p><br>"
        "<p>The spans on which they agree are there already, with the verdict <i>right</i>. The"
        " table under the sentence numbers the others and says who marked them: annotators are A,"
        " B, C ..., in another order for each sentence. Select each span and give it a verdict; add"
        " a span that all have overlooked (verdict <i>missed</i>). Ctrl+Enter submits, or selects"
        " the next span without a verdict.</p><br>"
        f"<ul>{verdicts}</ul><br>{instructions_html(guidelines)}"
    )


def _parser() -> MarkdownIt:
    parser = markdown()
    parser.add_render_rule("list_item_open", _bullet)
    parser.add_render_rule("bullet_list_close", _list_close)
    parser.add_render_rule("paragraph_close", _paragraph_close)
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    return parser


def _bullet(self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return "<li>\u2022 "


def _list_close(self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return "</ul><br>"


def _paragraph_close(self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return "" if tokens[index].hidden else "</p><br>"


def _heading_open(self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return "<p><b>"


def _heading_close(self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return "</b></p>" if tokens[index].tag == "h3" else "</b></p><br>"
