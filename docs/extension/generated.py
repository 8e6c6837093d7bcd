"""A directive whose content is Markdown that the code makes."""

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
