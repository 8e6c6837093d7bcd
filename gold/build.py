"""Build a gold dataset from annotations."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from goldspan import __version__
from goldspan.annotations import Annotation
from goldspan.dataset import MANIFEST, GoldSentence, Manifest
from goldspan.errors import InputError
from goldspan.files import replacing_folder, sha256_of, write_text
from goldspan.gold.card import CONFIGS, card
from goldspan.gold.merge import Merged, merge
from goldspan.gold.parquet import write_annotations, write_sentences, write_tokens
from goldspan.guidelines.model import Guidelines
from goldspan.records import read_records, sha256_of_records, write_records
from goldspan.sentences import Sentence, distinct, sha256_of_text
from goldspan.spans import Span, fault_of
from goldspan.tokens import TOKENISER

SPLIT = "test"
"""Until it is split, a gold set is for testing."""


class Misaligned(msgspec.Struct, frozen=True):
    """A gold span that the tokens can't show: it cuts a token, or lies inside another span."""

    sentence: str
    span: Span


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
    _refuse_foreign_folder(output)
    with replacing_folder(output) as folder:
        gold = [sentence for sentence, _ in merged.gold]
        write_sentences(folder / "sentences" / f"{SPLIT}.parquet", gold)
        misaligned = [
            Misaligned(sentence, span)
            for sentence, span in write_tokens(
                folder / "tokens" / f"{SPLIT}.parquet", gold, guidelines.label_names
            )
        ]
        write_annotations(
            folder / "annotations" / f"{SPLIT}.parquet",
            [annotation for _, said in merged.gold for annotation in said],
        )
        write_records(folder / "disagreements.jsonl", merged.disagreements)
        write_records(folder / "left_out.jsonl", merged.left_out)
        write_records(folder / "misaligned.jsonl", misaligned)
        inputs = {
            "annotations": sha256_of_records(annotation for _, annotation in annotations),
            "sentences": sha256_of_records(sentences.values()),
        }
        manifest = _manifest(guidelines, merged, len(misaligned), len(annotations), inputs)
        built = Built(merged, misaligned, manifest)
        write_text(
            folder / MANIFEST,
            msgspec.json.format(msgspec.json.encode(manifest), indent=2).decode() + "\n",
        )
        digests = {
            config: sha256_of(folder / name / f"{SPLIT}.parquet")
            for config, name in CONFIGS.items()
        }
        write_text(folder / "README.md", card(manifest, gold, guidelines, digests))
    return built


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


def _refuse_foreign_folder(output: Path) -> None:
    """A build takes the place of an earlier build, never of anything else."""
    if (
        output.exists()
        and not (output / MANIFEST).exists()
        and (not output.is_dir() or any(output.iterdir()))
    ):
        raise InputError(f"{output} exists and isn't a gold dataset; name another with -o.")


def _manifest(
    guidelines: Guidelines,
    merged: Merged,
    misaligned: int,
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
            "spans_misaligned": misaligned,
        },
        splits={SPLIT: len(gold)},
    )
