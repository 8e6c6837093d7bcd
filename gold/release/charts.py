"""Charts as SVG, written by hand: the same bytes for the same figures, and no library."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from goldspan.agreement.spans import Agreed

WIDTH = 720
_LEFT, _RIGHT, _ROW, _TOP = 190, 90, 22, 44
_SHADES = ("1", "0.55", "0.3", "0.8")
_INK, _FAINT, _GRID = "#1f2328", "#59636e", "#d1d9e0"


def counts_chart(
    counts: Mapping[str, Mapping[str, int]],
    colours: Mapping[str, str],
    names: Mapping[str, str],
) -> str:
    """Bars of spans by label, one for each language.

    Args:
        counts: by label and language.
        colours: of the labels, ``#rrggbb``.
        names: of the languages.
    """
    most = max((count for row in counts.values() for count in row.values()), default=0) or 1
    parts: list[str] = []
    y = _TOP
    for label, row in counts.items():
        middle = y + _ROW * len(row) / 2
        parts.append(_text(0, middle, label, weight="600", colour=_INK))
        for place, (language, count) in enumerate(row.items()):
            width = (WIDTH - _LEFT - _RIGHT) * count / most
            centre = y + _ROW / 2
            shade = _SHADES[place % len(_SHADES)]
            parts += [
                _text(_LEFT - 8, centre, names.get(language, language), anchor="end"),
                f'<rect x="{_LEFT}" y="{y + 3}" width="{width:.1f}" height="{_ROW - 6}" rx="2"'
                f' fill="{colours[label]}" fill-opacity="{shade}"/>',
                _text(_LEFT + width + 6, centre, str(count), colour=_INK),
            ]
            y += _ROW
        y += 10
    return _svg("Mentions by label and language", parts, y)


def agreement_chart(rows: Sequence[tuple[str, Agreed]]) -> str:
    """Strict F1 between annotators: a dot each, with its 95% interval as a line."""
    measured = [(name, one, one.f1) for name, one in rows if one.f1 is not None]
    ends = [min(f1, *(one.f1_interval or (f1, f1))) for _, one, f1 in measured]
    low = min(0.9, int(10 * min(ends, default=0)) / 10)

    def x(value: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (1 - low)

    bottom = _TOP + _ROW * len(measured)
    parts: list[str] = []
    for tick in range(6):
        value = low + (1 - low) * tick / 5
        parts += [
            f'<line x1="{x(value):.1f}" y1="{_TOP}" x2="{x(value):.1f}" y2="{bottom}"'
            f' stroke="{_GRID}"/>',
            _text(x(value), bottom + 14, f"{value:.2f}", anchor="middle"),
        ]
    for place, (name, one, f1) in enumerate(measured):
        y = _TOP + _ROW * place + _ROW / 2
        parts.append(_text(_LEFT - 8, y, name, anchor="end", colour=_INK))
        if one.f1_interval:
            start, end = one.f1_interval
            parts.append(
                f'<line x1="{x(start):.1f}" y1="{y}" x2="{x(end):.1f}" y2="{y}"'
                f' stroke="{_INK}" stroke-width="2"/>'
            )
        parts += [
            f'<circle cx="{x(f1):.1f}" cy="{y}" r="5" fill="{_INK}"/>',
            _text(WIDTH - 4, y, f"{f1:.4f}", anchor="end", colour=_INK),
        ]
    return _svg("Strict F1 between annotators, with 95% intervals", parts, bottom + 28)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", weight: str = "400", colour: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dominant-baseline="central" text-anchor="{anchor}"'
        f' font-weight="{weight}" fill="{colour or _FAINT}">{escape(text)}</text>'
    )


def _svg(title: str, parts: Sequence[str], height: float) -> str:
    """On white ground with a margin, so that it reads on a dark page, too."""
    margin = 16
    box = f"{-margin} {-margin} {WIDTH + 2 * margin} {height + 2 * margin:.0f}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{WIDTH + 2 * margin}"'
        f' height="{height + 2 * margin:.0f}" role="img"'
        ' font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"'
        ' font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect x="{-margin}" y="{-margin}" width="{WIDTH + 2 * margin}"'
        f' height="{height + 2 * margin:.0f}" fill="#ffffff"/>',
        _text(0, 10, title, weight="600", colour=_INK),
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
