import gc
import json

import msgspec
import numpy as np
import pyarrow
import pytest

from goldspan.dataset import read_gold
from goldspan.evaluate import score
from goldspan.evaluate.case import Case
from goldspan.evaluate.inputs import GoldFolder, dataset_case
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.slices import parts, slice_cells, slices
from goldspan.evaluate.strings import distinct_mentions
from goldspan.extractors import find_extractor
from goldspan.records import write_records
from goldspan.samples import sample_annotations

from .builders import dataset, gold, predicted
from .generated import case_of, sentences


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample corpus as gold, and the baseline's predictions."""
    from goldspan.gold.build import build
    from goldspan.guidelines.read import find_guidelines
    from goldspan.predicting import predict

    folder = tmp_path_factory.mktemp("sample")
    guidelines = find_guidelines()
    build(
        [sample_annotations("adjudicated")],
        folder / "gold",
        guidelines=guidelines,
        sentences_file=None,
    )
    made = read_gold(folder / "gold")
    baseline = find_extractor("baseline", guidelines.label_names)
    sentences = [sentence.as_sentence for sentence in made.sentences()]
    predicted = predict(baseline, sentences, guidelines.label_names)
    write_records(folder / "p.jsonl", predicted.predictions)
    return folder


def test_reading_columns_gives_what_reading_records_gives(sample):
    case = GoldFolder(sample / "gold", meta=["source"]).case(sample / "p.jsonl")
    from goldspan.predictions import Prediction
    from goldspan.records import read_records

    found = {record.sentence: record for _, record in read_records(sample / "p.jsonl", Prediction)}
    objects = dataset_case(read_gold(sample / "gold"), found)
    first = score_case(GoldFolder(sample / "gold").case(sample / "p.jsonl"))
    second = score_case(objects)
    side = msgspec.structs.replace(second.predictions, sha256=first.predictions.sha256)
    assert first == msgspec.structs.replace(second, predictions=side)
    assert score(read_gold(sample / "gold"), found) == second
    assert "meta.source" in case.corpus.categories


def test_an_extractor_is_scored_with_a_collector_of_cycles(sample):
    gc.disable()
    try:
        assert GoldFolder(sample / "gold").case_of_extractor("baseline") is not None
        assert gc.isenabled(), "it may run for hours"
    finally:
        gc.enable()


def test_every_slice_sums_to_the_whole(sample):
    case = GoldFolder(sample / "gold").case(sample / "p.jsonl")
    report = score_case(case)
    names = {"language", "section", "gold spans in the sentence", "characters in the sentence"}
    assert names | {"characters in the span", "glued", "nested"} <= set(report.slices)
    for name, groups in report.slices.items():
        assert sum(figures.support for figures in groups.values()) == report.overall.support, name
        assert sum(f.predicted for f in groups.values()) == report.overall.predicted, name
        assert sum(f.matched for f in groups.values()) == report.overall.matched, name


def test_of_a_slice_with_many_groups_the_most_frequent_are_reported(monkeypatch, sample):
    case = GoldFolder(sample / "gold").case(sample / "p.jsonl")
    whole = score_case(case).slices["section"]
    monkeypatch.setattr("goldspan.evaluate.slices._MOST_GROUPS", 2)
    most = score_case(case).slices["section"]
    assert len(whole) > len(most) == 2
    supports = sorted((figures.support for figures in whole.values()), reverse=True)
    assert [figures.support for figures in most.values()] == supports[:2]
    assert all(most[name] == whole[name] for name in most)


@pytest.mark.parametrize("seed", range(40))
def test_the_counts_of_a_slice_are_those_of_its_spans(seed):
    case = case_of(sentences(seed, size=12))
    for part in parts(case):
        cells = case.counter.count(part.gold, part.unmatched, len(part.groups))
        of_predicted = np.asarray(part.gold)[case.matching.gold_of]
        of_predicted[case.matching.unmatched] = part.unmatched
        for number in range(len(part.groups)):
            expected = [
                int((case.matching.is_matched & (of_predicted == number)).sum()),
                int((of_predicted == number).sum()),
                int((part.gold == number).sum()),
            ]
            assert cells.totals[number].tolist() == expected


def test_with_and_without_an_attribute(sample):
    report = score_case(GoldFolder(sample / "gold").case(sample / "p.jsonl"))
    demonyms = report.attributes["form=demonym"]
    assert demonyms.only.support + demonyms.without.support == report.overall.support
    assert demonyms.only.matched + demonyms.without.matched == report.overall.matched
    assert demonyms.without.predicted == report.overall.predicted - demonyms.only.matched


def test_meta_fields_are_slices_when_asked_for(goldspan, sample):
    run = goldspan(
        *("evaluate", "score", sample / "gold", sample / "p.jsonl"),
        *("--slice", "date", "--referee", "off", "--json"),
    )
    report = json.loads(run.out)
    assert len(report["slices"].get("meta.date", {})) != 1
    plain = goldspan(
        "evaluate", "score", sample / "gold", sample / "p.jsonl", "--referee", "off", "--json"
    )
    assert not [name for name in json.loads(plain.out)["slices"] if name.startswith("meta")]


def test_seen_is_whose_wording_carries_its_label_in_train_too():
    from goldspan.spans import Span

    def leader(start, end):
        return Span(start=start, end=end, label="LEADER")

    text = "Putin met Merkel and Macron"
    sentence = gold(text, [leader(0, 5), leader(10, 16)])
    found = predicted(sentence, [leader(0, 5), leader(21, 27)])
    case = dataset_case(dataset([sentence]), {sentence.id: found})
    train = distinct_mentions(
        [
            (pyarrow.array(["PUTIN", "Macron"]), pyarrow.array(["LEADER", "LEADER"])),
            (pyarrow.array(["Merkel", "Putin"]), pyarrow.array(["COUNTRY", "LEADER"])),
        ]
    )
    assert train == {("putin", "LEADER"), ("macron", "LEADER"), ("merkel", "COUNTRY")}
    groups = slices(slice_cells(Case(case.corpus, case.predicted, train)))["seen in train"]
    assert (groups["seen"].support, groups["seen"].predicted) == (1, 2)
    assert (groups["unseen"].support, groups["unseen"].predicted) == (1, 0)
    assert groups["seen"].matched == 1


def test_the_details_fit_80_columns(goldspan, sample, monkeypatch):
    monkeypatch.setattr("goldspan.console._WIDTH_IN_A_PIPE", 80)
    from goldspan import console

    console._stdout.cache_clear()
    try:
        run = goldspan(
            "evaluate",
            "score",
            sample / "gold",
            sample / "p.jsonl",
            "--referee",
            "off",
            "--details",
        )
    finally:
        console._stdout.cache_clear()
    assert max(len(line) for line in run.out.splitlines()) <= 80
    for part in ("Slices", "form=demonym", "inside a glued word", "SPURIOUS", "partial", "missed"):
        assert part in run.out
