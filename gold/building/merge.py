"""Annotations as gold, sentence by sentence.

Every annotation that comes in goes out again: into gold, into the disagreements, or into the list
of what was left out, exactly once; and so does every span that somebody marked.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from goldspan.adjudication import Disagreement, DisagreementReason
from goldspan.annotations import Annotation
from goldspan.counted import by_age, counted
from goldspan.gold.building.decide import by_adjudication, by_votes
from goldspan.gold.building.outcome import Kept, LeftOut, LeftOutReason, Merged, Open
from goldspan.gold.building.policy import UNANIMOUS, Policy, View, dispute_of, policy_of, view
from goldspan.sentences import Sentence


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be gold.

    Attributes:
        policy: how annotators' spans are decided.
        leave_out_skipped: leave a sentence out if anybody skipped it; else only that annotation.
        leave_out_flagged: leave a sentence out if a deciding annotator gave it one of these flags.
    """

    policy: Policy = UNANIMOUS
    leave_out_skipped: bool = False
    leave_out_flagged: frozenset[str] = frozenset()


def merge(
    sentences: Mapping[str, Sentence],
    annotations: Iterable[Annotation],
    options: Options | None = None,
) -> Merged:
    """Merge annotations and adjudicators' decisions.

    Args:
        sentences: all sentences by id.
        annotations: in any order; of sentences that aren't among `sentences` they are stale.
        options: what is to be gold; by default what all annotators marked.
    """
    by_sentence: dict[str, list[Annotation]] = {sentence: [] for sentence in sentences}
    stale: list[Annotation] = []
    for annotation in annotations:
        sentence = sentences.get(annotation.sentence)
        if sentence is None or _is_stale(annotation, sentence):
            stale.append(annotation)
        else:
            by_sentence[annotation.sentence].append(annotation)
    merged = Merged([], [], [])
    for one in sorted(stale, key=lambda one: (one.sentence, msgspec.json.encode(one))):
        merged.left_out.append(LeftOut(sentence=one.sentence, reason="stale", annotation=one))
    for sentence in sorted(sentences.values(), key=lambda one: (one.doc, one.index, one.id)):
        _merge_sentence(sentence, by_sentence.pop(sentence.id), options or Options(), merged)
    return merged


def _is_stale(annotation: Annotation, sentence: Sentence) -> bool:
    """Whether it is of another text; the dispute of a decision whose task is stale may be back."""
    if annotation.adjudication:
        return annotation.text != sentence.text
    return annotation.stale


def _merge_sentence(
    sentence: Sentence, annotations: list[Annotation], options: Options, merged: Merged
) -> None:
    said, others = counted(one for one in annotations if not one.adjudication)
    decided = [one for one in annotations if one.adjudication]
    outdated = by_age(one for one in decided if not _is_of(one, sentence, said))
    valid, other_decisions = counted(one for one in decided if one not in outdated)

    def leave_out(reason: LeftOutReason, records: Iterable[Annotation]) -> None:
        merged.left_out.extend(
            LeftOut(sentence=sentence.id, reason=reason, annotation=one) for one in records
        )

    for reason, one in (*others, *other_decisions):
        leave_out(reason, [one])
    leave_out("outdated", outdated)
    policy = options.policy
    deciding = valid or [one for one in said if policy.annotator in (None, one.annotator)]
    if not said and not valid:
        merged.left_out.append(LeftOut(sentence=sentence.id, reason="not annotated"))
    elif options.leave_out_skipped and any(one.status == "skipped" for _, one in others):
        leave_out("sentence skipped", [*said, *valid])
    elif not deciding:
        leave_out("another annotator", said)
    elif any(options.leave_out_flagged.intersection(one.flags) for one in deciding):
        leave_out("flagged", [*said, *valid])
    else:
        _decide(sentence, said, valid, policy, bool(outdated), merged)


def _decide(
    sentence: Sentence,
    said: list[Annotation],
    valid: list[Annotation],
    policy: Policy,
    is_outdated: bool,
    merged: Merged,
) -> None:
    """Make it gold, or say that it waits for an adjudicator."""
    if policy.annotator is not None and all(one.annotator != policy.annotator for one in said):
        policy = UNANIMOUS
    seen = view(said, policy)
    if len({frozenset(span.content for span in one.spans) for one in valid}) > 1:
        reason: DisagreementReason = "adjudicators differ"
    elif seen.disputed and not valid:
        reason = "decided on other annotations" if is_outdated else "annotators differ"
    else:
        gold, left_out = (
            by_adjudication(sentence, said, seen, valid)
            if valid
            else by_votes(sentence, said, seen)
        )
        merged.gold.append(Kept(gold, said, valid))
        merged.left_out.extend(left_out)
        return
    dispute = dispute_of(sentence, said, policy)
    disagreement = _disagreement(sentence, said, seen, reason, dispute)
    merged.disagreements.append(Open(disagreement, said, valid))


def _is_of(decision: Annotation, sentence: Sentence, said: Sequence[Annotation]) -> bool:
    """Whether a decision is about what annotators say now; one that wasn't submitted is none."""
    dispute = decision.adjudication.dispute if decision.adjudication else None
    if dispute is None or decision.status != "submitted":
        return True
    policy = policy_of(dispute)
    return policy is not None and dispute_of(sentence, said, policy) == dispute


def _disagreement(
    sentence: Sentence,
    said: Sequence[Annotation],
    seen: View,
    reason: DisagreementReason,
    dispute: str,
) -> Disagreement:
    return Disagreement(
        sentence=sentence.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        lang=sentence.lang,
        section=sentence.section,
        meta=sentence.meta,
        reason=reason,
        dispute=dispute,
        annotators=[one.annotator for one in said],
        agreed=seen.agreed,
        disputed=seen.disputed,
        outvoted=seen.outvoted,
        flags={one.annotator: one.flags for one in said if one.flags},
        notes={one.annotator: one.note for one in said if one.note},
    )
