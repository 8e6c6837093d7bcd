"""What there is to run, and what of it is installed."""

import json

from goldspan.extractors import Kind, table


def test_all_kinds_are_listed_with_what_is_installed(goldspan, monkeypatch):
    lacking = Kind("lacking:X", "for tests", print, packages=("there_is_no_such",), extra="more")
    monkeypatch.setattr(table, "KINDS", (*table.KINDS, lacking))
    found = {
        kind["form"]: kind for kind in json.loads(goldspan("evaluate", "extractors", "--json").out)
    }
    assert {"baseline", "spacy:MODEL_OR_PATH", "command:PROGRAM ARGUMENTS"} <= set(found)
    assert found["spacy:MODEL_OR_PATH"]["missing"] == []
    assert found["lacking:X"]["missing"] == ["there_is_no_such"]
    assert found["lacking:X"]["install"] == 'pip install "goldspan[more]"'
    for kind in found.values():
        assert all(option["description"] for option in kind["options"])
    shown = goldspan("evaluate", "extractors").out
    assert "spacy:MODEL_OR_PATH" in shown
    assert 'pip install "goldspan[more]"' in shown


def test_one_is_listed_with_its_options(goldspan):
    run = goldspan("evaluate", "extractors", "transformers:any")
    assert "aggregation" in run.out
    assert "spacy" not in run.out
    run = goldspan("evaluate", "extractors", "gliner")
    assert "threshold" in run.out
    assert "It has no options" in goldspan("evaluate", "extractors", "baseline").out
    wrong = goldspan("evaluate", "extractors", "spacey")
    assert wrong.code == 1
    assert "did you mean 'spacy'?" in wrong.err
