"""An extractor's predictions for a gold dataset, or for sentences that nobody annotated."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from goldspan.dataset import read_gold
from goldspan.errors import InputError
from goldspan.extractors import Extractor, find_extractor, read_label_map
from goldspan.files import STANDARD_STREAM, sha256_of, write_text
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import find_guidelines, refuse_other_labels
from goldspan.predicting import Cache, predict
from goldspan.predicting.run import PredictionRun, Prices, Source, account_of, account_path
from goldspan.predicting.running import Settings
from goldspan.records import write_records
from goldspan.sentences import Sentence, distinct, read_placed_sentences


class Subject(msgspec.Struct, frozen=True):
    """What is predicted, and what there is to find in it.

    Attributes:
        sentences: without what annotators said of them.
        labels: those an extractor may give.
        guidelines: what the labels mean; None if there are none for these labels.
        annotated_by: the SHA-256 of the guidelines that gold was made by; None without gold.
        source: where the sentences come from.
    """

    sentences: list[Sentence]
    labels: list[str]
    guidelines: Guidelines | None
    annotated_by: str | None
    source: Source

    def find_extractor(
        self,
        name: str,
        *,
        label_map: str | None = None,
        options: Sequence[str] = (),
        timeout: float | None = None,
        is_asked: bool = True,
    ) -> Extractor:
        """The extractor of this name, for these labels.

        Args:
            name: as on the command line.
            label_map: such as ``PERSON=LEADER,GPE=COUNTRY``.
            options: of its kind, as ``key=value``.
            timeout: seconds for which a server is waited for.
            is_asked: whether it is to be asked at all, or shown in a dry run.

        Raises:
            InputError: there is none, or something about it is wrong.
        """
        return find_extractor(
            name,
            self.labels,
            label_map=read_label_map(label_map, self.labels) if label_map else None,
            options=options,
            guidelines=self.guidelines,
            timeout=timeout,
            is_asked=is_asked,
        )


def read_subject(
    path: Path, split: str | None = None, guidelines_file: Path | None = None
) -> Subject:
    """The sentences of a gold dataset or of a file.

    Args:
        path: a gold dataset's folder, or sentences as JSON Lines; ``-`` is standard input.
        split: of the dataset; None for all.
        guidelines_file: what the labels mean; None for those here, or goldspan's own.

    Raises:
        InputError: it can't be read, there is no such split, or the guidelines have other labels
            than the dataset.
    """
    if path.is_dir():
        return _of_gold(path, split, guidelines_file)
    if split is not None:
        raise InputError(f"{path}: a file of sentences has no splits; leave --split out.")
    sentences = distinct(read_placed_sentences(path))
    if not sentences:
        raise InputError(f"{path}: there is no sentence in it.")
    guidelines = find_guidelines(guidelines_file)
    sha256 = None if path == STANDARD_STREAM else sha256_of(path)
    source = Source(name=path.name, sha256=sha256)
    return Subject(sentences, guidelines.label_names, guidelines, None, source)


def _of_gold(path: Path, split: str | None, guidelines_file: Path | None) -> Subject:
    dataset = read_gold(path)
    labels = dataset.manifest.labels
    guidelines = guidelines_of_labels(labels, guidelines_file)
    return Subject(
        sentences=[sentence.as_sentence for sentence in dataset.sentences(split)],
        labels=labels,
        guidelines=guidelines,
        annotated_by=dataset.manifest.guidelines.get("sha256"),
        source=Source(name=path.resolve().name, sha256=dataset.sha256, split=split),
    )


def guidelines_of_labels(labels: Sequence[str], file: Path | None) -> Guidelines | None:
    """What labels mean; None if there are no guidelines for them.

    Args:
        labels: those of a dataset.
        file: the guidelines to read; None for those here, or goldspan's own.

    Raises:
        InputError: the file has other labels.
    """
    guidelines = find_guidelines(file)
    if file:
        refuse_other_labels(guidelines, labels)
    elif set(guidelines.label_names) != set(labels):
        return None
    return guidelines


def predict_to(
    output: Path,
    subject: Subject,
    extractor: Extractor,
    *,
    settings: Settings,
    cache: Cache | None,
    timeout: float | None = None,
    prices: Prices | None = None,
) -> PredictionRun:
    """Write an extractor's predictions, and the account of the run beside them.

    Args:
        output: the predictions file, made whole at the end; ``-`` is standard output.
        subject: what is predicted.
        extractor: what predicts it.
        settings: how it is asked.
        cache: what it answered before.
        timeout: seconds for which a server is waited for, for the account.
        prices: of tokens.

    Raises:
        GoldspanError: the extractor can't go on at all; what it answered until then is kept.
    """
    if output != STANDARD_STREAM and output.is_dir():
        raise InputError(f"{output}: a folder; name a file for the predictions.")
    predicted = predict(
        extractor, subject.sentences, subject.labels, settings=settings, cache=cache
    )
    write_records(output, predicted.predictions)
    account = account_of(
        extractor,
        predicted,
        subject.source,
        settings=settings,
        timeout=timeout,
        prices=prices,
        predictions_sha256=None if output == STANDARD_STREAM else sha256_of(output),
    )
    if output != STANDARD_STREAM:
        data = msgspec.json.format(msgspec.json.encode(account), indent=2)
        write_text(account_path(output), data.decode() + "\n")
    return account
