"""Predictions made elsewhere, as an extractor."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec.structs import replace

from goldspan.errors import InputError
from goldspan.extractors.claims import Answer, Claim, NormalForm, Offsets, Unit
from goldspan.extractors.kinds import Kind, Task
from goldspan.extractors.placing import NOWHERE
from goldspan.extractors.protocol import Handling
from goldspan.files import STANDARD_STREAM, sha256_of
from goldspan.predictions import Prediction
from goldspan.records import read_records
from goldspan.sentences import Sentence


class Counting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the offsets of somebody else's spans count."""

    unit: Annotated[
        Unit, msgspec.Meta(description="what offsets count: code point, utf-16, utf-8, quote")
    ] = "code point"
    form: Annotated[
        NormalForm | None,
        msgspec.Meta(description="the Unicode form in which they count: NFC, NFD, NFKC, NFKD"),
    ] = None

    @property
    def offsets(self) -> Offsets:
        """The same, as the edge knows it."""
        return Offsets(unit=self.unit, form=self.form)


class PredictionsFile:
    """A file of predictions, each found by its sentence's id, or else by the hash of its text."""

    labels = None
    handling = Handling(is_kept=False)

    def __init__(self, path: Path, offsets: Offsets) -> None:
        """Read the file.

        Raises:
            InputError: it can't be read, or two records speak of one sentence.
        """
        self.offsets = offsets
        self._path = path
        self._of_id: dict[str, Prediction] = {}
        self._of_hash: dict[str, Prediction] = {}
        extractors: set[str] = set()
        for number, record in read_records(path, Prediction):
            if record.sentence in self._of_id:
                raise InputError(
                    f"{path}:{number}: sentence {record.sentence} has a prediction already;"
                    " keep one a sentence."
                )
            self._of_id[record.sentence] = record
            if record.text_sha256:
                self._of_hash[record.text_sha256] = record
            extractors.add(record.extractor)
        named = [name for name in extractors if name]
        self.name = named[0] if len(named) == 1 else f"file:{path.name}"
        self._sha256 = None if path == STANDARD_STREAM else sha256_of(path)

    @property
    def configuration(self) -> Mapping[str, Any]:
        """The file's hash."""
        return {"sha256": self._sha256}

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the file says of each sentence."""
        return [self._answer(sentence) for sentence in sentences]

    def _answer(self, sentence: Sentence) -> Answer:
        record = self._of_id.get(sentence.id)
        if record is None or record.text_sha256 not in (None, sentence.text_sha256):
            of_text = self._of_hash.get(sentence.text_sha256)
            if of_text is None:
                wrong = "isn't in it" if record is None else "has another text there"
                said = f"{self._path.name}: sentence {sentence.id} {wrong}"
                return Answer(error=said, kind="not in the file", is_final=True)
            record = of_text
        return Answer(
            claims=[*_claims(record)],
            error=record.error,
            is_final=record.error is not None,
            seconds=record.seconds,
            unmapped=record.unmapped,
        )


def _claims(record: Prediction) -> Iterator[Claim]:
    for span in record.spans:
        yield Claim(
            label=span.label,
            start=span.start,
            end=span.end,
            text=span.text,
            score=span.score,
            attributes=span.attributes,
        )
    for claim in record.unlocated:
        yield replace(NOWHERE, label=claim.label, text=claim.text)


def _make(argument: str, options: Counting, task: Task) -> PredictionsFile:
    return PredictionsFile(Path(argument), options.offsets)


KIND = Kind(
    form="file:PREDICTIONS.jsonl",
    summary="predictions made elsewhere, matched by sentence id or by the text's hash",
    make=_make,
    options=Counting,
)
