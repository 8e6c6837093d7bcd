"""Split a dataset's folder; keep the splits of one that is built anew."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Disagreement
from goldspan.agreement.result import read_dataset_agreement
from goldspan.annotations import Annotation
from goldspan.dataset import (
    MANIFEST,
    GoldAnnotation,
    Manifest,
    read_aside,
    read_gold,
    read_gold_annotations,
    read_manifest,
)
from goldspan.gold.building.outcome import LeftOut
from goldspan.gold.split import Split, split
from goldspan.gold.write import ADJUDICATIONS, LEFT_OUT, Dataset, write_dataset
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import refuse_other_labels
from goldspan.records import Record, read_records, sha256_of_records
from goldspan.splits import DEFAULT_SPLITS, SPLITS_FILE, Assignment, SplitSettings


class Earlier(msgspec.Struct, frozen=True):
    """How sentences were split before: which one is where, by which shares and seed."""

    assignments: list[Assignment]
    settings: SplitSettings


def read_earlier(path: Path) -> Earlier | None:
    """What a dataset's folder, or a file of assignments, says; None if the folder isn't split.

    Raises:
        InputError: there is no such file, or it is damaged.
    """
    file = path / SPLITS_FILE if path.is_dir() else path
    if path.is_dir() and not file.exists():
        return None
    assignments = [one for _, one in read_records(file, Assignment)]
    settings = None
    if file.name == SPLITS_FILE and (file.parent / MANIFEST).exists():
        settings = read_manifest(file.parent).split
    return Earlier(assignments, settings or DEFAULT_SPLITS)


def split_folder(
    folder: Path,
    output: Path,
    settings: SplitSettings,
    *,
    earlier: Earlier | None,
    guidelines: Guidelines,
) -> Split:
    """Split the dataset in a folder and write it, all or nothing.

    Args:
        folder: a gold dataset's, split before or not.
        output: where to write it; may be `folder`.
        settings: shares and seed.
        earlier: what stays where it is.
        guidelines: for labels and the card.

    Raises:
        InputError: the folder is no gold dataset, the guidelines have other labels, or it can't be
            split so.
    """
    gold = read_gold(folder)
    refuse_other_labels(guidelines, gold.manifest.labels)
    aside, said_of_aside = read_aside(folder)
    sentences = [*gold.sentences(), *aside]
    annotations: dict[str, list[GoldAnnotation]] = {sentence.id: [] for sentence in sentences}
    for name in gold.splits:
        for said in read_gold_annotations(folder, name):
            annotations[said.id].append(said)
    for said in said_of_aside:
        annotations[said.id].append(said)
    done = split(sentences, settings, earlier=earlier.assignments if earlier else ())
    dataset, manifest = with_splits(
        Dataset(
            splits={},
            annotations=annotations,
            disagreements=_listed(folder / DISAGREEMENTS, Disagreement),
            left_out=_listed(folder / LEFT_OUT, LeftOut),
            adjudications=_listed(folder / ADJUDICATIONS, Annotation),
            agreement=read_dataset_agreement(folder),
        ),
        gold.manifest,
        done,
    )
    write_dataset(output, dataset, manifest=manifest, guidelines=guidelines)
    return done


def _listed(path: Path, kind: type[Record]) -> list[Record] | None:
    return [one for _, one in read_records(path, kind)] if path.exists() else None


def with_splits(dataset: Dataset, manifest: Manifest, done: Split) -> tuple[Dataset, Manifest]:
    """A dataset and its manifest, split; the manifest names the assignments among its inputs."""
    inputs: Mapping[str, str] = {**manifest.inputs, "splits": sha256_of_records(done.assignments)}
    return (
        msgspec.structs.replace(
            dataset, splits=done.splits, aside=done.aside, assignments=done.assignments
        ),
        msgspec.structs.replace(manifest, inputs=inputs, split=done.settings),
    )
