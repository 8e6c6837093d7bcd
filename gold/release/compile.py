"""Make the folder of a release from a gold dataset's folder."""

import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Disagreement
from goldspan.agreement.result import Agreement, read_dataset_agreement
from goldspan.dataset import (
    AGREEMENT_FILE,
    CONFIGS,
    MANIFEST,
    GoldAnnotation,
    GoldDataset,
    read_aside,
    read_gold,
    read_gold_annotations,
)
from goldspan.errors import InputError
from goldspan.files import sha256_of, write_json, write_text
from goldspan.gold.release.about import About
from goldspan.gold.release.agreement import AgreementInside, agreement_inside
from goldspan.gold.release.agreement_section import agreement_rows
from goldspan.gold.release.card import release_card
from goldspan.gold.release.charts import agreement_chart, counts_chart
from goldspan.gold.release.citation import citation_file
from goldspan.gold.release.croissant import croissant
from goldspan.gold.release.facts import CardFacts, features_of, tables_of
from goldspan.gold.release.manifest import (
    GUIDELINES,
    FileFacts,
    Release,
    TextPolicy,
    write_release_manifest,
)
from goldspan.gold.release.offsets import strip_text
from goldspan.gold.release.statistics import figures_of
from goldspan.gold.release.wording import language_names
from goldspan.gold.write import CARD, MISALIGNED, Misaligned
from goldspan.guidelines.model import Guidelines
from goldspan.records import read_records, write_records
from goldspan.sentences import Sentence
from goldspan.splits import SPLITS_FILE
from goldspan.tokens import find_tokeniser

CHANGELOG = "CHANGELOG.md"
_EXAMPLES = 3


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """What accompanies the tables and changes from version to version.

    Attributes:
        paragraphs: the maintainers' own, by name.
    """

    repository: str
    version: str
    changelog: str
    about: About
    guidelines: Guidelines
    paragraphs: Mapping[str, str]


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of a release, in their folder, and what was read to make them.

    Attributes:
        agreement: on all that was annotated; None where the dataset doesn't say.
        inside: agreement on the sentences of the dataset.
        restored: the SHA-256 of each table with its text, where it is published without.
    """

    folder: Path
    gold: Path
    text: TextPolicy
    dataset: GoldDataset
    annotations: list[GoldAnnotation]
    agreement: Agreement | None
    inside: AgreementInside | None
    restored: dict[str, str]

    @property
    def sentences(self) -> dict[str, Sentence]:
        """Every sentence with its text, by id."""
        return {sentence.id: sentence.as_sentence for sentence in self.dataset.sentences()}

    @property
    def texts(self) -> dict[str, str]:
        """The text of every sentence by id, of those that aren't published, too."""
        path = self.gold / DISAGREEMENTS
        waiting = read_records(path, Disagreement) if path.exists() else ()
        disputed = {one.sentence: one.text for _, one in waiting}
        aside = {one.id: one.text for one in read_aside(self.gold)[0]}
        return disputed | aside | {one.id: one.text for one in self.dataset.sentences()}


def compile_tables(
    gold: Path, folder: Path, *, text: TextPolicy, without: Collection[str], guidelines: Guidelines
) -> Compiled:
    """Write the tables, with their text or without.

    Args:
        gold: the dataset's folder.
        folder: the release's, empty.
        text: whether the text is published.
        without: configurations that aren't.
        guidelines: those that gold was built with.

    Raises:
        InputError: the dataset can't be read, or was built with other guidelines.
    """
    dataset = read_gold(gold)
    built_with = dataset.manifest.guidelines
    if built_with.get("sha256") != guidelines.sha256:
        raise InputError(
            f"{gold} was built with guidelines {built_with.get('version')} of another content than"
            f" these ({guidelines.version}); name the right file with --guidelines."
        )
    if not dataset.sentences():
        raise InputError(f"{gold} has no sentence, so there is nothing to publish.")
    restored: dict[str, str] = {}
    for config, name in CONFIGS.items():
        for split in dataset.manifest.splits:
            source, path = gold / name / f"{split}.parquet", f"{name}/{split}.parquet"
            if config in without or not source.exists():
                continue
            if text == "offsets":
                strip_text(source, folder / path, config)
                restored[path] = sha256_of(source)
            else:
                (folder / name).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, folder / path)
    annotations = [
        one
        for split in dataset.manifest.splits
        if (gold / CONFIGS["annotations"] / f"{split}.parquet").exists()
        for one in read_gold_annotations(gold, split)
    ]
    return Compiled(
        folder=folder,
        gold=gold,
        text=text,
        dataset=dataset,
        annotations=annotations,
        agreement=read_dataset_agreement(gold),
        inside=agreement_inside(
            {sentence.id: sentence for sentence in dataset.sentences()},
            annotations,
            dataset.manifest.labels,
        ),
        restored=restored,
    )


def write_papers(compiled: Compiled, papers: Papers) -> None:
    """Write everything but the tables; what an earlier call wrote is replaced."""
    folder = compiled.folder
    facts = _facts(compiled, papers)
    write_records(folder / MISALIGNED, _misaligned(compiled))
    (folder / GUIDELINES).write_bytes(papers.guidelines.source)
    write_text(folder / CHANGELOG, papers.changelog)
    write_text(folder / "CITATION.cff", citation_file(facts))
    write_text(folder / "croissant.json", croissant(facts))
    for path, chart in _charts(facts).items():
        write_text(folder / path, chart)
    if compiled.agreement is not None:
        write_json(folder / AGREEMENT_FILE, compiled.agreement.without_quotes)
    if (compiled.gold / SPLITS_FILE).exists():
        shutil.copyfile(compiled.gold / SPLITS_FILE, folder / SPLITS_FILE)
    write_text(folder / CARD, release_card(facts))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    release = Release(
        version=papers.version,
        repository=papers.repository,
        text=compiled.text,
        configurations=list(facts.tables),
        figures=facts.figures,
        files={
            path.relative_to(folder).as_posix(): FileFacts(path.stat().st_size, sha256_of(path))
            for path in files
            if path != folder / MANIFEST
        },
        restored=compiled.restored,
    )
    write_release_manifest(compiled.gold, folder, release)


def _facts(compiled: Compiled, papers: Papers) -> CardFacts:
    dataset, manifest = compiled.dataset, compiled.dataset.manifest
    tables = tables_of(compiled.folder, manifest.splits)
    named = {
        "charts/labels.svg": "Bars: mentions of each label by language",
        **(
            {"charts/agreement.svg": "Dots and intervals: F1 between annotators by label"}
            if compiled.agreement and compiled.agreement.annotators
            else {}
        ),
    }
    is_shown = compiled.text == "full"
    return CardFacts(
        repository=papers.repository,
        version=papers.version,
        text=compiled.text,
        about=papers.about,
        guidelines=papers.guidelines,
        manifest=manifest,
        figures=figures_of(
            dataset.splits,
            compiled.annotations if "annotations" in tables else [],
            manifest.labels,
            find_tokeniser(manifest.tokeniser),
            compiled.inside,
        ),
        agreement=compiled.agreement,
        tables=tables,
        features={
            config: features_of(compiled.folder / next(iter(of_config.values())).path)
            for config, of_config in tables.items()
        },
        examples=_examples(dataset, manifest.labels) if is_shown else {},
        misaligned=_quotes(compiled) if is_shown else [],
        paragraphs=papers.paragraphs,
        charts=named,
    )


def _charts(facts: CardFacts) -> dict[str, str]:
    colours = facts.guidelines.colours
    charts = {
        "charts/labels.svg": counts_chart(facts.figures.labels, colours, language_names(facts))
    }
    if "charts/agreement.svg" in facts.charts and facts.agreement is not None:
        charts["charts/agreement.svg"] = agreement_chart(
            agreement_rows(facts.agreement, language_names(facts))
        )
    return charts


def _examples(dataset: GoldDataset, labels: Collection[str]) -> dict[str, list[str]]:
    """The commonest mentions of each label; of equally common ones the first in the alphabet."""
    counts: dict[str, Counter[str]] = {label: Counter() for label in labels}
    for sentence in dataset.sentences():
        for span in sentence.spans:
            counts[span.label][sentence.text[span.start : span.end]] += 1
    return {
        label: [
            text
            for text, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_EXAMPLES]
        ]
        for label, counted in counts.items()
    }


def _misaligned(compiled: Compiled) -> list[Misaligned]:
    """The spans that tokens can't show, without quotes where no text is published."""
    path = compiled.gold / MISALIGNED
    records = [record for _, record in read_records(path, Misaligned)] if path.exists() else []
    if compiled.text == "full":
        return records
    return [
        msgspec.structs.replace(record, span=msgspec.structs.replace(record.span, text=None))
        for record in records
    ]


def _quotes(compiled: Compiled) -> list[str]:
    """A few misaligned spans in the letters around them, the shortest first."""
    sentences = compiled.sentences
    found: set[str] = set()
    for record in _misaligned(compiled):
        text = sentences[record.sentence].text
        start, end = record.span.start, record.span.end
        left = text[:start].split()[-1] if text[start - 1 : start].isalnum() else ""
        right = text[end:].split()[0] if text[end : end + 1].isalnum() else ""
        if (left or right) and "`" not in left + right:
            found.add(f"*{text[start:end]}* in `{left}{text[start:end]}{right}`")
    return sorted(found, key=lambda quote: (len(quote), quote))[:_EXAMPLES]
