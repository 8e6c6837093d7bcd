"""The card's YAML is what the Hub takes, and says what the files hold."""

import os

import pytest
import yaml
from huggingface_hub import DatasetCard, DatasetCardData

from goldspan.gold.release.matter import size_category


def test_the_hubs_own_classes_accept_the_yaml(card):
    loaded = DatasetCard(card)
    data = loaded.data.to_dict()
    again = DatasetCardData(**{k: v for k, v in data.items() if k != "train-eval-index"})
    assert again.language == ["en", "vi"] and again.license == ["cc-by-4.0"]
    assert data["annotations_creators"] == ["machine-generated"]
    assert data["task_ids"] == ["named-entity-recognition"]
    assert data["size_categories"] == ["n<1K"]
    [index] = data["train-eval-index"]
    assert index["splits"] == {"train_split": "train", "eval_split": "test"}
    assert index["metrics"] == [{"type": "seqeval", "name": "seqeval"}]
    assert index["col_mapping"] == {"tokens": "tokens", "ner_tags": "tags"}
    assert [c["config_name"] for c in data["configs"] if c.get("default")] == ["default"]
    assert loaded.text.strip().startswith("# Leaders, countries and agreements")


def test_the_yamls_features_and_sizes_are_those_of_the_files(card, release):
    from datasets import Dataset as Table
    from datasets.info import DatasetInfosDict

    matter = yaml.safe_load(card.split("---\n")[1])
    infos = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**matter))
    for config in matter["configs"]:
        info = infos[config["config_name"]]
        for file in config["data_files"]:
            table = Table.from_parquet(
                str(release / file["path"]), cache_dir=os.environ["HF_HOME"] + "/card"
            )
            assert info.features == table.features
            assert info.splits[file["split"]].num_examples == len(table)
        assert info.download_size == sum(
            (release / file["path"]).stat().st_size for file in config["data_files"]
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("license: CC BY 4.0", "isn't written as the Hub does"),
        ("licence: cc-by-4.0", "unknown field `licence`"),
        ("license: [", "not YAML"),
        ("annotators: experts", "invalid enum value"),
    ],
)
def test_a_wrong_about_file_is_refused(text, message, gold, goldspan, tmp_path):
    (tmp_path / "about.yaml").write_text(text)
    run = goldspan("gold", "publish", gold, "acme/x", "--dry-run")
    assert run.code == 1 and "about.yaml: " in run.err and message in run.err


@pytest.mark.parametrize(
    ("sentences", "category"),
    [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**6, "1M<n<10M")],
)
def test_size_categories_are_the_hubs(sentences, category):
    assert size_category(sentences) == category
