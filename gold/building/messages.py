"""What people are told after a build."""

from collections.abc import Iterator
from pathlib import Path

from goldspan.adjudication import DISAGREEMENTS
from goldspan.gold.build import Built
from goldspan.gold.write import MISALIGNED
from goldspan.wording import how_many


def build_messages(built: Built, output: Path) -> Iterator[str]:
    """The lines that say what is gold, what isn't and why, and what is to be done about it."""
    counts = built.manifest.counts
    yield (
        f"{how_many(counts['sentences_in_gold'], 'sentence')} with"
        f" {how_many(counts['spans'], 'span')}"
        f" ({counts['spans_agreed']} agreed, {counts['spans_adjudicated']} adjudicated,"
        f" {counts['spans_single']} single) -> {output}"
    )
    yield (
        f"Left out: {how_many(counts['sentences_in_disagreements'], 'sentence')} in disagreement,"
        f" {counts['sentences_not_annotated']} not annotated"
        f" ({how_many(counts['annotations_skipped'], 'annotation')} skipped,"
        f" {how_many(counts['annotations_draft'], 'draft')},"
        f" {counts['annotations_superseded']} superseded, {counts['annotations_stale']} stale)"
    )
    if built.split:
        sizes = ", ".join(f"{name} {len(held)}" for name, held in built.split.splits.items())
        known = len(built.split.known)
        stayed = how_many(known, "document stayed where it was", "documents stayed where they were")
        new = len({one.doc for one in built.split.order}) - known
        yield (
            f"Split as before: {sizes}; {stayed}, {how_many(new, 'is', 'are')} new,"
            f" {how_many(len(built.split.aside), 'sentence is', 'sentences are')} in no split"
            " (splits.jsonl)"
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
        yield f"Sentences left out as the options say: {', '.join(by_option)}"
    against = counts["annotated_spans_outvoted"] + counts["annotated_spans_not_adjudicated_in"]
    if against:
        yield (
            f"Decided against: {how_many(counts['annotated_spans_outvoted'], 'mark')} outvoted,"
            f" {counts['annotated_spans_not_adjudicated_in']} rejected by adjudicators"
        )
    if counts["sentences_in_disagreements"]:
        yield (
            f"Decide the disagreements ({output / DISAGREEMENTS}):"
            f" goldspan annotate adjudicate {output}"
        )
    if counts["adjudications_outdated"]:
        yield (
            f"{how_many(counts['adjudications_outdated'], 'decision is', 'decisions are')}"
            " outdated: annotators have said"
            " something else since"
        )
    if built.misaligned:
        misaligned = how_many(len(built.misaligned), "span doesn't", "spans don't")
        yield f"{misaligned} fit the tokens of configuration bio: {output / MISALIGNED}"


def _annotator(built: Built) -> str:
    return str(built.manifest.policies["policy"]).partition(":")[2]
