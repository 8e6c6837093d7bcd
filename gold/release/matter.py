"""The YAML at the top of a card, which the Hub and ``load_dataset`` read."""

from typing import Any

import yaml

from goldspan.gold.release.about import UNKNOWN
from goldspan.gold.release.facts import CardFacts

_NAMES = {3: "1K", 4: "10K", 5: "100K", 6: "1M", 7: "10M", 8: "100M", 9: "1B", 10: "10B"}


def matter(facts: CardFacts) -> str:
    """The front matter between its rulers.

    Each table's SHA-256 stands in it because ``load_dataset`` keeps local data in a cache whose key
    is the folder's name and this YAML: without them a dataset built anew would be read as it was.
    """
    return f"---\n{yaml.safe_dump(content(facts), sort_keys=False, allow_unicode=True)}---\n"


def content(facts: CardFacts) -> dict[str, Any]:
    """The front matter's content, in the words of the Hub's specification."""
    return {
        "pretty_name": facts.title,
        "language": facts.languages,
        "license": _licenses(facts),
        "annotations_creators": [creators(facts)],
        "language_creators": [facts.about.text_creators],
        "multilinguality": ["multilingual" if len(facts.languages) > 1 else "monolingual"],
        "size_categories": [size_category(facts.figures.sentences)],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition"],
        "tags": ["goldspan", *facts.about.tags],
        "configs": [_config(facts, config) for config in facts.tables],
        "dataset_info": [_info(facts, config) for config in facts.tables],
        **_train_eval_index(facts),
    }


def creators(facts: CardFacts) -> str:
    """Who annotated, as the Hub's specification names it; never guessed to be an expert."""
    if facts.about.annotators:
        return facts.about.annotators
    names = facts.figures.annotators
    is_machine = bool(names) and all(name.startswith("machine-") for name in names)
    return "machine-generated" if is_machine else "other"


def size_category(sentences: int) -> str:
    """The Hub's name for a number of sentences."""
    for power, name in _NAMES.items():
        if sentences < 10**power:
            lower = _NAMES.get(power - 1)
            return f"{lower}<n<{name}" if lower else f"n<{name}"
    return "10B<n<100B"


def _licenses(facts: CardFacts) -> list[str]:
    """Of the annotations, and of the text where it is published."""
    names = [facts.about.license]
    if facts.text == "full":
        names.append(facts.about.text_license)
    known = [name for name in dict.fromkeys(names) if name != UNKNOWN]
    return known if len(known) == len(set(names)) else [*known, UNKNOWN]


def _config(facts: CardFacts, config: str) -> dict[str, Any]:
    tables = facts.tables[config]
    return {
        "config_name": config,
        "description": " ".join(["sha256", *(table.sha256 for table in tables.values())]),
        **({"default": True} if config == "default" else {}),
        "data_files": [{"split": split, "path": table.path} for split, table in tables.items()],
    }


def _info(facts: CardFacts, config: str) -> dict[str, Any]:
    tables = facts.tables[config]
    return {
        "config_name": config,
        "features": facts.features[config],
        "splits": [
            {"name": split, "num_bytes": table.arrow_bytes, "num_examples": table.rows}
            for split, table in tables.items()
        ],
        "download_size": sum(table.size for table in tables.values()),
        "dataset_size": sum(table.arrow_bytes for table in tables.values()),
    }


def _train_eval_index(facts: CardFacts) -> dict[str, Any]:
    """How the Hub's evaluators read tokens and tags; nothing where there are no tokens."""
    if "bio" not in facts.tables or facts.text == "offsets":
        return {}
    splits = list(facts.tables["bio"])
    evaluated = "test" if "test" in splits else splits[-1]
    return {
        "train-eval-index": [
            {
                "config": "bio",
                "task": "token-classification",
                "task_id": "entity_extraction",
                "splits": {
                    **({"train_split": "train"} if "train" in splits else {}),
                    "eval_split": evaluated,
                },
                "col_mapping": {"tokens": "tokens", "ner_tags": "tags"},
                "metrics": [{"type": "seqeval", "name": "seqeval"}],
            }
        ]
    }
