"""A card as a browser shows it: Markdown to HTML as the Hub does, with the charts beside it."""

from markdown_it import MarkdownIt

_STYLE = """
body { font: 16px/1.6 "Source Sans Pro", system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
       color: #1f2937; padding: 0 1rem }
h1, h2 { line-height: 1.25 } h2 { border-bottom: 1px solid #e5e7eb; padding-bottom: .3rem }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: 1rem 0 }
th, td { border: 1px solid #e5e7eb; padding: .3rem .7rem; vertical-align: top }
th { background: #f9fafb } img { max-width: 100% }
pre { background: #f3f4f6; padding: .8rem; overflow-x: auto; border-radius: .4rem; font-size: 13px }
code { background: #f3f4f6; border-radius: .2rem; padding: 0 .2rem; font-size: 90% }
pre code { padding: 0; font-size: inherit }
"""


def as_html(card):
    body = card.split("\n---\n", 1)[1]
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(body)
    return f"<!doctype html><meta charset='utf-8'><style>{_STYLE}</style>{html}"
