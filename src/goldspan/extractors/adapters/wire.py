"""What goes between goldspan and an extractor outside it, as JSON: a question and its reply."""

from collections.abc import Mapping
from typing import Any

import msgspec

from goldspan.extractors.claims import Answer, Claim, NormalForm, Offsets, Unit, Usage
from goldspan.extractors.placing import placed_or_nowhere
from goldspan.sentences import Sentence


class Question(msgspec.Struct, frozen=True):
    """A sentence as others are given it.

    Attributes:
        id: to be echoed.
        text: where mentions are looked for.
        lang: a BCP 47 language tag; ``und`` when nobody said.
    """

    id: str
    text: str
    lang: str = "und"


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of a sentence.

    Attributes:
        id: the question's.
        spans: the mentions, in any order.
        error: why there are none, if it failed.
        unit: what offsets count, if it isn't what was declared before.
        form: the normal form in which they count.
        usage: what the answer cost.
    """

    id: str
    spans: list[Claim] = []
    error: str | None = None
    unit: Unit | None = None
    form: NormalForm | None = None
    usage: Usage | None = None


def question_of(sentence: Sentence) -> Question:
    """What is asked of a sentence."""
    return Question(id=sentence.id, text=sentence.text, lang=sentence.lang)


def answer_of_reply(
    extractor: str, declared: Offsets, sentence: Sentence, said: Mapping[str, Any]
) -> Answer:
    """A reply as an answer with offsets in code points; one that is no reply is an error.

    Args:
        extractor: its name.
        declared: how it counts where the reply says nothing.
        sentence: what was asked about.
        said: the reply as decoded from JSON.

    Raises:
        InputError: its offsets don't select what it quotes, but would if counted in another way.
    """
    try:
        reply = msgspec.convert(said, Reply)
    except msgspec.ValidationError as error:
        wrong = f"the answer isn't of the form asked for: {error}"
        return Answer(error=wrong, kind="wrong form")
    offsets = Offsets(unit=reply.unit or declared.unit, form=reply.form or declared.form)
    return Answer(
        claims=placed_or_nowhere(extractor, offsets, sentence, reply.spans),
        error=reply.error,
        usage=reply.usage,
    )
