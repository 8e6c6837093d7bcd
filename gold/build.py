"""Build a gold dataset from annotations."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from goldspan import __version__
from goldspan.annotations import Annotation
from goldspan.dataset import GoldSentence, Manifest
from goldspan.errors import InputError
from goldspan.gold.merge import Merged, merge
from goldspan.gold.write import Dataset, Misaligned, gold_annotation, write_dataset
from goldspan.guidelines.model import Guidelines
from goldspan.records import read_records, sha256_of_records
from goldspan.sentences import Sentence, distinct, sha256_of_text
from goldspan.spans import fault_of
from goldspan.tokens import TOKENISER

SPLIT = "test"
"""Until it is split, a gold set is for testing."""


class Built(msgspec.Struct, frozen=True):
    """What a build made: the merged annotations, the spans tokens can't show, the manifest."""

    merged: Merged
    misaligned: list[Misaligned]
    manifest: Manifest


def build(
    annotations_file: Path, output: Path, *, guidelines: Guidelines, sentences_file: Path | None
) -> Built:
    """Build the dataset's folder, all or nothing.

    Raises:
        InputError: an input can't be read, or a record doesn't fit its text or the guidelines.
    """
    annotations = read_annotations(annotations_file, guidelines)
    sentences = _sentences(annotations, sentences_file)
    merged = merge(sentences, [annotation for _, annotation in annotations])
    if not merged.gold:
        raise InputError(
            f"{annotations_file}: no sentence has an annotation that counts"
            f" ({len(merged.disagreements)} in disagreement, {len(merged.left_out)} left out)."
        )
    inputs = {
        "annotations": sha256_of_records(annotation for _, annotation in annotations),
        "sentences": sha256_of_records(sentences.values()),
    }
    dataset = Dataset(
        splits={SPLIT: [sentence for sentence, _ in merged.gold]},
        annotations={
            sentence.id: [gold_annotation(annotation) for annotation in said]
            for sentence, said in merged.gold
        },
        disagreements=merged.disagreements,
        left_out=merged.left_out,
    )
    manifest = _manifest(guidelines, merged, len(annotations), inputs)
    written = write_dataset(output, dataset, manifest=manifest, guidelines=guidelines)
    return Built(merged, written.misaligned, written.manifest)


def read_annotations(path: Path, guidelines: Guidelines) -> list[tuple[str, Annotation]]:
    """The records with where each was read, every one checked against its text.

    Raises:
        InputError: there is none, or one doesn't fit its text or the guidelines.
    """
    found: list[tuple[str, Annotation]] = []
    for number, record in read_records(path, Annotation):
        where = f"{path}:{number}: sentence {record.sentence}"
        if sha256_of_text(record.text) != record.text_sha256:
            raise InputError(f"{where}: the text isn't the one its hash was made of.")
        for span in record.spans:
            if fault := fault_of(span, record.text, guidelines.label_names):
                raise InputError(f"{where}: {fault}.")
        found.append((f"{path}:{number}", record))
    if not found:
        raise InputError(f"{path}: there is no annotation in it.")
    return found


def _sentences(
    annotations: Iterable[tuple[str, Annotation]], path: Path | None
) -> dict[str, Sentence]:
    """All sentences by id: those of the file, else those the annotations name."""
    placed = [
        (where, annotation.as_sentence) for where, annotation in annotations if not annotation.stale
    ]
    if path is None:
        return {sentence.id: sentence for sentence in distinct(placed)}
    given = [(f"{path}:{number}", sentence) for number, sentence in read_records(path, Sentence)]
    known = {sentence.id: sentence for sentence in distinct(given)}
    for where, sentence in placed:
        if sentence.id not in known:
            raise InputError(f"{where}: sentence {sentence.id} isn't in {path}.")
        if known[sentence.id].text != sentence.text:
            raise InputError(f"{where}: sentence {sentence.id} has another text in {path}.")
    return known


def _manifest(
    guidelines: Guidelines,
    merged: Merged,
    annotations: int,
    inputs: dict[str, str],
) -> Manifest:
    gold: list[GoldSentence] = [sentence for sentence, _ in merged.gold]
    reasons = Counter(left_out.reason for left_out in merged.left_out)
    origins = Counter(span.origin for sentence in gold for span in sentence.spans)
    return Manifest(
        goldspan=__version__,
        tokeniser=TOKENISER,
        labels=guidelines.label_names,
        guidelines={"version": guidelines.version, "sha256": guidelines.sha256},
        inputs=inputs,
        counts={
            "annotations": annotations,
            "annotations_in_gold": sum(len(said) for _, said in merged.gold),
            "annotations_in_disagreements": sum(
                len(disagreement.annotations) for disagreement in merged.disagreements
            ),
            **{f"annotations_{reason}": reasons[reason] for reason in ("draft", "skipped")},
            "annotations_superseded": reasons["superseded"],
            "annotations_stale": reasons["stale"],
            "sentences_in_gold": len(gold),
            "sentences_in_disagreements": len(merged.disagreements),
            "sentences_not_annotated": reasons["not annotated"],
            "spans": sum(len(sentence.spans) for sentence in gold),
            "spans_agreed": origins["agreed"],
            "spans_single": origins["single"],
        },
        splits={},
    )
