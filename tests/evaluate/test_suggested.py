"""Gold that began with the scored extractor's suggestions: told, told apart, refused for a test."""

import json

import pytest

from goldspan.extractor_names import family
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("baseline 0.1.0", "baseline"),
        ("spacy:en_core_web_sm 3.8.0", "spacy:en_core_web_sm"),
        ("spacy:en_core_web_sm v3", "spacy:en_core_web_sm"),
        ("transformers:dslim/bert-base-NER@d1a3e8f13f8c", "transformers:dslim/bert-base-NER"),
        ("command:find-names 2024-05-01", "command:find-names"),
        ("openai:gpt-4.1 3f2a9c1d", "openai:gpt-4.1"),
        ("my rules", "my rules"),
        ("0.1.0", "0.1.0"),
        ("", ""),
    ],
)
def test_a_name_without_its_version(name, expected):
    assert family(name) == expected


@pytest.fixture
def gold(goldspan, tmp_path):
    """Two sentences of three began with suggestions of one extractor, in two versions."""
    records = [
        said("a", PUTIN, suggested_by="finder 1.0"),
        said("a", PUTIN, index=1, suggested_by="finder 1.1"),
        said("a", PUTIN, VIETNAM, index=2),
    ]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def predictions(path, extractor):
    spans = [PredictedSpan(start=PUTIN.start, end=PUTIN.end, label=PUTIN.label)]
    write_records(
        path, [Prediction(sentence=f"d#{n}", spans=spans, extractor=extractor) for n in range(3)]
    )
    return path


def flat(text):
    """Without the line breaks of a table's caption."""
    return " ".join(text.split())


def test_other_versions_count_and_figures_are_told_apart(goldspan, gold, tmp_path):
    path = predictions(tmp_path / "p.jsonl", "finder 2.0")
    run = goldspan("evaluate", "score", gold, path)
    assert run.code == 0, run.err
    assert (
        "Too good: in 2 sentences annotators began with suggestions of this extractor"
        " (finder 1.0, finder 1.1). F1 is 1.0000 there, 0.6667 on all others." in flat(run.out)
    )
    report = json.loads(goldspan("evaluate", "score", gold, path, "--json").out)
    assert report["predictions"]["suggested"] == 2
    assert report["predictions"]["suggested_by"] == ["finder 1.0", "finder 1.1"]
    apart = report["slices"]["suggestions"]
    assert apart["its own"]["support"] == 2 and apart["not its own"]["f1"] == pytest.approx(2 / 3)
    assert sum(part["matched"] for part in apart.values()) == report["overall"]["matched"]
    run = goldspan("evaluate", "score", gold, path, "--report", tmp_path / "report")
    assert run.code == 0, run.err
    [page] = (tmp_path / "report").glob("*.html")
    assert "annotators began with suggestions of this extractor" in page.read_text()


def test_the_very_version_and_a_stranger(goldspan, gold, tmp_path):
    same = goldspan("evaluate", "score", gold, predictions(tmp_path / "p.jsonl", "finder 1.0"))
    assert "(finder 1.1)" in same.out
    other = predictions(tmp_path / "p.jsonl", "finder-two 1.0")
    assert "Too good" not in goldspan("evaluate", "score", gold, other, "--split", "test").out


def test_a_test_split_is_refused_unless_forced(goldspan, gold, tmp_path):
    path = predictions(tmp_path / "p.jsonl", "finder 2.0")
    other = predictions(tmp_path / "o.jsonl", "other")
    commands = (("score", gold, path), ("compare", gold, path, other))
    for command in commands:
        run = goldspan("evaluate", *command, "--split", "test")
        assert run.code == 0, "until gold is split, all of it bears that name"
        assert "oo good: in 2 sentences annotators began" in flat(run.out)
    manifest = json.loads((gold / "manifest.json").read_text())
    manifest["split"] = {"shares": {"train": 0.5, "test": 0.5}, "seed": 0}
    (gold / "manifest.json").write_text(json.dumps(manifest))
    for command in commands:
        run = goldspan("evaluate", *command, "--split", "test", "-o", "out.json")
        assert run.code == 1 and not (tmp_path / "out.json").exists()
        assert "in 2 of the 3 sentences of split test annotators began with suggestions" in run.err
        assert "finder 1.0, finder 1.1" in run.err and "--allow-suggested" in run.err
        run = goldspan("evaluate", *command, "--split", "test", "--allow-suggested")
        assert run.code == 0, run.err
        assert "oo good: in 2 sentences annotators began" in flat(run.out)
