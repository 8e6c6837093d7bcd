"""How it is decided which of the annotators' spans are gold, span by span.

A span is its offsets and its label; its attributes are decided among those who marked it.

* ``unanimous``: what all annotators of the sentence marked, with the same attributes.
* ``majority``: what more than half of them marked; exactly half is a tie, and disputed.
* ``annotator:NAME``: what this annotator marked.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from goldspan.adjudication import Marked
from goldspan.annotations import Annotation
from goldspan.errors import InputError
from goldspan.sentences import Sentence
from goldspan.spans import Span, place_of

_ANNOTATOR = "annotator:"


class Policy(msgspec.Struct, frozen=True):
    """A policy by its name, as the command line takes it.

    Raises:
        InputError: there is no such policy.
    """

    name: str

    def __post_init__(self) -> None:
        """Refuse an unknown name."""
        if self.name not in ("unanimous", "majority") and not self.annotator:
            raise InputError(
                f"--policy {self.name!r}: there are unanimous, majority and annotator:NAME."
            )

    @property
    def annotator(self) -> str | None:
        """Whose word decides, if one annotator's does."""
        return self.name.removeprefix(_ANNOTATOR) if self.name.startswith(_ANNOTATOR) else None


UNANIMOUS = Policy("unanimous")


class View(msgspec.Struct, frozen=True):
    """What a policy makes of a sentence's annotations: its spans in order, each in one list.

    Attributes:
        agreed: with the attributes decided, and all who marked the span, whatever attributes they
            gave it.
        disputed: what an adjudicator has to decide.
        outvoted: what isn't gold.
    """

    agreed: list[Marked]
    disputed: list[Marked]
    outvoted: list[Marked]


def view(said: Sequence[Annotation], policy: Policy) -> View:
    """Decide the spans of one sentence.

    Args:
        said: the annotations that count, one an annotator.
        policy: if it is one annotator's word, theirs must be among them.
    """
    by_key: dict[tuple[int, int, str], list[tuple[str, Span]]] = {}
    for annotation in said:
        for span in annotation.spans:
            by_key.setdefault(span.key, []).append((annotation.annotator, span))
    found = View([], [], [])
    for marks in by_key.values():
        part, attributes = _decide(marks, len(said), policy)
        if part == "agreed":
            span = _with(marks[0][1], attributes)
            found.agreed.append(Marked(span, [name for name, _ in marks]))
        else:
            (found.disputed if part == "disputed" else found.outvoted).extend(_variants(marks))
    for marked in (found.agreed, found.disputed, found.outvoted):
        if len(marked) > 1:
            marked.sort(key=lambda one: place_of(one.span))
    return found


def dispute_of(sentence: Sentence, said: Sequence[Annotation], policy: Policy) -> str:
    """The policy's name and a hash of the text and of what is agreed and disputed on it.

    It doesn't hash who said so: an annotation that changes neither what is agreed nor what is
    disputed leaves a decision as good as it was.
    """
    seen = view(said, policy)
    content = [
        sentence.text_sha256,
        *([marked.span.content for marked in part] for part in (seen.agreed, seen.disputed)),
    ]
    return f"{policy.name}:{hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:16]}"


def policy_of(dispute: str) -> Policy | None:
    """The policy under which a dispute was named; None if it can't be known."""
    try:
        return Policy(dispute.rpartition(":")[0])
    except InputError:
        return None


def _decide(
    marks: Sequence[tuple[str, Span]], annotators: int, policy: Policy
) -> tuple[Literal["agreed", "disputed", "outvoted"], dict[str, str]]:
    """What becomes of one span, and its attributes where it is agreed."""
    if policy.annotator is not None:
        own = dict(marks).get(policy.annotator)
        return ("agreed", own.attributes) if own else ("outvoted", {})
    is_in = len(marks) == annotators
    if policy != UNANIMOUS:
        is_in = 2 * len(marks) > annotators
        if 2 * len(marks) < annotators:
            return "outvoted", {}
    attributes = _attributes([span for _, span in marks], policy) if is_in else None
    return ("disputed", {}) if attributes is None else ("agreed", attributes)


def _attributes(spans: Sequence[Span], policy: Policy) -> dict[str, str] | None:
    """The attributes that those who marked a span decide on, or None where they don't."""
    first = spans[0].attributes
    if all(span.attributes == first for span in spans):
        return first
    if policy == UNANIMOUS:
        return None
    decided: dict[str, str] = {}
    for name in sorted({name for span in spans for name in span.attributes}):
        value, votes = Counter(span.attributes.get(name) for span in spans).most_common(1)[0]
        if 2 * votes <= len(spans):
            return None
        if value is not None:
            decided[name] = value
    return decided


def _variants(marks: Iterable[tuple[str, Span]]) -> list[Marked]:
    """One span as marked with different attributes, each with who did so."""
    variants: dict[tuple[object, ...], Marked] = {}
    for name, span in marks:
        variants.setdefault(span.content, Marked(span, [])).annotators.append(name)
    return list(variants.values())


def _with(span: Span, attributes: dict[str, str]) -> Span:
    if span.attributes == attributes:
        return span
    return msgspec.structs.replace(span, attributes=attributes)
