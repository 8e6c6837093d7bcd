import json
from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from goldspan.errors import InputError
from goldspan.evaluate.history import append_score, past_score, read_history
from goldspan.evaluate.inputs import dataset_case
from goldspan.evaluate.report.trend import trend
from goldspan.evaluate.scoring import score_case
from goldspan.records import write_records
from goldspan.spans import Span

from ..gold.test_merge import PUTIN, VIETNAM, said
from .builders import dataset, gold, predicted

SPAN = Span(start=0, end=5, label="COUNTRY")


def score_of(found, sha256="a" * 64, extractor="rules 1.0"):
    sentence = gold("Spain signed.", [SPAN])
    score = score_case(dataset_case(dataset([sentence]), {sentence.id: predicted(sentence, found)}))
    replace = msgspec.structs.replace
    return replace(
        score,
        gold=replace(score.gold, sha256=sha256),
        predictions=replace(score.predictions, extractor=extractor),
    )


def test_scores_are_appended_and_what_was_there_stays(tmp_path):
    path = tmp_path / "scores.jsonl"
    append_score(path, score_of([SPAN]))
    first = path.read_bytes()
    append_score(path, score_of([]))
    assert path.read_bytes().startswith(first)
    assert [past.f1 for past in read_history(path)] == [1.0, 0.0]


def test_a_file_of_something_else_is_refused_and_kept(goldspan, tmp_path):
    path = tmp_path / "scores.jsonl"
    path.write_text('{"sentence": "d#0"}\n')
    with pytest.raises(InputError, match="scores.jsonl:1"):
        append_score(path, score_of([SPAN]))
    assert path.read_text() == '{"sentence": "d#0"}\n'


def test_gold_sets_are_never_mixed_in_one_line():
    start = datetime(2026, 1, 5, tzinfo=timezone.utc)
    runs = [
        ("a" * 64, "rules 1.0"), ("b" * 64, "rules 1.0"), ("a" * 64, "rules 1.1"),
        ("a" * 64, "model"), ("b" * 64, "rules 1.1"),
    ]  # fmt: skip
    history = [
        past_score(score_of([SPAN], sha256, extractor), start + timedelta(days=day))
        for day, (sha256, extractor) in enumerate(runs)
    ]
    chart = trend(history)
    assert {line.name: [point.x for point in line.points] for line in chart.lines} == {
        "rules on gold aaaaaaaa, all splits": [0, 2],
        "rules on gold bbbbbbbb, all splits": [1, 4],
        "model on gold aaaaaaaa, all splits": [3],
    }
    assert chart.named(4) == "2026-01-09"
    assert trend([]) is None


def test_the_page_of_a_score_shows_the_trend(goldspan, tmp_path):
    score = score_of([SPAN])
    for one in (score, score_of([]), score_of([SPAN], "b" * 64)):
        append_score(tmp_path / "scores.jsonl", one)
    (tmp_path / "report.json").write_bytes(msgspec.json.encode(score))
    run = goldspan("evaluate", "report", "report.json", "-o", "p.md", "--history", "scores.jsonl")
    assert run.code == 0, run.err
    text = (tmp_path / "p.md").read_text(encoding="utf-8")
    assert "## Trend" in text
    heading = next(line for line in text.splitlines() if line.startswith("| scored on"))
    assert heading.count("on gold") == 2
    run = goldspan("evaluate", "report", "report.json", "-o", "p.html", "--history", "scores.jsonl")
    assert run.code == 0, run.err
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert page.count("<polyline") - page.count('class="sample"') == 2


def test_score_keeps_its_history(goldspan, tmp_path):
    records = [said("a", PUTIN, VIETNAM, index=index) for index in range(2)]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    for _ in range(2):
        run = goldspan("evaluate", "score", "gold", "baseline", "--json", "--history", "s.jsonl")
        assert run.code == 0, run.err
    report = json.loads(run.out)
    [first, second] = read_history(tmp_path / "s.jsonl")
    assert first.f1 == second.f1 == report["overall"]["f1"]
    assert second.gold == report["gold"]["sha256"]
