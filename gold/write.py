"""Write a dataset's folder, all or nothing; the same whether it was just built or just split."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Disagreement
from goldspan.agreement.result import Agreement
from goldspan.annotations import Annotation
from goldspan.dataset import (
    AGREEMENT_FILE,
    ASIDE,
    CONFIGS,
    MANIFEST,
    GoldAnnotation,
    GoldSentence,
    GoldSpan,
    Manifest,
)
from goldspan.errors import InputError
from goldspan.files import replacing_folder, sha256_of, write_json, write_text
from goldspan.gold.building.outcome import LeftOut
from goldspan.gold.card import card
from goldspan.gold.paragraphs import local_paragraphs
from goldspan.gold.parquet import write_annotations, write_sentences, write_tokens
from goldspan.guidelines.model import Guidelines
from goldspan.records import write_records
from goldspan.splits import SPLITS_FILE, Assignment
from goldspan.tokens import find_tokeniser

ADJUDICATIONS = "adjudications.jsonl"
CARD = "README.md"
LEFT_OUT = "left_out.jsonl"
MISALIGNED = "misaligned.jsonl"


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """What a dataset's folder holds.

    Attributes:
        splits: the sentences of each split.
        annotations: what each annotator said of its sentences, by their ids.
        disagreements: sentences that wait for an adjudicator; None where that isn't known, as in
            what was published.
        left_out: whatever else isn't in gold, likewise.
        adjudications: the decisions that gold rests on, likewise.
        agreement: of all the annotations that gold was built from; None where that isn't known.
        aside: gold sentences that no split holds.
        assignments: which sentence is where; None if the dataset isn't split.
    """

    splits: Mapping[str, Sequence[GoldSentence]]
    annotations: Mapping[str, Sequence[GoldAnnotation]]
    disagreements: Sequence[Disagreement] | None
    left_out: Sequence[LeftOut] | None
    adjudications: Sequence[Annotation] | None = ()
    agreement: Agreement | None = None
    aside: Sequence[GoldSentence] = ()
    assignments: Sequence[Assignment] | None = None


class Misaligned(msgspec.Struct, frozen=True):
    """A gold span that the tokens can't show, and why.

    Attributes:
        sentence: the sentence's id.
        span: the span as it is in gold.
        reason: why, as the end of a sentence.
    """

    sentence: str
    span: GoldSpan
    reason: str


class Written(msgspec.Struct, frozen=True):
    """The manifest as written, and the spans that tokens can't show."""

    manifest: Manifest
    misaligned: list[Misaligned]


def write_dataset(
    output: Path, dataset: Dataset, *, manifest: Manifest, guidelines: Guidelines
) -> Written:
    """Write the folder; an earlier dataset in its place is replaced once this one is complete.

    Args:
        output: the folder.
        dataset: what it is to hold.
        manifest: where it comes from; ``splits`` and the count ``spans_misaligned`` are set here.
        guidelines: what it was annotated under, for its labels and its card.

    Raises:
        InputError: something else than a dataset stands in its place, or the manifest names a
            tokeniser that there isn't.
    """
    _refuse_foreign_folder(output)
    paragraphs = local_paragraphs(output / CARD)
    with replacing_folder(output) as folder:
        misaligned: list[Misaligned] = []
        for split, sentences in dataset.splits.items():
            misaligned += _write_split(
                folder, split, sentences, dataset, guidelines, manifest.tokeniser
            )
        listed: dict[str, Sequence[msgspec.Struct] | None] = {
            DISAGREEMENTS: dataset.disagreements,
            ADJUDICATIONS: dataset.adjudications,
            LEFT_OUT: dataset.left_out,
            MISALIGNED: misaligned,
            SPLITS_FILE: dataset.assignments,
        }
        for name, records in listed.items():
            if records is not None:
                write_records(folder / name, records)
        if dataset.agreement is not None:
            write_json(folder / AGREEMENT_FILE, dataset.agreement.without_quotes)
        if dataset.aside:
            write_sentences(folder / ASIDE / "sentences.parquet", dataset.aside)
            write_annotations(folder / ASIDE / "annotations.parquet", _said(dataset, dataset.aside))
        manifest = msgspec.structs.replace(
            manifest,
            counts={
                **manifest.counts,
                "spans_misaligned": len(misaligned),
                "sentences_aside": len(dataset.aside),
            },
            splits={split: len(sentences) for split, sentences in dataset.splits.items()},
        )
        write_json(folder / MANIFEST, manifest)
        gold = [sentence for sentences in dataset.splits.values() for sentence in sentences]
        write_card(folder, manifest, gold, guidelines, paragraphs)
    return Written(manifest, misaligned)


def write_card(
    folder: Path,
    manifest: Manifest,
    sentences: Sequence[GoldSentence],
    guidelines: Guidelines,
    paragraphs: Mapping[str, str],
) -> None:
    """Write the README of a folder whose tables are written.

    Args:
        folder: the dataset's.
        manifest: the dataset's.
        sentences: all its sentences.
        guidelines: what it was annotated under.
        paragraphs: the maintainers' own.
    """
    digests = {config: _digest(folder / name, manifest) for config, name in CONFIGS.items()}
    write_text(folder / CARD, card(manifest, sentences, guidelines, digests, paragraphs))


def gold_annotation(annotation: Annotation) -> GoldAnnotation:
    """An annotation as a dataset keeps it."""
    return GoldAnnotation(
        id=annotation.sentence,
        annotator=annotation.annotator,
        spans=annotation.spans,
        flags=annotation.flags,
        seconds=annotation.seconds,
        suggested_by=annotation.suggested_by,
        guidelines=annotation.guidelines.version if annotation.guidelines else None,
    )


def _write_split(
    folder: Path,
    split: str,
    sentences: Sequence[GoldSentence],
    dataset: Dataset,
    guidelines: Guidelines,
    tokeniser: str,
) -> list[Misaligned]:
    def path(config: str) -> Path:
        return folder / CONFIGS[config] / f"{split}.parquet"

    write_sentences(path("default"), sentences)
    left_over = write_tokens(
        path("bio"), sentences, guidelines.label_names, find_tokeniser(tokeniser)
    )
    write_annotations(path("annotations"), _said(dataset, sentences))
    return [Misaligned(sentence, misfit.span, misfit.reason) for sentence, misfit in left_over]


def _said(dataset: Dataset, sentences: Iterable[GoldSentence]) -> Iterator[GoldAnnotation]:
    return (said for sentence in sentences for said in dataset.annotations[sentence.id])


def _digest(folder: Path, manifest: Manifest) -> str:
    """The hashes of the files of one configuration, in the order of the splits."""
    paths = [folder / f"{split}.parquet" for split in manifest.splits]
    return " ".join(sha256_of(path) for path in paths if path.exists())


def _refuse_foreign_folder(output: Path) -> None:
    """A dataset takes the place of an earlier one, never of anything else."""
    if (
        output.exists()
        and not (output / MANIFEST).exists()
        and (not output.is_dir() or any(output.iterdir()))
    ):
        raise InputError(f"{output} exists and isn't a gold dataset; name another with -o.")
