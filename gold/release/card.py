"""The card of a release: what a reader must know before trusting it, every figure from the data."""

from collections.abc import Mapping

from goldspan.dataset import AGREEMENT_FILE
from goldspan.gold.paragraphs import PLACES, marked
from goldspan.gold.release.about import UNKNOWN
from goldspan.gold.release.citation import bibtex
from goldspan.gold.release.facts import CardFacts
from goldspan.gold.release.matter import matter
from goldspan.gold.release.quality import annotators, leakage, limitations, noise
from goldspan.gold.release.statistics import SplitFigures
from goldspan.gold.release.wording import cell, chart, language_names, listed, own
from goldspan.wording import how_many

_CONFIGS = {
    "default": "sentences with exact spans",
    "bio": "tokens with `ner_tags` (IOB2)",
    "annotations": "what each annotator said, under pseudonyms",
}


def release_card(facts: CardFacts) -> str:
    """The whole README."""
    sections = [
        _opening(facts),
        _loading(facts),
        _labels(facts),
        _chosen(facts),
        annotators(facts),
        noise(facts),
        leakage(facts),
        limitations(facts),
        _licence(facts),
        _citation(facts),
        _more(facts),
    ]
    body = "\n\n".join(section.strip() for section in sections if section)
    return f"{matter(facts)}\n{body}\n"


def _opening(facts: CardFacts) -> str:
    figures = facts.figures
    languages = listed(list(language_names(facts).values()))
    return f"""# {facts.title}

{own(facts, "summary", facts.about.summary)}

{how_many(figures.sentences, "sentence")} from {how_many(figures.documents, "document")} in \
{languages}, in which {how_many(figures.spans, "mention is", "mentions are")} marked as \
{listed(facts.manifest.labels)}: exact character spans, \
also inside glued words and inside each other. This is version {facts.version} \
([changes](CHANGELOG.md)), annotated under guidelines {listed(list(figures.guidelines))} \
([the whole text](guidelines.md)).\
{_offsets_note(facts)}"""


def _offsets_note(facts: CardFacts) -> str:
    if facts.text == "full":
        return ""
    return f"""

**The text is not in this dataset**: only offsets, labels and hashes are here. With goldspan and \
your own copy of the sentences (JSON Lines with `id`, `doc`, `index` and `text`) it is put back:

```console
$ hf download {facts.repository} --repo-type dataset --revision {facts.tag} --local-dir release
$ goldspan gold restore release sentences.jsonl -o gold/
```

Each sentence's hash is checked before anything is written."""


def _loading(facts: CardFacts) -> str:
    calls = {
        **{
            "" if config == "default" else f', "{config}"': _CONFIGS[config].replace("`", "")
            for config in facts.tables
        },
        f', revision="{facts.tag}"': "pinned to this version",
        ", streaming=True": "without downloading it all",
    }
    width = max(len(arguments) for arguments in calls)
    lines = [
        f'load_dataset("{facts.repository}"{arguments}){" " * (width - len(arguments))}  # {what}'
        for arguments, what in calls.items()
    ]
    columns = "".join(f" {split} |" for split in facts.manifest.splits)
    rows = "\n".join(
        f"| `{config}` | {_CONFIGS[config]} |"
        + "".join(
            f" {tables[split].rows if split in tables else 0} |" for split in facts.manifest.splits
        )
        for config, tables in facts.tables.items()
    )
    return f"""## Loading

```python
from datasets import load_dataset

{chr(10).join(lines)}
```

| configuration | rows are | {columns.strip()}
|---|---|{"---:|" * len(facts.manifest.splits)}
{rows}

Offsets are half-open and count Unicode code points: `text[start:end]` is the mention. \
Tokens come from the tokeniser `{facts.manifest.tokeniser}`, which never sees the annotations."""


def _labels(facts: CardFacts) -> str:
    figures, names = facts.figures, language_names(facts)
    colons = "---:|" * (len(names) + 1)
    head = " | ".join(names.values())
    parts = ["## Labels", ""]
    definitions = ["| label | definition | examples |", "|---|---|---|"]
    for label in facts.guidelines.labels:
        examples = ", ".join(f"*{cell(text)}*" for text in facts.examples.get(label.name, []))
        definitions.append(f"| {label.name} | {cell(label.definition)} | {examples} |")
    parts += definitions if facts.examples else [row.rsplit("|", 2)[0] + "|" for row in definitions]
    parts += ["", f"| split | label | {head} | all |", f"|---|---|{colons}"]
    for split, one in figures.splits.items():
        parts += [_count_row(split, label, row, names) for label, row in one.labels.items()]
    if len(figures.splits) > 1:
        parts += [_count_row("all", label, row, names) for label, row in figures.labels.items()]
    parts += ["", *(chart(facts, "labels"))]
    parts += ["", "| split | documents | sentences | without mentions | tokens | mentions |"]
    parts += ["|---|---:|---:|---:|---:|---:|"]
    wholes: dict[str, SplitFigures] = {
        **figures.splits,
        **({"all": figures} if len(figures.splits) > 1 else {}),
    }
    for split, whole in wholes.items():
        parts.append(
            f"| {split} | {whole.documents} | {whole.sentences} | {whole.empty} | {whole.tokens}"
            f" | {whole.spans} |"
        )
    return "\n".join(parts)


def _count_row(split: str, label: str, row: Mapping[str, int], names: Mapping[str, str]) -> str:
    cells = " | ".join(str(row.get(language, 0)) for language in names)
    return f"| {split} | {label} | {cells} | {sum(row.values())} |"


def _chosen(facts: CardFacts) -> str:
    sections = listed([f"{n} {name}" for name, n in facts.figures.sections.items()])
    names = language_names(facts)
    by_language = listed(
        [f"{count} {names[tag]}" for tag, count in facts.figures.sentences_by_language.items()]
    )
    nothing = "*The maintainers haven't described how the sentences were chosen.*"
    return f"""## How the sentences were chosen

{own(facts, "sampling", "" if "sampling" in facts.paragraphs else nothing)}

Sentences by language: {by_language}. By kind of line: {sections}.{_left_out(facts)}"""


_LEFT_OUT = {
    "sentences_in_disagreements": "on which annotators differ and nobody has decided",
    "sentences_not_annotated": "that nobody annotated",
    "sentences_another_annotator": "that the deciding annotator didn't annotate",
    "sentences_flagged": "left out for their flags",
    "sentences_sentence_skipped": "that an annotator skipped",
    "sentences_aside": "put aside when it was split: boilerplate or near duplicates across splits",
}


def _left_out(facts: CardFacts) -> str:
    """All sentences there were, and why some aren't in the dataset."""
    counts = facts.manifest.counts
    why = [f"{counts[name]} {what}" for name, what in _LEFT_OUT.items() if counts.get(name)]
    if not why or "sentences" not in counts:
        return ""
    return (
        f" There were {counts['sentences']} sentences; those that aren't in this dataset:"
        f" {'; '.join(why)}."
    )


def _licence(facts: CardFacts) -> str:
    about = facts.about
    annotations = (
        "the maintainers haven't said under which licence they are"
        if about.license == UNKNOWN
        else f"`{about.license}`"
    )
    text = "not in this dataset" if facts.text == "offsets" else f"`{about.text_license}`"
    if facts.text == "full" and about.text_license == UNKNOWN:
        text = "the maintainers haven't said under which licence it is; it may be protected"
    rights = f" {about.text_rights.strip()}" if about.text_rights else ""
    return f"""## Licence

- The annotations (spans, labels, flags): {annotations}.
- The text: {text}.{rights}"""


def _citation(facts: CardFacts) -> str:
    return f"""## How to cite

```bibtex
{bibtex(facts)}
```

The same in [CITATION.cff](CITATION.cff)."""


def _more(facts: CardFacts) -> str:
    others = [name for name in facts.paragraphs if name not in PLACES]
    parts = [own(facts, "uses", "")]
    parts += [marked(name, facts.paragraphs[name]) for name in others]
    beside = f", but for those of [{AGREEMENT_FILE}]({AGREEMENT_FILE})" if facts.agreement else ""
    where = (
        "Files: [manifest.json](manifest.json) has where everything comes from, with hashes and the"
        f" figures of this page{beside}; [croissant.json](croissant.json) describes the tables to"
        f" other tools. Made with goldspan {facts.manifest.goldspan}. Paragraphs between `yours`"
        " marks are the maintainers' own; the rest is generated from the data."
    )
    return "\n\n".join([*parts, where])
