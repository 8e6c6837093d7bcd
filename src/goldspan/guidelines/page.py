"""The instructions annotators see in Label Studio: the summary first, then every rule."""

from html import escape

from goldspan.guidelines.markup import markdown
from goldspan.guidelines.model import Guidelines


def instructions_html(guidelines: Guidelines) -> str:
    """The guidelines as the HTML fragment that Label Studio shows behind "Instructions".

    It has no styles, classes or comments: Label Studio removes them.
    """
    labels = "".join(
        f"<li><kbd>{label.hotkey}</kbd> <b>{label.name}</b>: {escape(label.definition)}</li>"
        for label in guidelines.labels
    )
    return (
        f"<h2>{escape(guidelines.title)}</h2>"
        f"<ul>{labels}</ul>"
        f"{markdown().render(guidelines.summary)}"
        f"<details><summary>All rules (guidelines {guidelines.version})</summary>"
        f"{markdown().render(guidelines.body)}</details>"
    ).strip()
