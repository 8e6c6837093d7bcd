"""What the site takes from the code, so that it can't be stale.

* ``commands``: every command with its options
* ``records``: every kind of record with its fields and its JSON Schema
* ``environment``: exit codes, and the environment variables that are read
* ``signatures``: a record's, as its reader would write it
* ``pages``: pages that no table of contents names; why a block isn't run; the guidelines' examples
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, Any]:
    """Tell Sphinx of the directives."""
    from extension.commands import Commands
    from extension.environment import EnvironmentVariables, ExitCodes
    from extension.pages import StraightQuotes, make_accessible, rewrite_source
    from extension.records import Records, link_to_record
    from extension.signatures import plain_signature

    app.add_directive("commands", Commands)
    app.add_directive("exit-codes", ExitCodes)
    app.add_directive("environment-variables", EnvironmentVariables)
    app.add_directive("records", Records)
    app.add_transform(StraightQuotes)
    app.connect("autodoc-process-signature", plain_signature)
    app.connect("source-read", rewrite_source)
    app.connect("html-page-context", make_accessible, priority=900)
    app.connect("missing-reference", link_to_record)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
