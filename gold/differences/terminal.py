"""The difference of two versions as a terminal shows it."""

from typing import TYPE_CHECKING

from goldspan.console import new_table
from goldspan.gold.diff import Difference, SentenceChange
from goldspan.gold.differences.spans import CHANGES_OF_SPANS, SpanChange

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table
    from rich.text import Text


def diff_table(difference: Difference, limit: int) -> "Group":
    """Counts by label, split and origin, the first changed sentences, and the verdict.

    Args:
        difference: what differs.
        limit: how many changed sentences are shown.
    """
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [_counts(difference)]
    if difference.changes:
        parts.append(Text(_sentences(difference)))
        parts += [_sentence(change) for change in difference.changes[:limit]]
        if rest := len(difference.changes) - limit:
            parts += [Text(f"\n... and {rest} more sentences (--limit, --json)")] * (rest > 0)
        parts.append(Text(""))
    parts += [Text(_verdict(difference), style="bold")]
    return Group(*parts)


def _counts(difference: Difference) -> "Table":
    before, after = difference.before, difference.after
    shown = [kind for kind in CHANGES_OF_SPANS if difference.spans[kind]]
    table = new_table("", "before", "after", *shown)
    for label, changes in difference.labels.items():
        cells = [before.labels.get(label, 0), after.labels.get(label, 0)]
        table.add_row(label, *map(str, cells), *(str(changes[kind]) for kind in shown))
    table.add_section()
    for name in sorted({*before.origins, *after.origins}):
        table.add_row(name, str(before.origins.get(name, 0)), str(after.origins.get(name, 0)))
    totals = (difference.spans[kind] for kind in shown)
    table.add_row("spans", str(before.spans), str(after.spans), *map(str, totals), style="bold")
    table.add_section()
    for split in dict.fromkeys([*before.splits, *after.splits]):
        table.add_row(split, str(before.splits.get(split, 0)), str(after.splits.get(split, 0)))
    table.add_row("sentences", str(before.sentences), str(after.sentences), style="bold")
    return table


def _sentences(difference: Difference) -> str:
    words = {"text": "with another text", "spans": "with other spans", "split": "moved"}
    counts = [
        f"{count} {words.get(kind, f'with other {kind}' if kind in ('origin', 'fields') else kind)}"
        for kind, count in difference.sentences.items()
        if count
    ]
    moves = [f"{count} moved {move}" for move, count in difference.moves.items()]
    return "\n".join([f"Sentences: {', '.join(counts)}.", *moves])


def _sentence(change: SentenceChange) -> "Text":
    from rich.text import Text

    before, after = change.splits
    place = before if before == after else " -> ".join(split for split in change.splits if split)
    heading = f"\n{change.sentence} ({place}) {', '.join(change.changes)}"
    text = Text(heading, no_wrap=True, overflow="ignore")
    old, new = change.texts
    if old != new:
        text.append(f"\n- {old}" if old is not None else "", style="red")
        text.append(f"\n+ {new}" if new is not None else "", style="green")
    for span in change.spans:
        text.append_text(_span(span))
    if change.fields:
        text.append(f"\n  other fields: {', '.join(change.fields)}")
    return text


def _span(change: SpanChange) -> "Text":
    from rich.text import Text

    text = Text()
    for sign, span, style in (("-", change.before, "red"), ("+", change.after, "green")):
        if span:
            details = [f"{name}={value}" for name, value in sorted(span.attributes.items())]
            details += [span.origin] * (change.change == "origin")
            target = " ".join([span.label, *details])
            text.append(f"\n{sign} {span.start}..{span.end} [{span.text}]({target})", style=style)
    return text


def _verdict(difference: Difference) -> str:
    if difference.level == "none":
        return "No difference."
    reasons = "; ".join(reason.what for reason in difference.reasons)
    return f"{difference.level}: {reasons}"
