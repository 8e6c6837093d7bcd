"""What a language model answers, as mentions."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from goldspan.extractors.claims import Answer, Claim, Usage

_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


class _Mention(msgspec.Struct, frozen=True):
    text: str
    label: str


class _Mentions(msgspec.Struct, frozen=True):
    mentions: list[_Mention]


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct, frozen=True):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct, frozen=True):
    choices: list[_Choice]
    usage: _Usage | None = None


def answer_of(completion: Any, labels: Collection[str]) -> Answer:  # noqa: ANN401
    """What a chat completion says of a sentence.

    Args:
        completion: as decoded from JSON.
        labels: those asked for; mentions of others are left out and counted.
    """
    try:
        said = msgspec.convert(completion, _Completion)
        choice = said.choices[0]
    except (msgspec.ValidationError, IndexError) as error:
        return Answer(error=f"the answer is no chat completion: {error}", kind="wrong form")
    usage = None
    if said.usage:
        usage = Usage(
            input_tokens=said.usage.prompt_tokens, output_tokens=said.usage.completion_tokens
        )
    return replace(_answer(choice, labels), usage=usage)


def _answer(choice: _Choice, labels: Collection[str]) -> Answer:
    message = choice.message
    if message.refusal or choice.finish_reason == "content_filter":
        why = f": {' '.join(message.refusal.split())[:200]}" if message.refusal else ""
        return Answer(error=f"the model refused{why}", kind="refusal", is_final=True)
    for candidate in _candidates(message.content or ""):
        try:
            mentions = msgspec.json.decode(candidate, type=_Mentions | list[_Mention])
        except msgspec.DecodeError:
            continue
        found = mentions.mentions if isinstance(mentions, _Mentions) else mentions
        others = Counter(one.label for one in found if one.label not in labels)
        claims = [Claim(text=one.text, label=one.label) for one in found if one.label in labels]
        return Answer(claims=claims, unmapped=dict(others))
    if choice.finish_reason == "length":
        return Answer(error="the answer was cut off at the most tokens allowed", kind="cut off")
    return Answer(error="the model answered in another form than asked for", kind="wrong form")


def _candidates(content: str) -> Iterator[str]:
    """What may be the JSON in an answer: all of it, what is fenced, from first to last bracket."""
    content = _THOUGHTS.sub("", content).strip()
    yield content
    yield from reversed(_FENCED.findall(content))
    for first, last in ("{}", "[]"):
        start, end = content.find(first), content.rfind(last)
        if 0 <= start < end:
            yield content[start : end + 1]
