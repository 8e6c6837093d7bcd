"""From the names of files to what is scored."""

import gc
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from goldspan.dataset import GoldDataset, GoldSentence, read_aside, read_gold, read_manifest
from goldspan.errors import GoldspanError, InputError
from goldspan.evaluate.case import Case
from goldspan.evaluate.corpus import Corpus, of_dataset
from goldspan.evaluate.goldfile import ids_of_gold, mentions_of_split, read_column, read_corpus
from goldspan.evaluate.predicted import Fault, Predicted, Records, placed
from goldspan.evaluate.predictions import (
    Placed,
    first_fault,
    read_placed,
    read_predictions,
    records_of,
    shards,
)
from goldspan.evaluate.scan import OutsideText
from goldspan.evaluate.strings import Mentions, distinct_mentions
from goldspan.files import STANDARD_STREAM, sha256_of_all
from goldspan.predictions import Prediction

if TYPE_CHECKING:
    from pyarrow import Array

TRAIN = "train"


class GoldFolder:
    """A gold dataset's folder, opened once for one or more predictions files.

    Attributes:
        corpus: its sentences and spans.
        train: the mentions of gold in the split ``train``, if another one is scored.
    """

    def __init__(
        self,
        folder: Path,
        split: str | None = None,
        meta: Sequence[str] = (),
        *,
        is_part: bool = False,
    ) -> None:
        """Read the columns.

        Args:
            folder: the dataset's folder.
            split: one split; all if None.
            meta: fields of the sentences' `meta` to slice by.
            is_part: it is a part of one; sentences may lack a prediction.

        Raises:
            InputError: it isn't a gold dataset, is damaged, or has no such split.
        """
        self._folder = folder
        self._split = split
        self._is_part = is_part
        self.corpus: Corpus = read_corpus(folder, split, meta)
        self.train: Mentions | None = self._mentions_of_train()

    @property
    def was_split(self) -> bool:
        """Whether ``gold split`` chose its test split; until then all of gold bears that name."""
        return read_manifest(self._folder).split is not None

    def case(self, path: Path, name: str = "") -> Case:
        """The predictions of a file against this gold.

        Raises:
            InputError: the file can't be read, isn't predictions, or doesn't fit the gold.
        """
        if path == STANDARD_STREAM:
            return self.case_of([*read_placed(path)], name=name)
        sha256 = sha256_of_all(shards(path)) if path.is_file() or path.is_dir() else None
        try:
            return self._checked(read_predictions(path), sha256, name)
        except Fault as fault:
            raise self._explained(fault, read_placed(path)) from None

    def case_of(self, predictions: Sequence[tuple[str, Prediction]], name: str = "") -> Case:
        """Predictions that are in memory, each with where it comes from, against this gold.

        Raises:
            InputError: one doesn't fit the gold.
        """
        try:
            return self._checked(records_of(record for _, record in predictions), None, name)
        except Fault as fault:
            raise self._explained(fault, predictions) from None

    def case_of_extractor(self, name: str) -> Case | None:
        """What an extractor of this name says of this gold; None if there is none, or a file is."""
        if Path(name).exists():
            return None
        from goldspan.extractors.table import is_extractor

        if not is_extractor(name):
            return None
        from goldspan.evaluate.predict import read_subject
        from goldspan.predicting import open_cache, predict

        gc.enable()  # An extractor may run for hours, and leave cycles.
        subject = read_subject(self._folder, self._split)
        extractor = subject.find_extractor(name)
        with open_cache(extractor) as cache:
            made = predict(extractor, subject.sentences, subject.labels, cache=cache)
        return self.case_of([(name, prediction) for prediction in made.predictions])

    def _mentions_of_train(self) -> Mentions | None:
        """The mentions of gold in the split ``train``, if another one is scored."""
        if self._split in (None, TRAIN) or TRAIN not in read_manifest(self._folder).splits:
            return None
        return distinct_mentions(mentions_of_split(self._folder, TRAIN))

    def _checked(self, records: Records, sha256: str | None, name: str) -> Case:
        hashes = None
        if records.text_sha256 is not None:
            hashes = read_column(self._folder, "text_sha256", self._split)
        predicted = placed(
            records,
            self.corpus,
            elsewhere=lambda: ids_of_gold(self._folder),
            text_sha256=hashes,
            sha256=sha256,
            name=name,
        )
        return checked_case(self.corpus, predicted, self.train, is_part=self._is_part)

    def _explained(self, fault: Fault, predictions: Placed) -> GoldspanError:
        """What is wrong, found by reading everything once more, record by record."""
        dataset = read_gold(self._folder)
        aside, _ = read_aside(self._folder)
        return explained(fault, dataset, predictions, aside)


def dataset_case(
    dataset: GoldDataset, predictions: Mapping[str, Prediction], split: str | None = None
) -> Case:
    """A dataset and predictions by sentence id, both in memory.

    Raises:
        InputError: one doesn't fit the other, or there is no such split.
    """
    corpus = of_dataset(dataset, split)
    everywhere = [sentence.id for sentence in dataset.sentences()]
    try:
        predicted = placed(
            records_of(predictions.values()), corpus, elsewhere=lambda: strings(everywhere)
        )
        return checked_case(corpus, predicted)
    except Fault as fault:
        placed_records = [(f"prediction {n}", p) for n, p in enumerate(predictions.values(), 1)]
        raise explained(fault, dataset, placed_records) from None


def checked_case(
    corpus: Corpus,
    predicted: Predicted,
    train: Mentions | None = None,
    *,
    is_part: bool = False,
) -> Case:
    """A case whose spans lie inside their texts.

    Raises:
        InputError: a gold span doesn't, or a sentence has no prediction.
        Fault: a prediction doesn't.
    """
    case = Case(corpus, predicted, train)
    try:
        _ = case.scan
    except OutsideText as error:
        spans = corpus.spans
        sentence = int(spans.sentence[error.row])
        raise InputError(
            f"gold is damaged: sentence {corpus.ids[sentence].as_py()}: offsets"
            f" {spans.start[error.row]}..{spans.end[error.row]} don't lie inside the text."
        ) from None
    if len(predicted.missing) and not is_part:
        first = corpus.ids[int(predicted.missing[0])].as_py()
        raise missing_predictions(len(predicted.missing), len(corpus), first)
    return case


def missing_predictions(missing: int, sentences: int, first: str) -> InputError:
    """That sentences lack a prediction, as an error; `first` is the id of one."""
    return InputError(
        f"{missing} of {sentences} sentences have no prediction, the first is {first}; a sentence"
        " in which nothing was found needs a record without spans."
    )


def explained(
    fault: Fault,
    dataset: GoldDataset,
    predictions: Placed,
    aside: Iterable[GoldSentence] = (),
) -> GoldspanError:
    """What is wrong with predictions, found by reading them once more, record by record.

    Args:
        fault: that there is something wrong.
        dataset: the gold.
        predictions: each with where it comes from.
        aside: gold sentences that no split holds, which predictions may speak of, too.

    Raises:
        InputError: one isn't even a prediction.
    """
    texts = {sentence.id: sentence.text for sentence in [*dataset.sentences(), *aside]}
    return first_fault(predictions, texts, dataset.manifest.labels) or InputError(
        f"the predictions can't be scored: {fault}."
    )


def strings(values: Iterable[str]) -> "Array":
    """Strings as an Arrow array."""
    import pyarrow

    return pyarrow.array([*values], pyarrow.string())
