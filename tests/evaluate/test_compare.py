import html
import json
import random

import msgspec
import numpy as np
import pytest

from goldspan.evaluate.compare import compare
from goldspan.evaluate.contestant import Contestant
from goldspan.intervals import intervals
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said
from .builders import finding
from .generated import LABELS, case_of, rows_of, sentences


def contestants(count, runs=1):
    made = sentences(5, size=40)
    thinned = [
        made._replace(
            predicted=[
                row[: len(row) - (place % (2 + which) == 0)]
                for place, row in enumerate(made.predicted)
            ]
        )
        for which in range(count * runs)
    ]
    cases = [case_of(one) for one in thinned]
    return [
        Contestant(f"s{place}", [], cases[place * runs : (place + 1) * runs])
        for place in range(count)
    ]


def test_systems_are_ranked_and_every_pair_compared():
    report = compare(contestants(4), "off")
    assert [system.rank for system in report.systems] == [1, 2, 3, 4]
    assert report.systems == sorted(report.systems, key=lambda system: -system.f1)
    assert len(report.pairs) == 6
    for pair in report.pairs:
        assert pair.overall.difference >= 0, "the better one first"
        assert pair.overall.p_holm >= pair.overall.p
        found = pair.found
        total = found.both + found.only_first + found.only_second + found.neither
        assert total == report.gold.entities
        assert len(pair.only_first) == min(5, found.only_first)
    for system in report.systems:
        low, high = system.rank_interval
        assert low <= system.rank <= high


def test_the_order_of_the_systems_changes_nothing():
    some = contestants(3)
    assert compare(some, "off") == compare(some[::-1], "off")


def test_runs_of_one_system_have_a_mean_a_spread_and_an_interval_of_both():
    [one, other] = contestants(2, runs=3)
    report = compare([one, other], "off")
    system = next(system for system in report.systems if system.name == "s0")
    assert system.runs.mean == pytest.approx(np.mean(system.runs.f1))
    assert system.runs.standard_deviation == pytest.approx(np.std(system.runs.f1, ddof=1))
    assert system.f1 == pytest.approx(system.runs.mean)
    low, high = system.f1_interval
    assert low < system.f1 < high
    alone = compare([Contestant("s0", [], one.runs[:1]), other], "off")
    assert next(s for s in alone.systems if s.name == "s0").runs.standard_deviation is None


@pytest.mark.parametrize("documents", [40, 60])
def test_how_intervals_were_obtained_is_what_was_done(documents):
    random = np.random.default_rng(6)
    found = {name: random.integers(0, 11, documents).tolist() for name in ("one", "two", "three")}
    one, two, three = finding(**found)
    several = Contestant("several", [], [*two.runs, *three.runs])
    report = compare([one, several], "off")
    said = report.interval
    assert said.drawn == "percentile bootstrap over documents and runs"
    assert said.resamples == 10_000
    if documents < 50:
        assert said.method == said.slices == "paired linearised over documents, Student's t"
        assert said.systems == "linearised over documents, logit scale, Student's t"
        assert is_in_the_middle_of_its_interval(report.pairs[0].overall)
    else:
        assert said.method == said.slices == "paired percentile bootstrap over documents"
        assert said.systems == "percentile bootstrap over documents"
        assert not is_in_the_middle_of_its_interval(report.pairs[0].overall)
    cells = one.runs[0].counter.count()
    by_name = {system.name: system.f1_interval for system in report.systems}
    assert by_name["one"] == pytest.approx(intervals(cells, documents)[0, 2], abs=0.002)
    spread = np.diff([intervals(run.counter.count(), documents)[0, 2] for run in several.runs])
    assert np.ptp(by_name["several"]) != pytest.approx(spread.mean(), rel=0.01)


def is_in_the_middle_of_its_interval(one):
    """As one that was linearised is, and hardly any that was drawn."""
    low, high = one.interval
    return one.difference == pytest.approx((low + high) / 2, abs=1e-9)


def test_slices_of_many_groups_are_said_to_be_obtained_otherwise(monkeypatch):
    monkeypatch.setattr("goldspan.evaluate.pairing.MOST_RESAMPLED", 2)
    one, other = finding(one=[9] * 30 + [2] * 30, other=[5] * 60)
    sizes = {len(groups) for groups in one.groups.values()}
    assert min(sizes) <= 2 < max(sizes)
    assert compare([one, other], "off").interval.slices == (
        "paired percentile bootstrap over documents; with more than 64 groups paired linearised"
        " over documents, Student's t"
    )


def test_with_one_document_nothing_is_said_to_be_drawn():
    report = compare(finding(one=[3], other=[4]), "off")
    assert report.interval.drawn is None and report.interval.resamples is None
    assert report.systems[0].rank_interval is None


def test_slices_are_compared_over_all_runs():
    """Each run says as much as the others, so their order changes nothing."""
    [one, other] = contestants(2, runs=3)
    turned = Contestant("s0", [], one.runs[::-1])
    slices = compare([one, other], "off").pairs[0].slices
    assert slices == compare([turned, other], "off").pairs[0].slices
    total = one.overall.mean(axis=0).sum(axis=(0, 1))
    for name, counts in one.slices.items():
        assert counts.sum(axis=(0, 1)) == pytest.approx(total), name
    alone = compare([Contestant("s0", [], one.runs[:1]), other], "off").pairs[0].slices
    assert slices != alone


def built(goldspan, folder, documents):
    """A gold folder with a sentence in each document, and what two systems say of it."""
    records = [
        msgspec.structs.replace(said("a", PUTIN, VIETNAM, index=place), doc=f"d{place}")
        for place in range(documents)
    ]
    write_records(folder / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    for name, spans in (("good", [PUTIN, VIETNAM]), ("poor", [PUTIN])):
        found = [PredictedSpan(start=s.start, end=s.end, label=s.label) for s in spans]
        write_records(
            folder / f"{name}.jsonl",
            [Prediction(sentence=record.sentence, spans=found) for record in records],
        )
    return folder / "gold"


@pytest.fixture
def folder(goldspan, tmp_path):
    return built(goldspan, tmp_path, documents=6)


def test_reports_say_too_that_few_documents_show_nothing(goldspan, tmp_path):
    built(goldspan, tmp_path, documents=3)
    run = goldspan("evaluate", "compare", "gold", "poor.jsonl", "good.jsonl", "--report", "out")
    assert run.code == 0, run.err
    said = "with 3 documents no difference can be shown; that takes 6 at least"
    for name, times in (("report.html", 2), ("report.md", 1)):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert text.count(said) == times, name
        assert "these documents can show" not in text
    written = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert written["pairs"][0]["smallest_difference"] is None
    interval = written["interval"]
    for name in ("report.html", "report.md"):
        text = html.unescape((tmp_path / "out" / name).read_text(encoding="utf-8"))
        assert f"ranks, and F1 of several runs: {interval['drawn']}" in text
        assert f"F1: {interval['systems']}" in text
    # One that an earlier version wrote holds a number there, and is told all the same.
    written["pairs"][0]["smallest_difference"] = 0.084
    del interval["systems"], interval["drawn"]
    (tmp_path / "old.json").write_text(json.dumps(written), encoding="utf-8")
    assert goldspan("evaluate", "report", "old.json", "-o", "old.html").code == 0
    assert said in (tmp_path / "old.html").read_text(encoding="utf-8")


def test_on_the_command_line(goldspan, folder):
    run = goldspan("evaluate", "compare", folder, "poor.jsonl", "good.jsonl", "--json")
    assert run.code == 0, run.err
    report = json.loads(run.out)
    assert report["schema"] == "goldspan-compare-1"
    assert [system["name"] for system in report["systems"]] == ["good", "poor"]
    [pair] = report["pairs"]
    assert (pair["first"], pair["second"]) == ("good", "poor")
    assert pair["found"] == {"both": 6, "only_first": 6, "only_second": 0, "neither": 0}
    assert pair["labels"]["COUNTRY"]["difference"] == 1.0
    assert report["systems"][0]["referee"][0]["agrees"] is True
    shown = goldspan("evaluate", "compare", folder, "poor.jsonl", "good.jsonl", "--referee", "off")
    assert "good - poor" in shown.out
    spurious, apart = pair["spurious"], pair["sentences_apart"]
    assert f"good, poor: differ in {apart} sentences; {spurious['only_first']} and" in " ".join(
        shown.out.split()
    )
    assert max(len(line) for line in shown.out.splitlines()) <= 80


def test_systems_are_named_and_runs_grouped(goldspan, folder):
    arguments = ("x=good.jsonl,poor.jsonl", "poor.jsonl", "--json", "--referee", "off")
    report = json.loads(goldspan("evaluate", "compare", folder, *arguments).out)
    assert [system["name"] for system in report["systems"]] == ["x", "poor"]
    assert len(report["systems"][0]["runs"]["f1"]) == 2
    one = goldspan("evaluate", "compare", folder, "good.jsonl")
    assert (one.code, "compare needs two or more" in one.err) == (1, True)
    same = goldspan("evaluate", "compare", folder, "x=good.jsonl", "x=poor.jsonl")
    assert (same.code, "two systems are called 'x'" in same.err) == (1, True)


@pytest.mark.parametrize("seed", range(12))
def test_what_each_system_says_alone_is_counted_as_sets_are(seed):
    """Also for several runs, of which half have to say it, repeated spans, and claims nowhere."""
    made = sentences(seed, size=12)
    r = random.Random(seed)

    def run():
        kept = [[span for span in row if r.random() < 0.7] for row in made.predicted]
        return case_of(made._replace(predicted=kept), [(0, "A")] if r.random() < 0.5 else [])

    runs = {"one": [run()], "two": [run()], "three": [run(), run(), run()]}
    contestants = [Contestant(name, [name] * len(cases), cases) for name, cases in runs.items()]
    found = compare(contestants, "off", with_sentences=True)
    gold = set(rows_of(contestants[0].runs[0].corpus.spans))
    said = {name: said_by_most(cases) for name, cases in runs.items()}
    for pair in found.pairs:
        first, second = said[pair.first], said[pair.second]
        assert pair.spurious.both == len((first & second) - gold)
        assert pair.spurious.only_first == len(first - second - gold)
        assert pair.spurious.only_second == len(second - first - gold)
        assert pair.found.only_first == len((first - second) & gold)
        assert pair.sentences_apart == len({row[0] for row in first ^ second})
    not_all = set().union(*said.values()) - set.intersection(*said.values())
    apart = sorted({row[0] for row in not_all})
    assert [sentence.id for sentence in found.sentences.shown] == [f"s{place}" for place in apart]
    assert found.sentences.count == len(apart)
    order = [system.name for system in found.systems]
    for sentence, place in zip(found.sentences.shown, apart, strict=True):
        for name, spans in zip(order, sentence.systems, strict=True):
            rows = {(place, span.start, span.end, LABELS.index(span.label)) for span in spans}
            assert rows == {row for row in said[name] if row[0] == place}


def said_by_most(cases):
    runs = [set(rows_of(case.predicted.spans)) for case in cases]
    return {row for row in set().union(*runs) if 2 * sum(row in run for run in runs) >= len(runs)}
