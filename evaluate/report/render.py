"""A page as one HTML file that needs nothing else, and as Markdown."""

import hashlib
import math
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from goldspan.evaluate.report import charts
from goldspan.evaluate.report.agreement_page import AgreementPage
from goldspan.evaluate.report.colours import label_styles
from goldspan.evaluate.report.comparison_page import ComparisonPage
from goldspan.evaluate.report.page import Page

AnyPage: TypeAlias = Page | AgreementPage | ComparisonPage


def html(page: AnyPage) -> str:
    """The page as HTML: styles, script and data inside, and a policy that lets nothing else in."""
    style = _file("page.css") + label_styles(page.all_labels, page.colours)
    script = _file("sentences.js")
    return (
        _templates()
        .get_template(f"{page.template}.html.j2")
        .render(
            page=page,
            charts=charts,
            style=Markup(style),
            script=Markup(script),
            style_hash=_allowed(style),
            script_hash=_allowed(script),
        )
    )


def markdown(page: AnyPage) -> str:
    """The same figures as Markdown, without the sentences."""
    text = _templates().get_template(f"{page.template}.md.j2").render(page=page)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _allowed(content: str) -> str:
    """How a page's policy names the one style or script that it lets in."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def _file(name: str) -> str:
    """A file that goes into the page as it is; it must not end its own element."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("goldspan.evaluate.report"),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "figure": _figure,
        "interval": _interval,
        "count": lambda number: f"{number:,}",
        "embedded": _embedded,
        "cell": _cell,
        "share": _share,
        "difference": lambda value: f"{value:+.3f}".replace("-", "\u2212"),
        "differences": _differences,
        "probability": _probability,
        "percent": lambda part, whole: f"{100 * part / whole:.0f}%" if whole else "-",
        "mean": lambda value: f"{value:,.10g}" if value == int(value) else f"{value:,.1f}",
    }
    return environment


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(bounds: tuple[float, float] | None) -> str:
    return "-" if bounds is None else f"{bounds[0]:.3f}\u2013{bounds[1]:.3f}"


def _differences(bounds: tuple[float, float] | None) -> str:
    if bounds is None:
        return "-"
    return " to ".join(f"{bound:+.3f}".replace("-", "\u2212") for bound in bounds)


def _probability(value: float | None) -> str:
    if value is None:
        return "-"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _share(value: float | None) -> int:
    """The depth of a cell's colour, 0 to 4, for a share from 0 to 1."""
    return 0 if value is None else math.ceil(4 * value)


def _embedded(data: dict[str, Any]) -> Markup:
    """Data as JSON that no text in it can break out of."""
    text = msgspec.json.encode(data).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _cell(text: object) -> str:
    """Text in a cell of a Markdown table: nothing in it is markup."""
    flat = re.sub(r"\s+", " ", str(text))
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", flat)
