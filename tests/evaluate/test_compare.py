import json
import random

import msgspec
import numpy as np
import pytest

from goldspan.evaluate.compare import compare
from goldspan.evaluate.contestant import Contestant
from goldspan.evaluate.pairing import difference
from goldspan.evaluate.randomisation import holm, p_values
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said
from .generated import LABELS, case_of, rows_of, sentences


def counts(rows):
    return np.array(rows, dtype=float)[:, None, :]


def systems(random, documents, better=0.0):
    """Two systems on the same documents; the first finds `better` more."""
    support = random.integers(5, 15, documents)
    found = []
    for share in (0.8 + better, 0.8):
        matched = random.binomial(support, share)
        found.append(counts(np.stack([matched, matched + 2, support], axis=1)))
    return found


def test_a_clear_difference_is_found_and_none_is_not():
    random = np.random.default_rng(1)
    first, second = systems(random, 100, better=0.1)
    assert p_values(first, second)[0] < 0.001
    low, high = difference(first, second).interval[0]
    assert 0 < low < 0.1 < high + 0.05
    assert p_values(first, first)[0] == 1.0
    assert difference(first, first).interval[0].tolist() == [0.0, 0.0]


def test_exchanges_are_exact_where_all_can_be_counted():
    """Of 2 ** 3 exchanges of three documents, 2 reach what was observed: p is about 1/4."""
    first = counts([[5, 5, 5], [5, 5, 5], [5, 5, 5]])
    second = counts([[4, 5, 5], [4, 5, 5], [4, 5, 5]])
    assert p_values(first, second)[0] == pytest.approx(0.25, abs=0.02)


def test_the_test_keeps_its_level():
    random = np.random.default_rng(2)
    alarms = sum(p_values(*systems(random, 40), 500)[0] < 0.05 for _ in range(400))
    assert 8 <= alarms <= 34


def test_few_documents_and_many_give_like_intervals():
    random = np.random.default_rng(3)
    first, second = systems(random, 49, better=0.05)
    few = difference(first, second).interval[0]
    many = difference(*(np.concatenate([side, side[:1] * 0]) for side in (first, second)))
    assert few == pytest.approx(many.interval[0], abs=0.01)


def test_the_error_of_the_difference_is_the_bootstraps():
    random = np.random.default_rng(4)
    first, second = systems(random, 300, better=0.02)
    found = difference(first, second)
    low, high = found.interval[0]
    assert (high - low) / 2 == pytest.approx(1.96 * found.error[0], rel=0.06)


def test_holm():
    adjusted = holm(np.array([0.01, 0.04, 0.03, 0.005]))
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])


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


@pytest.fixture
def folder(goldspan, tmp_path):
    records = [
        msgspec.structs.replace(said("a", PUTIN, VIETNAM, index=place), doc=f"d{place}")
        for place in range(6)
    ]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    for name, spans in (("good", [PUTIN, VIETNAM]), ("poor", [PUTIN])):
        found = [PredictedSpan(start=s.start, end=s.end, label=s.label) for s in spans]
        write_records(
            tmp_path / f"{name}.jsonl",
            [Prediction(sentence=record.sentence, spans=found) for record in records],
        )
    return tmp_path / "gold"


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
