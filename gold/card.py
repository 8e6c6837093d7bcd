"""The dataset's README: its configurations for ``load_dataset``, and what is in it."""

from collections import Counter
from collections.abc import Mapping, Sequence

import yaml

from goldspan.dataset import CONFIGS, GoldSentence, Manifest
from goldspan.gold.paragraphs import PLACES, marked
from goldspan.guidelines.model import Guidelines
from goldspan.wording import how_many


def card(
    manifest: Manifest,
    sentences: Sequence[GoldSentence],
    guidelines: Guidelines,
    digests: Mapping[str, str],
    paragraphs: Mapping[str, str],
) -> str:
    """The card's Markdown, with the YAML that names configurations and files.

    Args:
        manifest: of the dataset.
        sentences: its sentences.
        guidelines: what it was annotated under.
        digests: the SHA-256 of each configuration's files. They stand in the YAML because
            ``load_dataset`` keeps local data in a cache whose key is the folder's name and this
            YAML: without them a dataset built anew would be read as it was before.
        paragraphs: the maintainers' own, by name; they go into the published card.
    """
    counts = manifest.counts
    languages = sorted({sentence.lang for sentence in sentences} - {"und"})
    matter = {
        "language": languages,
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition"],
        "configs": [
            {
                "config_name": config,
                "description": f"sha256 {digests[config]}",
                **({"default": True} if config == "default" else {}),
                "data_files": [
                    {"split": split, "path": f"{folder}/{split}.parquet"}
                    for split in manifest.splits
                ],
            }
            for config, folder in CONFIGS.items()
        ],
    }
    return f"""---
{yaml.safe_dump(matter, sort_keys=False, allow_unicode=True)}---

# {guidelines.title}: gold dataset

{how_many(counts["sentences_in_gold"], "sentence")} of \
{how_many(len({s.doc for s in sentences}), "document")} with \
{how_many(counts["spans"], "span")}, annotated under guidelines {guidelines.version}.

| label | definition | {" | ".join(languages)} | spans |
|---|---|{"---:|" * len(languages)}---:|
{_label_rows(sentences, guidelines, languages)}

- Spans on which annotators agree: {counts["spans_agreed"]}; decided by an adjudicator: \
{counts.get("spans_adjudicated", 0)}; from a single annotator: {counts["spans_single"]}.
- Sentences left out because annotators disagree: {counts["sentences_in_disagreements"]} \
(`disagreements.jsonl`); not annotated: {counts["sentences_not_annotated"]}.
- Spans that the tokens of configuration `bio` can't show: {counts["spans_misaligned"]} \
(`misaligned.jsonl`); the configuration `default` holds every span.

Offsets count Unicode code points, half-open: `text[start:end]` is the mention.

```python
from datasets import load_dataset

load_dataset("path/to/this/folder")         # sentences with exact spans
load_dataset("path/to/this/folder", "bio")  # tokens with ner_tags ({manifest.tokeniser})
```

What stands between these marks survives a new build, and goes into the published card:

{_marked(paragraphs)}
"""


def _marked(paragraphs: Mapping[str, str]) -> str:
    names = dict.fromkeys([*PLACES, *paragraphs])
    return "\n\n".join(marked(name, paragraphs.get(name, "")) for name in names)


def _label_rows(
    sentences: Sequence[GoldSentence], guidelines: Guidelines, languages: Sequence[str]
) -> str:
    counts = Counter((span.label, s.lang) for s in sentences for span in s.spans)
    total = Counter(span.label for s in sentences for span in s.spans)
    return "\n".join(
        f"| {label.name} | {label.definition}"
        f" | {' | '.join(str(counts[label.name, language]) for language in languages)}"
        f" | {total[label.name]} |"
        for label in guidelines.labels
    )
