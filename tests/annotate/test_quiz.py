import json

import pytest

from goldspan.annotate.quiz import grade, quiz_sentences
from goldspan.annotate.server import connect
from goldspan.annotate.tasks import result_of
from goldspan.annotations import Annotation
from goldspan.guidelines.read import read_guidelines
from goldspan.spans import Span

from ..guidelines.test_read import SOUND, write


@pytest.fixture
def doses(tmp_path):
    return read_guidelines(write(tmp_path, SOUND))


def answer(sentence, spans, annotator="a", **fields):
    return Annotation(
        sentence=sentence.id,
        doc=sentence.doc,
        index=0,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        annotator=annotator,
        spans=spans,
        **fields,
    )


def spans_of(guidelines, rule):
    return guidelines.rules[rule - 1].examples[0].spans


def test_questions_are_one_example_a_rule_and_language(doses, guidelines):
    assert [s.text for s in quiz_sentences(doses)] == [
        "Take Aspirin 500 mg daily.",
        "Aspirin 100 2 x",
    ]
    sentences = quiz_sentences(guidelines)
    assert len({s.id for s in sentences}) == len(sentences) >= 100
    assert {s.lang for s in sentences} == {"en", "vi"}


def test_right_answers_are_right_and_others_say_why(doses):
    one, two = quiz_sentences(doses)
    short = [Span(start=12, end=15, label="DOSE")]
    [result] = grade([answer(one, spans_of(doses, 1)), answer(two, short)], doses)
    assert (result.questions, result.answered, result.right) == (2, 2, 1)
    assert result.by_rule == {1: (1, 1), 2: (0, 1)}
    [mistake] = result.mistakes
    assert (mistake.rule, mistake.title) == (2, "Nested")
    assert mistake.expected == "[[Aspirin](DRUG form=brand) 100](DRUG) [2 x](DOSE)"
    assert mistake.given == "Aspirin 100 [2 x](DOSE)"


def test_attributes_count(doses):
    one, _ = quiz_sentences(doses)
    bare = [Span(start=s.start, end=s.end, label=s.label) for s in spans_of(doses, 1)]
    [result] = grade([answer(one, bare)], doses)
    assert result.right == 0


def test_what_is_not_answered_is_not_right(doses):
    one, _ = quiz_sentences(doses)
    [result] = grade([answer(one, spans_of(doses, 1))], doses)
    assert (result.answered, result.share) == (1, 0.5)


def test_skipped_is_wrong_drafts_do_not_count_and_the_last_answer_does(doses):
    one, two = quiz_sentences(doses)
    results = grade(
        [
            answer(one, [], updated_at="2026-01-01"),
            answer(one, spans_of(doses, 1), updated_at="2026-01-02"),
            answer(two, [], status="skipped"),
            answer(one, spans_of(doses, 1), annotator="b", status="draft"),
        ],
        doses,
    )
    assert [(r.annotator, r.answered, r.right) for r in results] == [("a", 2, 1)]
    assert results[0].mistakes[0].given == "(skipped)"


def test_a_changed_example_is_another_question(doses, tmp_path):
    before = quiz_sentences(doses)
    changed = read_guidelines(write(tmp_path, SOUND.replace("500 mg", "250 mg")))
    after = quiz_sentences(changed)
    assert before[0].id != after[0].id and before[1].id == after[1].id
    assert grade([answer(before[0], [])], changed) == []


def test_the_quiz_is_pushed_taken_and_graded(goldspan, studio, doses, tmp_path):
    title = f"quiz {tmp_path.name}"[:50]
    options = ("--project", title, "--guidelines", tmp_path / "doses.md")
    run = goldspan("annotate", "push", "--quiz", *options, "--json")
    assert run.code == 0, run.err
    project = json.loads(run.out)["project"]
    with connect() as server:
        assert server.client.projects.get(project).maximum_annotations >= 100
        tasks = {
            task.data["id"]: task.id
            for task in server.client.tasks.list(project=project, fields="task_only")
        }
        for sentence, rule in zip(quiz_sentences(doses), (1, 2), strict=True):
            spans = spans_of(doses, rule) if rule == 1 else []
            server.client.annotations.create(
                tasks[sentence.id], result=result_of(answer(sentence, spans))
            )
    run = goldspan("annotate", "quiz", *options)
    assert run.code == 3
    assert "not qualified" in run.out and "Not qualified at 80%: annotator-1" in run.err
    assert "rule 2: Nested" in run.out and "given    Aspirin 100 2 x" in run.out
    run = goldspan("annotate", "quiz", *options, "--threshold", "0.5", "--json")
    assert run.code == 0
    assert json.loads(run.out)[0]["right"] == 1


def test_quiz_and_articles_do_not_go_together(goldspan, tmp_path):
    (tmp_path / "a.txt").write_text("One.\n")
    assert goldspan("annotate", "push", "a.txt", "--quiz").code == 2
    assert goldspan("annotate", "push").code == 2
