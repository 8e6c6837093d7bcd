"""A score in a model's card, as the Hub's own classes read it."""

import json

import pytest
import yaml
from huggingface_hub import ModelCard, parse_eval_result_entries

from goldspan.gold.build import build
from goldspan.samples import sample_annotations

CARD = """---
license: apache-2.0
model-index:
- name: rules
  results:
  - task: {type: token-classification}
    dataset: {type: other/set, name: set, split: test}
    metrics: [{type: f1, value: 0.5}]
---

# Rules

Prose that stays -- with "---" inside:

---
"""


@pytest.fixture
def gold(tmp_path, guidelines):
    files = [sample_annotations("machine-a"), sample_annotations("machine-b")]
    build(files, tmp_path / "gold", guidelines=guidelines)
    return tmp_path / "gold"


def test_the_hubs_classes_read_the_block(goldspan, gold, tmp_path):
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    run = goldspan(
        "evaluate", "score", gold, "baseline", "--split", "test", "--json",
        "--model-index", "README.md", "--dataset", "acme/diplomacy@v1.2.0",
    )  # fmt: skip
    assert run.code == 0, run.err
    overall = json.loads(run.out)["overall"]
    card = ModelCard.load(tmp_path / "README.md")
    other, *ours = card.data.eval_results
    assert (other.dataset_type, other.metric_value) == ("other/set", 0.5)
    assert {result.metric_type: result.metric_value for result in ours} == {
        name: overall[name] for name in ("f1", "precision", "recall")
    }
    for result in ours:
        assert result.task_type == "token-classification"
        assert (result.dataset_type, result.dataset_config) == ("acme/diplomacy", "default")
        assert (result.dataset_split, result.dataset_revision) == ("test", "v1.2.0")
    assert card.data.license == "apache-2.0"
    assert card.content.split("---\n", 2)[2] == CARD.split("---\n", 2)[2]


def test_scoring_again_replaces_its_own_result_alone(goldspan, gold, tmp_path):
    arguments = ("evaluate", "score", gold, "baseline", "--model-index", "README.md")
    for dataset in ("acme/d@v1.0.0", "acme/d@v1.0.0", "acme/d@v2.0.0"):
        assert goldspan(*arguments, "--split", "test", "--dataset", dataset).code == 0
    index = ModelCard.load(tmp_path / "README.md").data.to_dict()["model-index"]
    [model] = index
    assert model["name"].startswith("baseline")
    assert [one["dataset"]["revision"] for one in model["results"]] == ["v1.0.0", "v2.0.0"]


@pytest.mark.parametrize("revision", ["v1.0.0", "ab" * 20])
def test_the_evaluation_results_are_what_the_hub_expects(goldspan, gold, tmp_path, revision):
    run = goldspan(
        "evaluate", "score", gold, "baseline", "--split", "test", "--json",
        "--model-index", "README.md", "--dataset", f"acme/diplomacy@{revision}",
    )  # fmt: skip
    path = tmp_path / ".eval_results" / "acme--diplomacy.yaml"
    [entry] = parse_eval_result_entries(yaml.safe_load(path.read_text(encoding="utf-8")))
    overall = json.loads(run.out)["overall"]
    assert (entry.dataset_id, entry.value) == ("acme/diplomacy", overall["f1"])
    is_commit = len(revision) == 40
    assert entry.dataset_revision == (revision if is_commit else None)
    assert (f"revision {revision}" in entry.notes) is not is_commit
    assert f"{overall['support']} entities" in entry.notes


def test_a_downloaded_release_names_itself(goldspan, gold, tmp_path):
    path = gold / "manifest.json"
    manifest = json.loads(path.read_bytes())
    refused = goldspan("evaluate", "score", gold, "baseline", "--model-index", "README.md")
    assert refused.code == 1 and "--dataset NAMESPACE/NAME@v1.0.0" in refused.err
    assert not (tmp_path / "README.md").exists()
    manifest["release"] = {"repository": "acme/d", "version": "3.1.0"}
    path.write_text(json.dumps(manifest))
    assert goldspan("evaluate", "score", gold, "baseline", "--model-index", "README.md").code == 0
    [result, *_] = ModelCard.load(tmp_path / "README.md").data.eval_results
    assert (result.dataset_type, result.dataset_revision) == ("acme/d", "v3.1.0")


@pytest.mark.parametrize("named", ["diplomacy", "a/b/c", "@v1"])
def test_a_wrong_name_is_refused(goldspan, gold, named):
    run = goldspan(
        "evaluate", "score", gold, "baseline", "--model-index", "x.md", "--dataset", named
    )
    assert run.code == 1 and "NAMESPACE/NAME" in run.err
