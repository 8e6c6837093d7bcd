"""The score is seqeval's strict IOB2 score, and seqeval's score is that of exact spans."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.evaluate.inputs import dataset_case
from goldspan.evaluate.referee import referee, sequences_of
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.tally import count_labels
from goldspan.spans import Span

from ..strategies import LABELS, spans_on, texts
from .builders import dataset, gold, predicted


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


def scored(sentences, predictions):
    """The score, and the tags that seqeval was shown."""
    case = dataset_case(dataset(sentences), {p.sentence: p for p in predictions})
    return score_case(case), sequences_of(case, np.arange(len(sentences)))


@settings(max_examples=500, deadline=None)
@given(cases())
def test_the_counts_are_seqevals_and_those_of_sets_of_spans(case):
    sentences, predictions = case
    scored_case = dataset_case(dataset(sentences), {p.sentence: p for p in predictions})
    assert referee(scored_case).agrees, "else it raises"
    counted = count_labels(scored_case).totals
    for column, label in enumerate(LABELS):
        wanted = Counter((s.id, *g.key) for s in sentences for g in s.spans if g.label == label)
        found = Counter(
            (p.sentence, *span.key) for p in predictions for span in p.spans if span.label == label
        )
        claims = sum(claim.label == label for p in predictions for claim in p.unlocated)
        expected = [(wanted & found).total(), found.total() + claims, wanted.total()]
        assert counted[column].tolist() == expected


def test_on_tokens_of_its_own_seqeval_sees_every_span():
    text = "PresidentPutin"
    sentence = gold(text, [Span(start=9, end=14, label="LEADER")])
    whole = predicted(sentence, [Span(start=0, end=14, label="LEADER")])
    assert scored([sentence], [whole])[1] == ([["O", "B-LEADER"]], [["B-LEADER", "I-LEADER"]])


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
    result, _ = scored([sentence], [predicted(sentence, found)])
    assert (result.overall.matched, result.overall.predicted) == (matched, predicted_spans)


def test_a_claim_that_is_nowhere_in_the_text_is_spurious():
    sentence = gold("President Putin", [Span(start=10, end=15, label="LEADER")])
    claim = predicted(sentence, [Span(start=10, end=15, label="LEADER")], ["LEADER"])
    result, _ = scored([sentence], [claim])
    assert (result.overall.precision, result.overall.recall) == (0.5, 1.0)
    assert result.predictions.unlocated == 1
