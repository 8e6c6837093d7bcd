"""Build a gold dataset from annotations."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from goldspan import __version__
from goldspan.annotations import Annotation
from goldspan.collecting import without_collecting
from goldspan.dataset import Manifest
from goldspan.errors import InputError
from goldspan.gold.agreement import agreement
from goldspan.gold.building.counts import counts_of
from goldspan.gold.building.merge import Options, merge
from goldspan.gold.building.outcome import Merged
from goldspan.gold.read import read_adjudications, read_annotations, read_sentences
from goldspan.gold.split import Split, split
from goldspan.gold.splits.dataset import read_earlier, with_splits
from goldspan.gold.write import Dataset, Misaligned, gold_annotation, write_dataset
from goldspan.guidelines.model import Guidelines
from goldspan.records import sha256_of_records
from goldspan.tokens import TOKENISER, find_tokeniser

SPLIT = "test"
"""Until it is split, a gold set is for testing."""


class Built(msgspec.Struct, frozen=True):
    """What a build made.

    Attributes:
        merged: what became of the annotations.
        misaligned: the spans tokens can't show.
        manifest: as written.
        split: the splits, if an earlier dataset's were taken over.
    """

    merged: Merged
    misaligned: list[Misaligned]
    manifest: Manifest
    split: Split | None = None


@without_collecting()
def build(
    annotations_files: Sequence[Path],
    output: Path,
    *,
    guidelines: Guidelines,
    adjudicated_files: Sequence[Path] = (),
    sentences_file: Path | None = None,
    options: Options | None = None,
    tokeniser: str = TOKENISER,
    splits: Path | None = None,
) -> Built:
    """Build the dataset's folder, all or nothing.

    Args:
        annotations_files: what annotators said; adjudicators' decisions may be among it.
        output: the folder.
        guidelines: for labels, flags and the card.
        adjudicated_files: adjudicators' decisions; every record in them is taken for one.
        sentences_file: all sentences, so that those without annotation are counted.
        options: what is to be gold.
        tokeniser: the name of that of configuration "bio".
        splits: a dataset's folder or a file of assignments; what it splits stays where it is. The
            dataset that is replaced if omitted.

    Raises:
        InputError: an input can't be read, a record doesn't fit its text or the guidelines, there
            is no such flag, annotator or tokeniser, or nothing was annotated.
    """
    options = options or Options()
    placed = [
        *(one for path in annotations_files for one in read_annotations(path, guidelines)),
        *(one for path in adjudicated_files for one in read_adjudications(path, guidelines)),
    ]
    annotations = [annotation for _, annotation in placed]
    _check(options, annotations, guidelines)
    sentences = read_sentences(sentences_file, placed)
    merged = merge(sentences, annotations, options)
    counts = counts_of(merged, annotations, len(sentences))
    if not merged.gold and not merged.disagreements:
        raise InputError(
            f"{annotations_files[0]}: no sentence has an annotation that counts"
            f" ({len(merged.left_out)} left out)."
        )
    manifest = Manifest(
        goldspan=__version__,
        libraries={name: version(name) for name in ("datasets", "pyarrow")},
        tokeniser=find_tokeniser(tokeniser).name,
        labels=guidelines.label_names,
        colours=guidelines.colours,
        guidelines={"version": guidelines.version, "sha256": guidelines.sha256},
        inputs={
            "annotations": sha256_of_records(one for one in annotations if not one.adjudication),
            "adjudications": sha256_of_records(one for one in annotations if one.adjudication),
            "sentences": sha256_of_records(sentences.values()),
        },
        policies={
            "policy": options.policy.name,
            "skipped": "leave-out" if options.leave_out_skipped else "ignore",
            "leave-out-flagged": sorted(options.leave_out_flagged),
        },
        counts=counts,
        splits={},
    )
    dataset = Dataset(
        splits={SPLIT: [kept.sentence for kept in merged.gold]},
        annotations={
            kept.sentence.id: [gold_annotation(one) for one in kept.annotations]
            for kept in merged.gold
        },
        disagreements=[one.disagreement for one in merged.disagreements],
        adjudications=[one for kept in merged.gold for one in kept.adjudications],
        left_out=merged.left_out,
        agreement=agreement(annotations, guidelines.label_names, colours=guidelines.colours),
    )
    done = None
    earlier = read_earlier(splits or output) if splits or output.is_dir() else None
    if earlier:
        done = split(dataset.splits[SPLIT], earlier.settings, earlier=earlier.assignments)
        dataset, manifest = with_splits(dataset, manifest, done)
    written = write_dataset(output, dataset, manifest=manifest, guidelines=guidelines)
    return Built(merged, written.misaligned, written.manifest, done)


def _check(options: Options, annotations: Iterable[Annotation], guidelines: Guidelines) -> None:
    """Refuse names that nothing has: a typing error would change nothing in silence."""
    flags = [flag.name for flag in guidelines.flags]
    for name in sorted(options.leave_out_flagged):
        if name not in flags:
            raise InputError(
                f"--leave-out-flagged {name}: the guidelines have no such flag;"
                f" there are {', '.join(flags) or 'none'}."
            )
    wanted = options.policy.annotator
    if wanted is not None:
        names = sorted({one.annotator for one in annotations if not one.adjudication})
        if wanted not in names:
            raise InputError(
                f"--policy annotator:{wanted}: nobody of that name annotated;"
                f" there are {', '.join(names)}."
            )
