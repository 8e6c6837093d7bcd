"""A predictions file read as columns: JSON Lines or Parquet, refused with the place of the fault.

The columns are read and checked as a whole. Where anything is wrong, the file is read once more
record by record, and the first fault found is told with its line and sentence.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from goldspan.errors import InputError
from goldspan.evaluate.predicted import Records
from goldspan.predictions import Prediction
from goldspan.records import read_records
from goldspan.sentences import sha256_of_text
from goldspan.spans import fault_of

Placed = Iterable[tuple[str, Prediction]]
"""Predictions, each with where it was read (``file:line``)."""


def read_predictions(path: Path) -> Records:
    """Read a file of predictions as columns.

    Args:
        path: JSON Lines; Parquet if its name ends in ``.parquet``; or a folder of such files.

    Raises:
        InputError: it can't be read.
        Fault: it holds something else than predictions.
    """
    if path.is_dir():
        from goldspan.evaluate.prediction_lines import joined

        return joined([read_predictions(shard) for shard in shards(path)])
    if is_parquet(path):
        from goldspan.evaluate.prediction_tables import read_table

        return read_table(path)
    from goldspan.evaluate.prediction_lines import read_lines

    return read_lines(path)


def shards(path: Path) -> list[Path]:
    """The files of a folder of predictions, in order of their names; of a file, itself.

    Raises:
        InputError: the folder holds none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix in (".parquet", ".jsonl"))
    if not found:
        raise InputError(f"{path} holds no predictions, neither .parquet nor .jsonl.")
    return found


def is_parquet(path: Path) -> bool:
    """Whether a file's name says it is Parquet."""
    return path.suffix == ".parquet"


def records_of(predictions: Iterable[Prediction]) -> Records:
    """Predictions that are in memory as columns."""
    from goldspan.evaluate.prediction_lines import columns_of

    return columns_of([*predictions])


def read_placed(path: Path) -> Iterator[tuple[str, Prediction]]:
    """Each record of a file of predictions with where it stands.

    Raises:
        InputError: one isn't a prediction.
    """
    if path.is_dir():
        for shard in shards(path):
            yield from read_placed(shard)
        return
    if is_parquet(path):
        from goldspan.evaluate.prediction_tables import read_rows

        yield from read_rows(path)
        return
    for number, record in read_records(path, Prediction):
        yield f"{path}:{number}", record


def first_fault(
    predictions: Placed, texts: Mapping[str, str], labels: Collection[str]
) -> InputError | None:
    """What is wrong with predictions, as an error that says where; None if nothing is.

    Args:
        predictions: in the file's order.
        texts: the text of each sentence of the dataset by id, whatever its split.
        labels: the dataset's labels.
    """
    seen: set[str] = set()
    for place, record in predictions:
        where = f"{place}: sentence {record.sentence}"
        text = texts.get(record.sentence)
        if text is None:
            return InputError(f"{where} isn't in the gold dataset; was it made for another one?")
        if record.sentence in seen:
            return InputError(f"{where} has a prediction already; keep one a sentence.")
        if record.text_sha256 not in (None, sha256_of_text(text)):
            return InputError(f"{where}: the prediction was made for another text; predict again.")
        for span in record.spans:
            if fault := fault_of(span, text, labels):
                return InputError(f"{where}: {fault}; correct the prediction.")
        for claim in record.unlocated:
            if claim.label not in labels:
                return InputError(
                    f"{where}: label {claim.label!r} isn't one of {', '.join(labels)};"
                    " correct the prediction."
                )
        seen.add(record.sentence)
    return None
