"""A directive whose content is Markdown that the code makes."""

import re
from abc import ABC, abstractmethod

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Generated(SphinxDirective, ABC):
    """Takes its Markdown from `lines`; headings in it are headings of the page."""

    has_content = False

    @abstractmethod
    def lines(self) -> list[str]:
        """The Markdown."""

    def run(self) -> list[nodes.Node]:
        """The Markdown, parsed."""
        return self.parse_text_to_nodes("\n".join(self.lines()), allow_section_headings=True)


def marked(said: str) -> str:
    """A help text, in which options are names and not dashes."""
    return re.sub(r"(?<![\w`-])--[a-z][a-z-]*", r"`\g<0>`", said)
