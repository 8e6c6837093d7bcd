"""The card says how far annotators agreed on all they did, and on what is published, apart."""

import json
import shutil

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Adjudication
from goldspan.agreement.result import read_agreement

from .conftest import build_gold, compile_release, sample_records
from .test_card_figures import shown, tables_of

ON_ALL = "**On all "
HERE = "sentences in this dataset that two or more annotated**"


def compiled_card(gold, tmp_path, rules):
    folder = compile_release(gold, tmp_path / "release", rules)
    return (folder / "README.md").read_text(encoding="utf-8")


def test_it_is_published_as_the_command_measures_it(split_gold, release, goldspan):
    annotations = split_gold.with_suffix(".jsonl")
    measured = json.loads(goldspan("gold", "agreement", annotations, "--json").out)
    measured["disagreements"]["groups"] = []
    assert json.loads((release / "agreement.json").read_bytes()) == measured
    assert read_agreement(release / "agreement.json").overall.f1 < 1


def test_disputed_sentences_are_counted_and_never_quoted(split_gold, release):
    disputed = [
        json.loads(line)
        for line in (split_gold / DISAGREEMENTS).read_text(encoding="utf-8").splitlines()
    ]
    assert len(disputed) > 3
    for path in (path for path in release.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for one in disputed:
            assert one["text"].encode() not in content, path
            assert f'"{one["sentence"]}"'.encode() not in content, path


def test_a_dataset_built_before_it_was_kept_says_so(split_gold, tmp_path, rules):
    gold = shutil.copytree(split_gold, tmp_path / "gold")
    (gold / "agreement.json").unlink()
    card = compiled_card(gold, tmp_path, rules)
    assert "isn't known here: this dataset was built before that was kept" in card
    assert ON_ALL not in card and HERE in card
    assert "agreement.json" not in card and "agreement.svg" not in card
    assert not (tmp_path / "release" / "agreement.json").exists()


def test_where_all_is_published_it_is_said_once(tmp_path, rules):
    disputed = {
        json.loads(line)["sentence"]
        for line in (build_gold(tmp_path / "first", sample_records()) / DISAGREEMENTS)
        .read_text(encoding="utf-8")
        .splitlines()
    }
    kept = [record for record in sample_records() if record.sentence not in disputed]
    card = compiled_card(build_gold(tmp_path / "gold", kept), tmp_path, rules)
    assert ON_ALL in card and "All of these sentences are in this dataset." in card
    assert HERE not in card and card.count("| mentions of | F1 |") == 1


def test_with_some_decided_both_tables_are_those_of_the_files(tmp_path, rules):
    records = sample_records(("en", "vi"))
    first = build_gold(tmp_path / "first", records)
    disputed = (first / DISAGREEMENTS).read_text(encoding="utf-8").splitlines()
    decided = next(r for r in records if r.sentence == json.loads(disputed[0])["sentence"])
    decision = msgspec.structs.replace(decided, annotator="x", adjudication=Adjudication())
    gold = build_gold(tmp_path / "gold", [*records, decision])
    card = compiled_card(gold, tmp_path, rules)
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_bytes())
    inside = manifest["release"]["figures"]["agreement"]
    of_all = json.loads((gold / "agreement.json").read_bytes())
    assert of_all["overall"]["f1"] < inside["overall"]["f1"] < 1
    tables = tables_of(card, "mentions of", "F1")
    for table, measured in zip(tables, (of_all, inside), strict=True):
        assert {row[0]: row[1:] for row in table} == shown(measured)
    assert f"{len(disputed) - 1} sentences on which annotators differ wait" in card


def test_one_annotator_agrees_with_nobody(tmp_path, rules):
    records = [one for one in sample_records() if one.annotator == "machine-a"]
    card = compiled_card(build_gold(tmp_path / "gold", records), tmp_path, rules)
    assert "No sentence was annotated by two people: agreement can't be told." in card
    assert "| mentions of |" not in card and "agreement.svg" not in card


def test_what_makes_agreement_too_good_is_said(tmp_path, rules):
    records = [
        msgspec.structs.replace(
            one,
            suggested_by="baseline" if one.doc.startswith("en") else None,
            edited_by="machine-b" if one.annotator == "machine-a" and one.index == 1 else None,
        )
        for one in sample_records()
    ]
    gold = build_gold(tmp_path / "gold", records)
    card = compiled_card(gold, tmp_path, rules)
    measured = read_agreement(gold / "agreement.json")
    for name in ("baseline", "none"):
        one = measured.suggestions[name]
        assert f"F1 {one.f1:.4f} on {one.sentences} sentences ({name})" in card
    assert measured.changed_by_others > 0
    assert f"{measured.changed_by_others} annotations were last changed by another" in card
