"""What is done to a page: to its source before it is read, to its HTML before it is written."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OTHERS = "other-pages"
EXAMPLE = re.compile(r"\[([^\[\]]+)\]\(([A-Z][A-Z0-9_]*)((?: [^\s()=]+=[^\s()=]+)*)\)")
TITLED = re.compile(r'^```(\w+) title="([^"]+)"$', re.MULTILINE)
SHORT = re.compile(r'<span class="pre">(?=(?:[^<]{1,18}|[\w-]+#\d+)</span>)')
TERMINAL = re.compile(r'<div class="highlight-(?:console|text)\b.*?</pre>', re.DOTALL)
BETWEEN_TAGS = re.compile(r"(?<=>)[^<]+(?=<)")
HYPHENED = re.compile(r"(?<!\S)(?=\S{2,36}(?!\S))[^\s-]*-\S*")
ROW = re.compile(r'(?<=<span class="go)">(?= .*(?:──|\S {2,}\S))')
INTERVAL = re.compile(r"\b\d\.\d+-\d\.\d+\b")
WHOLE = r'<span class="whole">\g<0></span>'
NOT_RUN = re.compile(r"^( *)<!-- not run: (.*?) -->$", re.MULTILINE | re.DOTALL)

BRACKETS_OR_MARKS = (
    "square brackets mark the span and the parentheses after them name the label",
    "the words of a span are marked and the small letters after them name the label",
)
"""How the guidelines say that examples are to be read: in their source, and in the page."""


def rewrite_source(app: "Sphinx", name: str, source: list[str]) -> None:
    """Put pages that the index names nowhere into it; show why a block isn't run."""
    text = source[0]
    if name == app.config.root_doc and OTHERS in text:
        text = text.replace(OTHERS, "\n".join(other_pages(app, text)))
    if name == "guidelines":
        text = with_marks(text)
    text = without_folders(app, name, text)
    text = TITLED.sub(r"```{code-block} \1\n:caption: \2\n", text)
    source[0] = NOT_RUN.sub(r"\1[Not run by the tests: \2.]{.not-run}\n", text)


def without_folders(app: "Sphinx", name: str, text: str) -> str:
    """Links to folders, which are there on the forge alone, as plain text."""
    here = Path(app.env.doc2path(name)).parent
    return re.sub(
        r"\[([^\[\]]+)\]\(([\w./-]+)\)",
        lambda link: link[1] if (here / link[2]).is_dir() else link[0],
        text,
    )


def other_pages(app: "Sphinx", index: str) -> list[str]:
    """Pages in docs/ that no line of the index names, as it would name them."""
    named = set(re.findall(r"^(/docs/[\w-]+)$", index, re.MULTILINE))
    pages = {f"/{name}" for name in app.project.docnames if name.startswith("docs/")}
    return sorted(pages - named - {f"/{app.config.root_doc}"})


def with_marks(text: str) -> str:
    """Guidelines with their front matter in words, and examples, inner spans first, with marks."""
    _, front, text = text.split("---\n", 2)
    text = text.replace(*BRACKETS_OR_MARKS, 1)
    text = text.replace("## Summary", "\n".join([*_labels_and_flags(front), "## Summary"]), 1)
    return "\n".join(_with_marks(line) for line in text.split("\n"))


def _labels_and_flags(front: str) -> Iterator[str]:
    known = yaml.safe_load(front)
    yield from ("## Labels and flags", "", f"Version {known['version']} of the guidelines.", "")
    for kind in ("labels", "flags"):
        for one in known[kind]:
            attributes = "; ".join(
                f"`{name}` ({', '.join(values)})"
                for name, values in one.get("attributes", {}).items()
            )
            yield f"`{one['name']}`: {kind[:-1]}, key {one['hotkey']}"
            yield f": {one['definition']}.{f' Attributes: {attributes}.' if attributes else ''}"
            yield ""


class StraightQuotes(SphinxTransform):
    """Leaves apostrophes in the guidelines as they are written: a rule tells two kinds apart."""

    default_priority = 100  # before the quotation marks are made

    def apply(self, **_: Any) -> None:  # noqa: ANN401
        """Say so to what makes them."""
        if self.env.docname == "guidelines":
            self.document["support_smartquotes"] = False


def _with_marks(line: str) -> str:
    """A line whose examples are marked; the label's name doesn't begin a line."""
    kind = "wrong" if line.startswith("- not") else "right"
    while EXAMPLE.search(line):
        line = EXAMPLE.sub(rf'<mark class="{kind}">\1<sub>&nbsp;\2\3</sub></mark>', line)
    return line


def make_accessible(
    app: "Sphinx", name: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """What the theme leaves to be wished: levels of the menu's headings, scrolling by keyboard."""
    menu = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = menu.replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )
    body = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    body = re.sub(r'<p>(?=<img [^>]*\.svg")', '<p class="picture" tabindex="0">', body)
    body = re.sub(r'(?<=<p>)<img [^>]*?src="([^"]+\.png)"[^>]*>', enlarged, body)
    body = TERMINAL.sub(with_lines_broken, body)
    body = BETWEEN_TAGS.sub(lambda part: INTERVAL.sub(WHOLE, part[0]), body)
    body = SHORT.sub('<span class="pre short">', body)
    context["body"] = body.replace(
        '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'
    )


def enlarged(image: re.Match[str]) -> str:
    """A screenshot that shows itself in full size where it is pressed: its words are small."""
    return f'<a class="enlarge" href="{image[1]}">{image[0]}</a>'


def with_lines_broken(block: re.Match[str]) -> str:
    """A terminal's block whose long lines may be broken, but not at hyphens, nor a table's rows."""
    text = ROW.sub(' row">', block[0])
    return BETWEEN_TAGS.sub(lambda part: HYPHENED.sub(WHOLE, part[0]), text)
