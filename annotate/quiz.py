"""A qualification quiz made of the guidelines' examples, and its grades, rule by rule."""

from collections.abc import Iterable

import msgspec

from goldspan.annotations import Annotation
from goldspan.guidelines.markup import with_markup
from goldspan.guidelines.model import Example, Guidelines, Rule
from goldspan.sentences import Sentence, sha256_of_text
from goldspan.spans import Span


class Mistake(msgspec.Struct, frozen=True):
    """A question answered otherwise than the guidelines do, and the rule that says why.

    Attributes:
        expected: the sentence with the spans of the guidelines.
        given: the sentence with the annotator's.
    """

    rule: int
    title: str
    prose: str
    expected: str
    given: str


class Grade(msgspec.Struct, frozen=True):
    """How one annotator did.

    Attributes:
        questions: in the quiz.
        answered: of them, by this annotator (a skipped one is answered, and wrong).
        right: with exactly the spans and attributes of the guidelines.
        by_rule: (right, answered) for each rule's number.
    """

    annotator: str
    questions: int
    answered: int
    right: int
    by_rule: dict[int, tuple[int, int]]
    mistakes: list[Mistake]

    @property
    def share(self) -> float:
        """Right answers among all questions, 0 to 1: what isn't answered yet isn't right."""
        return self.right / self.questions if self.questions else 0.0


def quiz_sentences(guidelines: Guidelines) -> list[Sentence]:
    """The questions: the first example of each rule in each language, without its spans."""
    return [
        Sentence(
            doc=name,
            index=0,
            text=example.text,
            lang=example.lang,
            meta={"guidelines": guidelines.version},
        )
        for name, (_, example) in _questions(guidelines).items()
    ]


def grade(annotations: Iterable[Annotation], guidelines: Guidelines) -> list[Grade]:
    """Each annotator's grade, in the order of their names.

    Only the last submitted or skipped answer to a question counts, drafts don't; questions made
    from examples that the guidelines no longer hold are passed over.
    """
    questions = _questions(guidelines)
    answers: dict[str, dict[str, Annotation]] = {}
    for annotation in sorted(annotations, key=lambda annotation: annotation.updated_at or ""):
        if annotation.status != "draft" and annotation.doc in questions:
            answers.setdefault(annotation.annotator, {})[annotation.doc] = annotation
    return [_grade(annotator, given, questions) for annotator, given in sorted(answers.items())]


def _grade(
    annotator: str, answers: dict[str, Annotation], questions: dict[str, tuple[Rule, Example]]
) -> Grade:
    by_rule: dict[int, tuple[int, int]] = {}
    mistakes: list[Mistake] = []
    for name, answer in answers.items():
        rule, example = questions[name]
        is_right = answer.status == "submitted" and _content(answer.spans) == _content(
            example.spans
        )
        right, answered = by_rule.get(rule.number, (0, 0))
        by_rule[rule.number] = (right + is_right, answered + 1)
        if not is_right:
            given = with_markup(example.text, answer.spans)
            mistakes.append(
                Mistake(
                    rule=rule.number,
                    title=rule.title,
                    prose=rule.prose,
                    expected=with_markup(example.text, example.spans),
                    given="(skipped)" if answer.status == "skipped" else given,
                )
            )
    return Grade(
        annotator=annotator,
        questions=len(questions),
        answered=len(answers),
        right=sum(right for right, _ in by_rule.values()),
        by_rule=dict(sorted(by_rule.items())),
        mistakes=sorted(mistakes, key=lambda mistake: (mistake.rule, mistake.expected)),
    )


def _questions(guidelines: Guidelines) -> dict[str, tuple[Rule, Example]]:
    """Rule and example by the question's document; a changed example is another question."""
    questions: dict[str, tuple[Rule, Example]] = {}
    for rule in guidelines.rules:
        for language in guidelines.languages:
            examples = [e for e in rule.examples if e.lang == language and not e.is_counter]
            for example in examples[:1]:
                digest = sha256_of_text(with_markup(example.text, example.spans))[:8]
                questions[f"rule-{rule.number:02}-{language}-{digest}"] = (rule, example)
    return questions


def _content(spans: Iterable[Span]) -> set[tuple[object, ...]]:
    return {span.content for span in spans}
