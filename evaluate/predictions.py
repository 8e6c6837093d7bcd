"""A predictions file, checked against the gold dataset it speaks of."""

from collections.abc import Collection, Mapping
from pathlib import Path

from goldspan.dataset import GoldSentence
from goldspan.errors import InputError
from goldspan.predictions import Prediction
from goldspan.records import read_records
from goldspan.spans import fault_of


def read_predictions(
    path: Path, sentences: Mapping[str, GoldSentence], labels: Collection[str]
) -> dict[str, Prediction]:
    """The predictions by sentence id.

    Args:
        path: the file.
        sentences: all sentences of the dataset by id, whatever their split.
        labels: the dataset's labels.

    Raises:
        InputError: a record of an unknown sentence, or of one that has another text, two records of
            one sentence, an unknown label, or offsets that don't lie inside the text.
    """
    predictions: dict[str, Prediction] = {}
    for number, record in read_records(path, Prediction):
        where = f"{path}:{number}: sentence {record.sentence}"
        gold = sentences.get(record.sentence)
        if gold is None:
            raise InputError(f"{where} isn't in the gold dataset; was it made for another one?")
        if record.sentence in predictions:
            raise InputError(f"{where} has a prediction already; keep one a sentence.")
        if record.text_sha256 not in (None, gold.text_sha256):
            raise InputError(f"{where}: the prediction was made for another text; predict again.")
        for span in record.spans:
            if fault := fault_of(span, gold.text, labels):
                raise InputError(f"{where}: {fault}; correct the prediction.")
        for claim in record.unlocated:
            if claim.label not in labels:
                raise InputError(
                    f"{where}: label {claim.label!r} isn't one of {', '.join(labels)};"
                    " correct the prediction."
                )
        predictions[record.sentence] = record
    return predictions
