"""A sentence's gold, by the annotators' votes or by an adjudicator's decision."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from goldspan.adjudication import Marked, Verdict
from goldspan.annotations import Annotation
from goldspan.dataset import GoldSentence, GoldSpan
from goldspan.gold.building.outcome import LeftOut, LeftOutReason
from goldspan.gold.building.policy import View
from goldspan.sentences import Sentence
from goldspan.spans import Span, in_order


def by_votes(
    sentence: Sentence, said: Sequence[Annotation], seen: View
) -> tuple[GoldSentence, list[LeftOut]]:
    """Gold of what annotators agree on, and what is outvoted.

    Args:
        sentence: the sentence.
        said: the annotations that count.
        seen: what the policy makes of them; nothing is disputed.
    """
    spans = [_voted(sentence, marked, len(said)) for marked in seen.agreed]
    left_out = [
        LeftOut(
            sentence=sentence.id,
            reason="outvoted",
            span=marked.span,
            annotators=marked.annotators,
        )
        for marked in seen.outvoted
    ]
    return _gold_sentence(sentence, spans, said, decided=[]), left_out


def by_adjudication(
    sentence: Sentence, said: Sequence[Annotation], seen: View, decided: Sequence[Annotation]
) -> tuple[GoldSentence, list[LeftOut]]:
    """Gold as adjudicators decided it, and the annotators' spans that aren't in it.

    Args:
        sentence: the sentence.
        said: the annotations that count; there may be none.
        seen: what the policy makes of them.
        decided: decisions with the same spans, one an adjudicator; the first one's words are kept.
    """
    first = decided[0]
    verdicts: dict[tuple[object, ...], Verdict | None] = {
        decision.span.content: decision.verdict
        for decision in (first.adjudication.decisions if first.adjudication else [])
    }
    agreed = {marked.span.content: marked for marked in seen.agreed}
    votes = Counter(span.key for annotation in said for span in annotation.spans)
    spans = [
        _voted(sentence, agreed[span.content], len(said))
        if span.content in agreed
        else _gold_span(
            sentence,
            span,
            origin="adjudicated",
            votes=votes[span.key],
            annotators=len(said),
            adjudicator=first.annotator,
            verdict=verdicts.get(span.content),
        )
        for span in in_order(first.spans)
    ]
    keys = {span.key for span in spans}
    parts: tuple[tuple[LeftOutReason, list[Marked]], ...] = (
        ("not adjudicated in", [*seen.agreed, *seen.disputed]),
        ("outvoted", seen.outvoted),
    )
    left_out = [
        LeftOut(
            sentence=sentence.id,
            reason=reason,
            span=marked.span,
            annotators=marked.annotators,
            verdict=verdicts.get(marked.span.content),
        )
        for reason, part in parts
        for marked in part
        if marked.span.key not in keys
    ]
    return _gold_sentence(sentence, spans, said, decided), left_out


def _voted(sentence: Sentence, marked: Marked, annotators: int) -> GoldSpan:
    votes = len(marked.annotators)
    return _gold_span(
        sentence,
        marked.span,
        origin="agreed" if 2 * votes > annotators > 1 else "single",
        votes=votes,
        annotators=annotators,
    )


def _gold_span(sentence: Sentence, span: Span, **fields: Any) -> GoldSpan:  # noqa: ANN401
    return GoldSpan(
        start=span.start,
        end=span.end,
        label=span.label,
        attributes=span.attributes,
        text=sentence.text[span.start : span.end],
        **fields,
    )


def _gold_sentence(
    sentence: Sentence,
    spans: list[GoldSpan],
    said: Sequence[Annotation],
    decided: Sequence[Annotation],
) -> GoldSentence:
    records = [*said, *decided]
    return GoldSentence(
        id=sentence.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        lang=sentence.lang,
        section=sentence.section,
        spans=spans,
        flags=sorted({flag for record in decided or said for flag in record.flags}),
        annotators=len(said),
        guidelines=sorted(
            {
                f"{record.guidelines.version} sha256:{record.guidelines.sha256}"
                for record in records
                if record.guidelines
            }
        ),
        suggested_by=sorted({record.suggested_by for record in said if record.suggested_by}),
        text_sha256=sentence.text_sha256,
        meta=msgspec.json.encode(sentence.meta, order="sorted").decode(),
        adjudicators=[record.annotator for record in decided],
    )
