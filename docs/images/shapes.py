"""What pictures of concepts consist of: lines, boxes, arrows, marked words, as SVG."""

from html import escape

WIDTH = 720
INK, SOFT, LINE, GROUND, PAPER = "#1c2733", "#52606d", "#8a97a5", "#f5f7fa", "#ffffff"
LEADER, COUNTRY, AGREEMENT = "#0072b2", "#00704f", "#b34700"
TINT = {LEADER: "#cfe6f5", COUNTRY: "#cdeee3", AGREEMENT: "#fbdcc8", SOFT: "#e2e7ec"}
ADVANCE = 0.6
"""Width of a letter of the monospaced fonts, in its size."""

Parts = list[str]


def text(
    x: float, y: float, words: str, *, size: float = 15, colour: str = INK, **style: str
) -> str:
    """A line of text; `anchor`, `weight` and `font` as in SVG."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"'
        f' text-anchor="{style.get("anchor", "start")}" font-weight="{style.get("weight", "400")}"'
        f' font-family="{style.get("font", "system-ui, sans-serif")}"'
        f' xml:space="preserve">{escape(words)}</text>'
    )


def mono(x: float, y: float, words: str, *, size: float = 18, colour: str = INK) -> str:
    """A line of text in which each letter is as wide as any other."""
    length = len(words) * size * ADVANCE
    made = text(x, y, words, size=size, colour=colour, font="ui-monospace, monospace")
    return made.replace("<text ", f'<text textLength="{length:g}" ', 1)


def box(x: float, y: float, width: float, height: float, *lines: str, fill: str = PAPER) -> str:
    """A box with lines of text in its middle, the first one bold."""
    made = (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="{fill}"'
        f' stroke="{LINE}"/>'
    )
    first = y + height / 2 - 10 * (len(lines) - 1) + 5
    for number, line in enumerate(lines):
        made += text(
            x + width / 2, first + 20 * number, line, anchor="middle",
            weight="400" if number else "600", size=13 if number else 15,
            colour=SOFT if number else INK,
        )  # fmt: skip
    return made


def arrow(x1: float, y1: float, x2: float, y2: float, words: str = "") -> str:
    """An arrow, with words above its middle."""
    made = (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{SOFT}"'
        ' stroke-width="1.6" marker-end="url(#head)"/>'
    )
    if words:
        middle = ((x1 + x2) / 2, (y1 + y2) / 2 - 8)
        made += text(*middle, words, size=13, colour=SOFT, anchor="middle")
    return made


def mark(x: float, y: float, line: str, quote: str, colour: str, *, size: float = 18) -> str:
    """The ground under `quote` in a monospaced line that begins at `x`."""
    start = x + line.index(quote) * size * ADVANCE
    return (
        f'<rect x="{start - 1:g}" y="{y - size:g}" width="{len(quote) * size * ADVANCE + 2:g}"'
        f' height="{size * 1.35:g}" rx="4" fill="{TINT[colour]}" stroke="{colour}"/>'
    )


def picture(title: str, height: int, parts: Parts) -> str:
    """The picture as SVG."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
        f' markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="{SOFT}"/></marker></defs>\n'
        f'<rect width="{WIDTH}" height="{height}" rx="12" fill="{GROUND}"/>\n'
    )
    return head + "\n".join(parts) + "\n</svg>\n"
