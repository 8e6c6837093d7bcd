"""Two versions of a gold dataset: what changed, and what kind of new version that makes."""

from collections import Counter
from pathlib import Path

import msgspec

from goldspan.dataset import GoldSentence
from goldspan.gold.differences.level import (
    CHANGES_OF_SENTENCES,
    ChangeOfSentence,
    Level,
    Reason,
    reasons_for,
)
from goldspan.gold.differences.spans import CHANGES_OF_SPANS, SpanChange, span_changes
from goldspan.gold.differences.versions import Rows, changed_pairs, read_rows

_COMPARED_APART = {"id", "text", "text_sha256", "spans"}


class SentenceChange(msgspec.Struct, frozen=True):
    """A sentence that differs.

    Attributes:
        sentence: its id.
        changes: what kinds of change; ``origin`` is that of spans which are the same otherwise.
        splits: its split before and after; null where it isn't there.
        texts: its text before and after; null where it isn't there.
        spans: the spans that differ, if it is in both versions.
        fields: the other fields that differ.
    """

    sentence: str
    changes: list[ChangeOfSentence]
    splits: tuple[str | None, str | None]
    texts: tuple[str | None, str | None]
    spans: list[SpanChange] = []
    fields: list[str] = []


class Side(msgspec.Struct, frozen=True):
    """One of the two versions in figures: sentences, and spans by label and by origin."""

    sentences: int
    spans: int
    splits: dict[str, int]
    labels: dict[str, int]
    origins: dict[str, int]
    guidelines: dict[str, str]
    tokeniser: str


class Difference(msgspec.Struct, frozen=True):
    """What differs between two versions.

    Attributes:
        level: what kind of new version the second is to the first.
        reasons: why, the weightiest first; empty if the level is none.
        before: the first version.
        after: the second version.
        sentences: how many sentences changed in each way, and how many in none.
        spans: of sentences in both versions, how many spans changed in each way.
        labels: the same by label; a changed label counts for the label it was.
        moves: how many sentences went from one split to another, as ``train -> test``.
        changes: each sentence that differs.
    """

    level: Level
    reasons: list[Reason]
    before: Side
    after: Side
    sentences: dict[str, int]
    spans: dict[str, int]
    labels: dict[str, dict[str, int]]
    moves: dict[str, int]
    changes: list[SentenceChange]


def diff(before: Path, after: Path) -> Difference:
    """Compare two folders with versions of a gold dataset.

    Raises:
        InputError: one isn't a gold dataset, or it is damaged.
    """
    old, new = read_rows(before), read_rows(after)
    changes = _changes(old, new)
    sentences = Counter(kind for change in changes for kind in change.changes)
    moves = Counter(
        f"{change.splits[0]} -> {change.splits[1]}"
        for change in changes
        if "split" in change.changes
    )
    spans = Counter(span.change for change in changes for span in change.spans)
    by_label: dict[str, Counter[str]] = {
        label: Counter() for label in [*old.manifest.labels, *new.manifest.labels]
    }
    for change in changes:
        for span in change.spans:
            named = span.before or span.after
            if named:
                by_label.setdefault(named.label, Counter())[span.change] += 1
    reasons = reasons_for(sentences, spans, old, new)
    in_both = len(changes) - sentences["added"] - sentences["removed"]
    return Difference(
        level=reasons[0].level if reasons else "none",
        reasons=reasons,
        before=_side(old),
        after=_side(new),
        sentences={
            **{kind: sentences[kind] for kind in CHANGES_OF_SENTENCES},
            "unchanged": len(old) - sentences["removed"] - in_both,
        },
        spans={kind: spans[kind] for kind in CHANGES_OF_SPANS},
        labels={
            label: {kind: counts[kind] for kind in CHANGES_OF_SPANS}
            for label, counts in by_label.items()
        },
        moves=dict(sorted(moves.items())),
        changes=changes,
    )


def _changes(old: Rows, new: Rows) -> list[SentenceChange]:
    found = [_change(*pair) for pair in changed_pairs(old, new)]
    found += [
        SentenceChange(row.id, ["removed"], (row.split, None), (row.text, None))
        for row in old.without(new)
    ]
    found += [
        SentenceChange(row.id, ["added"], (None, row.split), (None, row.text))
        for row in new.without(old)
    ]
    return [change for change in found if change.changes]


def _change(before: GoldSentence, after: GoldSentence, splits: tuple[str, str]) -> SentenceChange:
    spans = span_changes(before, after)
    fields = [
        name
        for name in before.__struct_fields__
        if name not in _COMPARED_APART and getattr(before, name) != getattr(after, name)
    ]
    seen: dict[ChangeOfSentence, bool] = {
        "text": before.text != after.text,
        "spans": any(span.change != "origin" for span in spans),
        "split": splits[0] != splits[1],
        "origin": any(span.change == "origin" for span in spans),
        "fields": bool(fields),
    }
    return SentenceChange(
        sentence=before.id,
        changes=[kind for kind, is_so in seen.items() if is_so],
        splits=splits,
        texts=(before.text, after.text),
        spans=spans,
        fields=fields,
    )


def _side(rows: Rows) -> Side:
    return Side(
        sentences=len(rows),
        spans=rows.spans,
        splits=rows.manifest.splits,
        labels=rows.counts("label", rows.manifest.labels),
        origins=rows.counts("origin"),
        guidelines=rows.manifest.guidelines,
        tokeniser=rows.manifest.tokeniser,
    )
