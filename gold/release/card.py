"""The card of a release: what a reader must know before trusting it, every figure from the data."""

from collections.abc import Mapping

from goldspan.gold.measures.result import Agreed, Agreement
from goldspan.gold.paragraphs import PLACES, marked
from goldspan.gold.release.about import UNKNOWN
from goldspan.gold.release.citation import bibtex
from goldspan.gold.release.facts import CardFacts
from goldspan.gold.release.matter import creators, matter
from goldspan.gold.release.statistics import Figures, SplitFigures

_FEW = 30
_CREATORS = {
    "expert-generated": "People who know the field annotated.",
    "crowdsourced": "Crowd workers annotated.",
    "machine-generated": "**Machines annotated; no person did.**",
    "other": "Who the annotators are, the maintainers haven't said.",
}
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
        _annotators(facts),
        _noise(facts),
        _leakage(facts),
        _limitations(facts),
        _licence(facts),
        _citation(facts),
        _more(facts),
    ]
    body = "\n\n".join(section.strip() for section in sections if section)
    return f"{matter(facts)}\n{body}\n"


def language_names(facts: CardFacts) -> dict[str, str]:
    """English names of the languages by tag."""
    from babel import Locale

    names = Locale("en").languages
    tags = facts.figures.sentences_by_language
    return {tag: names.get(tag, "not known" if tag == "und" else tag) for tag in tags}


def _opening(facts: CardFacts) -> str:
    figures = facts.figures
    languages = _listed(list(language_names(facts).values()))
    return f"""# {facts.title}

{_own(facts, "summary", facts.about.summary)}

{figures.sentences} sentences from {figures.documents} documents in {languages}, in which \
{figures.spans} mentions are marked as {_listed(facts.manifest.labels)}: exact character spans, \
also inside glued words and inside each other. This is version {facts.version} \
([changes](CHANGELOG.md)), annotated under guidelines {_listed(list(figures.guidelines))} \
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
        examples = ", ".join(f"*{_cell(text)}*" for text in facts.examples.get(label.name, []))
        definitions.append(f"| {label.name} | {_cell(label.definition)} | {examples} |")
    parts += definitions if facts.examples else [row.rsplit("|", 2)[0] + "|" for row in definitions]
    parts += ["", f"| split | label | {head} | all |", f"|---|---|{colons}"]
    for split, one in figures.splits.items():
        parts += [_count_row(split, label, row, names) for label, row in one.labels.items()]
    if len(figures.splits) > 1:
        parts += [_count_row("all", label, row, names) for label, row in figures.labels.items()]
    parts += ["", *(_chart(facts, "labels"))]
    parts += ["", "| split | documents | sentences | without mentions | tokens | mentions |"]
    parts += ["|---|---:|---:|---:|---:|---:|"]
    wholes: dict[str, SplitFigures | Figures] = {
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
    sections = _listed([f"{n} {name}" for name, n in facts.figures.sections.items()])
    names = language_names(facts)
    by_language = _listed(
        [f"{count} {names[tag]}" for tag, count in facts.figures.sentences_by_language.items()]
    )
    counts = facts.manifest.counts
    left_out = counts.get("sentences_in_disagreements", 0)
    unannotated = counts.get("sentences_not_annotated", 0)
    nothing = "*The maintainers haven't described how the sentences were chosen.*"
    return f"""## How the sentences were chosen

{_own(facts, "sampling", "" if "sampling" in facts.paragraphs else nothing)}

Sentences by language: {by_language}. By kind of line: {sections}. Not in this dataset are \
{left_out} sentences on which annotators disagree and {unannotated} that nobody annotated."""


def _annotators(facts: CardFacts) -> str:
    figures = facts.figures
    who = _listed([f"`{name}` ({count})" for name, count in figures.annotators.items()])
    each = _listed(
        [
            f"{count} by {number} annotator{'' if number == '1' else 's'}"
            for number, count in figures.annotators_per_sentence.items()
        ]
    )
    origins = _listed([f"{count} {name}" for name, count in figures.origins.items()])
    suggested = _listed(
        [f"`{name}` in {count} sentences" for name, count in figures.suggested_by.items()]
    )
    shown = (
        f"Annotators began with suggestions of {suggested}: a score of such an extractor on these"
        " sentences is too good."
        if suggested
        else "No annotator was shown any suggestion."
    )
    return f"""## Who annotated, and how

{_CREATORS[creators(facts)]}

{_own(facts, "annotators", "")}

Annotators, with the number of sentences of this dataset each annotated: {who or "not published"}. \
{_adjudicated(facts)}Sentences: {each}. Mentions by origin: {origins or "none"}. {shown}

{_agreement(facts)}"""


def _adjudicated(facts: CardFacts) -> str:
    deciders = facts.figures.adjudicators
    if not deciders:
        return ""
    who = _listed([f"`{name}` ({count})" for name, count in deciders.items()])
    return f"Adjudicators, with the number each decided on: {who}. "


def _agreement(facts: CardFacts) -> str:
    agreement = facts.agreement
    if agreement is None:
        return "No sentence was annotated by two people, so agreement can't be told."
    rows = [
        f"| {name} | {_agreed_cells(one)} |"
        for name, one in agreement_rows(agreement, language_names(facts))
    ]
    return "\n".join(
        [
            "Agreement between annotators before any decision: strict F1 on spans (the same"
            f" boundaries and label), {agreement.overall.sentences} pairs of annotations in"
            f" {agreement.documents} documents; intervals take documents as wholes. *matched* are"
            " spans that both marked, *first* and *second* those of the one whose name comes first"
            " and of the other. More measures: [agreement.json](agreement.json).",
            "",
            "| mentions of | F1 | 95% interval | matched | first | second |",
            "|---|---:|---:|---:|---:|---:|",
            *rows,
            "",
            *_chart(facts, "agreement"),
        ]
    )


def agreement_rows(agreement: Agreement, languages: Mapping[str, str]) -> list[tuple[str, Agreed]]:
    """The rows of the card's table and chart of agreement; languages by their names."""
    by_language = [(languages.get(tag, tag), one) for tag, one in agreement.languages.items()]
    return [
        *agreement.labels.items(),
        *(by_language if len(by_language) > 1 else ()),
        ("all", agreement.overall),
    ]


def _agreed_cells(one: Agreed) -> str:
    interval = f"{one.f1_interval[0]:.3f}-{one.f1_interval[1]:.3f}" if one.f1_interval else "-"
    f1 = "-" if one.f1 is None else f"{one.f1:.4f}"
    return f"{f1} | {interval} | {one.matched} | {one.first} | {one.second}"


def _noise(facts: CardFacts) -> str:
    figures = facts.figures
    noisy = {
        name.partition("=")[2]: count
        for name, count in figures.attributes.items()
        if name.startswith("noise=")
    }
    other = {n: c for n, c in figures.attributes.items() if not n.startswith("noise=")}
    lines = ["## Known noise", "", "The text is as it was found and was never repaired.", ""]
    lines.append(f"- Sentences by flag: {_counted(figures.flags) or 'none'}.")
    lines.append(f"- Mentions marked as noise: {_counted(noisy) or 'none'}.")
    lines.append(f"- Other attributes of mentions: {_counted(other) or 'none'}.")
    examples = f" Examples: {', '.join(facts.misaligned)}." if facts.misaligned else ""
    lines.append(
        f"- Tokens can't show {figures.misaligned} of {figures.spans} mentions, because these begin"
        " or end inside a token or lie inside another mention (by split:"
        f" {_counted({name: one.misaligned for name, one in figures.splits.items()})};"
        " [misaligned.jsonl](misaligned.jsonl) lists them). Configuration `default` has every one;"
        f" `lossless` is false in the rows of `bio` that miss one.{examples}"
    )
    return "\n".join(lines)


def _leakage(facts: CardFacts) -> str:
    figures = facts.figures
    if not figures.leakage:
        return f"""## Leakage

There is no training split, so nothing can leak from one ({_listed(list(figures.splits))} only). \
Documents, texts and names may still stand in what your extractor was trained on."""
    rows = "\n".join(
        f"| {split} | {one.documents} | {one.texts} | {one.seen} of {one.mentions} |"
        for split, one in figures.leakage.items()
    )
    return f"""## Leakage

What a split shares with `train`: documents; sentences of which `train` has a near duplicate; \
mentions whose wording carries the same label there.

| split | documents | near duplicates | mentions seen |
|---|---:|---:|---:|
{rows}"""


def _limitations(facts: CardFacts) -> str:
    figures = facts.figures
    lines = []
    for split, one in figures.splits.items():
        few = [label for label, row in one.labels.items() if sum(row.values()) < _FEW]
        if few:
            lines.append(
                f"- `{split}` has fewer than {_FEW} mentions of {_listed(few)}: few to judge by."
            )
    single = figures.origins.get("single", 0)
    if single:
        lines.append(f"- {single} of {figures.spans} mentions rest on one annotator alone.")
    if creators(facts) == "machine-generated":
        lines.append("- Machines share habits and errors: their agreement says little about truth.")
    if facts.manifest.counts.get("sentences_in_disagreements"):
        lines.append(
            "- Sentences on which annotators disagree are left out, and they are the hard ones:"
            " scores are better than on all sentences."
        )
    if figures.documents < _FEW:
        lines.append(f"- {figures.documents} documents are a small sample: intervals are wide.")
    return "## Limitations\n\n" + "\n\n".join(
        part for part in ("\n".join(lines), _own(facts, "limitations", "")) if part
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
    parts = [_own(facts, "uses", "")]
    parts += [marked(name, facts.paragraphs[name]) for name in others]
    where = (
        "Files: [manifest.json](manifest.json) has where everything comes from, with hashes and all"
        " figures of this page; [croissant.json](croissant.json) describes the tables to other"
        f" tools. Made with goldspan {facts.manifest.goldspan}. Paragraphs between `yours` marks"
        " are the maintainers' own; the rest is generated from the data."
    )
    return "\n\n".join([*parts, where])


def _own(facts: CardFacts, name: str, otherwise: str) -> str:
    """The maintainers' paragraph between its marks, after what is said where they said nothing."""
    text = facts.paragraphs.get(name, "")
    before = f"{otherwise}\n\n" if otherwise and not text else ""
    return before + marked(name, text)


def _chart(facts: CardFacts, name: str) -> list[str]:
    path = f"charts/{name}.svg"
    return [f"![{facts.charts[path]}]({path})"] if path in facts.charts else []


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _cell(text: str) -> str:
    """A text inside a table's cell and inside emphasis."""
    for character in "\\|*_`<[":
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())
