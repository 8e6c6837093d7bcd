"""A file of predictions for sentences that nobody has annotated yet."""

from collections.abc import Iterable
from pathlib import Path

from goldspan.errors import InputError
from goldspan.predictions import Prediction
from goldspan.records import read_records
from goldspan.sentences import Sentence


def read_predictions(path: Path, sentences: Iterable[Sentence]) -> dict[str, Prediction]:
    """The prediction of each sentence by its id; records of other sentences are passed over.

    Raises:
        InputError: the file can't be read; a sentence has two predictions, or one for another text;
            a span lies outside the text; a score isn't between 0 and 1.
    """
    wanted = {sentence.id: sentence for sentence in sentences}
    found: dict[str, Prediction] = {}
    for number, record in read_records(path, Prediction):
        sentence = wanted.get(record.sentence)
        if sentence is None:
            continue
        where = f"{path}:{number}: sentence {record.sentence}"
        if record.sentence in found:
            raise InputError(f"{where} has a prediction already; keep one a sentence.")
        if record.text_sha256 not in (None, sentence.text_sha256):
            raise InputError(f"{where}: the prediction was made for another text; predict again.")
        for span in record.spans:
            if not 0 <= span.start < span.end <= len(sentence.text):
                raise InputError(
                    f"{where}: offsets {span.start}..{span.end} don't lie inside the text"
                    f" (0..{len(sentence.text)}); correct the prediction."
                )
            if span.score is not None and not 0 <= span.score <= 1:
                raise InputError(
                    f"{where}: score {span.score:g} isn't between 0 and 1, as a confidence is."
                )
        found[record.sentence] = record
    return found
