"""How Sphinx builds the site: ``make docs``, from Markdown and from the code, without any network.

Sources are the Markdown files of the whole repository, so that a relative link leads to the same
place here and on the forge. design/documentation.md says why it is so.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from goldspan import __version__  # noqa: E402

project = "goldspan"
author = "the goldspan authors"
copyright = "2026, the goldspan authors"  # noqa: A001
release = version = __version__
root_doc = "docs/index"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "extension",
]
include_patterns = [
    "docs/*.md",
    "design/*.md",
    "deploy/*.md",
    "examples/*.md",
    "[C-S]*.md",
    "guidelines.md",
]
exclude_patterns = ["[.]*", "README.md", "src", "tests", "benchmarks", "site"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["epub.unknown_project_files"]

# Whatever a page refers to must be there. Types in signatures are let be: those of other packages
# can't be looked up without a network, and not every type of goldspan's own is for its readers.
nitpicky = True
nitpick_ignore_regex = [("py:(class|obj)", ".*"), ("py:.*", r"(?!goldspan\.).*")]

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
default_role = "literal"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = "goldspan"
html_static_path = ["style"]
html_css_files = ["goldspan.css"]
html_additional_pages = {"index": "front.html"}
templates_path = ["templates"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # the browser forbids it to pages without a server
html_theme_options = {"top_of_page_buttons": []}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
