"""What people are told after a build."""

from collections.abc import Iterator
from pathlib import Path

from goldspan.adjudication import DISAGREEMENTS
from goldspan.gold.build import Built
from goldspan.gold.write import MISALIGNED


def build_messages(built: Built, output: Path) -> Iterator[str]:
    """The lines that say what is gold, what isn't and why, and what is to be done about it."""
    counts = built.manifest.counts
    yield (
        f"{counts['sentences_in_gold']} sentences with {counts['spans']} spans"
        f" ({counts['spans_agreed']} agreed, {counts['spans_adjudicated']} adjudicated,"
        f" {counts['spans_single']} single) -> {output}"
    )
    yield (
        f"Left out: {counts['sentences_in_disagreements']} sentences in disagreement,"
        f" {counts['sentences_not_annotated']} not annotated"
        f" ({counts['annotations_skipped']} annotations skipped, {counts['annotations_draft']}"
        f" drafts, {counts['annotations_superseded']} superseded,"
        f" {counts['annotations_stale']} stale)"
    )
    if built.split:
        sizes = ", ".join(f"{name} {len(held)}" for name, held in built.split.splits.items())
        known = len(built.split.known)
        yield (
            f"Split as before: {sizes}; {known} documents stayed where they were,"
            f" {len({one.doc for one in built.split.order}) - known} are new,"
            f" {len(built.split.aside)} sentences are in no split (splits.jsonl)"
        )
    by_option = [
        f"{counts[f'sentences_{name}']} {what}"
        for name, what in (
            ("flagged", "flagged"),
            ("sentence_skipped", "that somebody skipped"),
            ("another_annotator", f"not annotated by {_annotator(built)}"),
        )
        if counts[f"sentences_{name}"]
    ]
    if by_option:
        yield f"Left out as the options say: {', '.join(by_option)} sentences"
    against = counts["annotated_spans_outvoted"] + counts["annotated_spans_not_adjudicated_in"]
    if against:
        yield (
            f"Decided against: {counts['annotated_spans_outvoted']} marks outvoted,"
            f" {counts['annotated_spans_not_adjudicated_in']} not adjudicated in"
        )
    if counts["sentences_in_disagreements"]:
        yield (
            f"Decide the disagreements ({output / DISAGREEMENTS}):"
            f" goldspan annotate adjudicate {output}"
        )
    if counts["adjudications_outdated"]:
        yield (
            f"{counts['adjudications_outdated']} decisions are outdated: annotators have said"
            " something else since"
        )
    if built.misaligned:
        yield (
            f"{len(built.misaligned)} spans don't fit the tokens of configuration bio:"
            f" {output / MISALIGNED}"
        )


def _annotator(built: Built) -> str:
    return str(built.manifest.policies["policy"]).partition(":")[2]
