"""Control sentences: examples of the guidelines, hidden among the sentences annotators get.

What they should be annotated with is known, so they say how well somebody works without asking
another annotator. Nothing on the labelling page gives them away: they have neighbours and a
headline as other sentences have, and a name that says nothing. The mark is in the task's ``meta``,
which the page doesn't show. They never come among the annotations that are pulled.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldspan.annotate.tasks import task_data
from goldspan.guidelines.markup import with_markup
from goldspan.guidelines.model import Example, Guidelines
from goldspan.sentences import Sentence, sha256_of_text

CONTROL = {"control": True}
"""The ``meta`` of a control's task."""


def is_control(meta: Mapping[str, Any] | None) -> bool:
    """Whether a task with this ``meta`` is a control."""
    return bool((meta or {}).get("control"))


def control_examples(guidelines: Guidelines) -> dict[str, Example]:
    """Each example that may be a control, by its document's name, in an order that never changes.

    Counter-examples are none, nor is the first example of a rule in a language: the qualification
    quiz asks it.
    """
    examples: dict[str, Example] = {}
    for rule in guidelines.rules:
        for language in guidelines.languages:
            sound = [e for e in rule.examples if e.lang == language and not e.is_counter]
            examples.update((_name(example), example) for example in sound[1:])
    return dict(sorted(examples.items()))


def controls(
    guidelines: Guidelines, sentences: Mapping[str, int], share: float
) -> tuple[list[Sentence], dict[str, dict[str, Any]]]:
    """The control sentences a project is to have, and their task data by key.

    Args:
        guidelines: whose examples they are.
        sentences: how many sentences the project has in each language.
        share: of them that are to be controls, 0 to 1; at least one where any is asked for.
    """
    found: list[Sentence] = []
    data: dict[str, dict[str, Any]] = {}
    for language, count in sorted(sentences.items()):
        pool = [
            (name, example)
            for name, example in control_examples(guidelines).items()
            if example.lang == language
        ]
        for place, (name, example) in enumerate(pool[: math.ceil(share * count)]):
            sentence = Sentence(doc=name, index=0, text=example.text, lang=language)
            found.append(sentence)
            data[sentence.key] = {**task_data([sentence])[sentence.key], **_around(place, pool)}
    return found, data


def mixed(sentences: Sequence[Sentence], hidden: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences with the hidden ones spread evenly among them, none before the first."""
    due = iter(hidden)
    every = len(sentences) / (len(hidden) + 1)
    placed = 0
    for place, sentence in enumerate(sentences, start=1):
        yield sentence
        while placed < len(hidden) and place >= every * (placed + 1):
            yield next(due)
            placed += 1
    yield from due


def _name(example: Example) -> str:
    digest = sha256_of_text(f"control {with_markup(example.text, example.spans)}")
    return f"{example.lang}-{digest[:10]}"


def _around(place: int, pool: Sequence[tuple[str, Example]]) -> dict[str, Any]:
    """Other examples as headline and neighbours."""
    previous, following, headline = (
        pool[(place + step) % len(pool)][1].text for step in (-1, 1, 2)
    )
    return {"previous": previous, "next": following, "headline": headline.rstrip(".")}
