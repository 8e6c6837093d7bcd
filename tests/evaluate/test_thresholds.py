import json

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.evaluate.inputs import dataset_case
from goldspan.evaluate.matching import match
from goldspan.evaluate.thresholds import score_counts, thresholds
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records
from goldspan.spans import Span

from ..gold.test_merge import PUTIN, VIETNAM, said
from .builders import dataset, gold

PLACES = [Span(start=2 * n, end=2 * n + 1, label="COUNTRY") for n in range(8)]
SCORES = st.lists(
    st.none() | st.sampled_from([0.1, 0.25, 0.5, 0.9]), min_size=len(PLACES), max_size=len(PLACES)
)


def case_of(right, scores):
    """Gold has the first places; all are predicted, each with its score."""
    sentence = gold("a b c d e f g h ", PLACES[:right])
    spans = [
        PredictedSpan(start=s.start, end=s.end, label=s.label, score=score)
        for s, score in zip(PLACES, scores, strict=True)
    ]
    prediction = Prediction(sentence=sentence.id, spans=spans)
    return dataset_case(dataset([sentence]), {sentence.id: prediction})


@settings(deadline=None)
@given(st.integers(0, len(PLACES)), SCORES)
def test_each_point_is_what_scoring_the_kept_predictions_gives(right, scores):
    case = case_of(right, scores)
    found = thresholds(score_counts(case), right)
    values = sorted({score for score in scores if score is not None})
    if not values:
        assert found is None
        return
    assert [at.threshold for at in found] == values
    for at in found:
        kept = [place for place, s in enumerate(scores) if s is None or s >= at.threshold]
        matching = match(case.corpus.spans, case.predicted.spans.take(kept))
        hits = int(matching.is_matched.sum())
        assert (at.matched, at.predicted) == (hits, len(kept))
        assert at.precision == (hits / len(kept) if kept else 0)
        assert at.recall == (hits / right if right else 0)


def test_many_scores_make_fifty_points_at_most(monkeypatch):
    monkeypatch.setattr("goldspan.evaluate.thresholds._MOST", 3)
    scores = [0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    found = thresholds(score_counts(case_of(4, scores)), 4)
    assert [at.threshold for at in found] == [0.1, 0.3, 0.6]
    assert [at.matched for at in found] == [4, 4, 3]


@pytest.mark.parametrize("name", ["p.jsonl", "p.parquet"])
def test_scores_of_a_file_become_a_curve_of_its_page(goldspan, tmp_path, name):
    records = [said("a", PUTIN, VIETNAM, index=index) for index in range(3)]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    rows = [
        {
            "sentence": f"d#{index}",
            "spans": [
                {"start": s.start, "end": s.end, "label": s.label, "score": score}
                for s, score in ((VIETNAM, 0.5), (PUTIN, 0.25 * index))
            ],
        }
        for index in range(3)
    ]
    if name.endswith("parquet"):
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / name)
    else:
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = goldspan("evaluate", "score", "gold", name, "--json", "--report", "run")
    assert run.code == 0, run.err
    found = json.loads(run.out)["thresholds"]
    assert [(at["threshold"], at["matched"]) for at in found] == [(0.0, 6), (0.25, 5), (0.5, 4)]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Precision and recall by threshold" in page
    text = (tmp_path / "run" / "report.md").read_text(encoding="utf-8")
    assert "| 0.25 | 1.000 | 0.833 | 0.909 |" in text
