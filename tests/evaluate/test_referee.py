"""The score is seqeval's strict IOB2 score, and seqeval's score is that of exact spans."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from goldspan.evaluate.referee import sequences
from goldspan.evaluate.score import score
from goldspan.spans import Span

from ..strategies import LABELS, spans_on, texts
from .builders import dataset, gold, predicted

NOTHING = {"precision": 0, "recall": 0, "f1-score": 0, "support": 0}


@st.composite
def cases(draw):
    """Sentences with gold spans; predictions that hit, miss, shift, repeat, nest and invent."""
    sentences, predictions = [], []
    for index in range(draw(st.integers(1, 4))):
        text = draw(texts)
        wanted = draw(spans_on(text))
        hits = [span for span in wanted if draw(st.booleans())]
        others = draw(spans_on(text, max_size=5))
        repeats = [span for span in hits + others if draw(st.integers(0, 5)) == 0]
        claims = draw(st.lists(st.sampled_from(LABELS), max_size=2))
        sentence = gold(text, wanted, index=index, doc=draw(st.sampled_from("xyz")))
        if sentence.id in {other.id for other in sentences}:
            continue
        sentences.append(sentence)
        found = draw(st.permutations(hits + others + repeats))
        predictions.append(predicted(sentence, found, claims))
    return sentences, predictions


@settings(max_examples=1000, deadline=None)
@given(cases())
def test_the_score_equals_seqeval_to_the_last_digit(case):
    sentences, predictions = case
    result = score(dataset(sentences), {p.sentence: p for p in predictions})
    y_true, y_pred = sequences(sentences, predictions)
    if not any(tag != "O" for tags in y_true + y_pred for tag in tags):
        assert (result.overall.support, result.overall.predicted) == (0, 0)
        return
    report = classification_report(
        y_true, y_pred, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    for name, figures in {"micro avg": result.overall, **result.labels}.items():
        expected = report.get(
            name, dict.fromkeys(("precision", "recall", "f1-score", "support"), 0)
        )
        assert figures.precision == expected["precision"]
        assert figures.recall == expected["recall"]
        assert figures.f1 == expected["f1-score"]
        assert figures.support == expected["support"]


@settings(max_examples=1000, deadline=None)
@given(cases())
def test_the_score_is_that_of_exact_spans(case):
    sentences, predictions = case
    result = score(dataset(sentences), {p.sentence: p for p in predictions})
    for label in LABELS:
        wanted = Counter((s.id, *g.key) for s in sentences for g in s.spans if g.label == label)
        found = Counter(
            (p.sentence, *span.key) for p in predictions for span in p.spans if span.label == label
        )
        claims = sum(claim.label == label for p in predictions for claim in p.unlocated)
        figures = result.labels[label]
        assert figures.support == wanted.total()
        assert figures.predicted == found.total() + claims
        assert figures.matched == (wanted & found).total()


def test_on_tokens_of_its_own_seqeval_sees_every_span():
    text = "PresidentPutin"
    sentence = gold(text, [Span(start=9, end=14, label="LEADER")])
    whole = predicted(sentence, [Span(start=0, end=14, label="LEADER")])
    assert sequences([sentence], [whole]) == ([["O", "B-LEADER"]], [["B-LEADER", "I-LEADER"]])


@pytest.mark.parametrize(
    ("spans", "matched", "predicted_spans"),
    [
        ([(10, 15)], 1, 1),
        ([(10, 15), (10, 15)], 1, 2),
        ([(0, 15)], 0, 1),
        ([(10, 14), (11, 15)], 0, 2),
        ([], 0, 0),
    ],
)
def test_by_hand(spans, matched, predicted_spans):
    sentence = gold("President Putin", [Span(start=10, end=15, label="LEADER")])
    found = [Span(start=start, end=end, label="LEADER") for start, end in spans]
    result = score(dataset([sentence]), {sentence.id: predicted(sentence, found)})
    assert (result.overall.matched, result.overall.predicted) == (matched, predicted_spans)


def test_a_claim_that_is_nowhere_in_the_text_is_spurious():
    sentence = gold("President Putin", [Span(start=10, end=15, label="LEADER")])
    claim = predicted(sentence, [Span(start=10, end=15, label="LEADER")], ["LEADER"])
    result = score(dataset([sentence]), {sentence.id: claim})
    assert (result.overall.precision, result.overall.recall) == (0.5, 1.0)
    assert result.predictions.unlocated == 1
