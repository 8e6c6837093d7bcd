"""Predictions in JSON Lines as columns, decoded many lines at a time."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from goldspan.counts import Floats
from goldspan.errors import InputError
from goldspan.evaluate.arrays import NOWHERE, Spans, column
from goldspan.evaluate.predicted import Fault, Records
from goldspan.predictions import Located, Prediction

if TYPE_CHECKING:
    from pyarrow import Array

_BLOCK = 1 << 25


class _Span(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A predicted span on the wire; fields as in `goldspan.predictions.PredictedSpan`."""

    start: int
    end: int
    label: str
    attributes: dict[str, str] | None = None
    text: str | None = None
    score: float | None = None


class _Claim(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    label: str
    text: str


class _Record(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A prediction on the wire; fields as in `goldspan.predictions.Prediction`."""

    sentence: str
    spans: list[_Span]
    extractor: str = ""
    text_sha256: str | None = None
    unlocated: list[_Claim] | None = None
    error: str | None = None
    seconds: float | None = None
    unmapped: dict[str, int] | None = None
    located: Located | None = None


def read_lines(path: Path) -> Records:
    """The columns of a JSON Lines file.

    Raises:
        InputError: it can't be read.
        Fault: a line isn't a prediction.
    """
    blocks = [columns_of(block) for block in _blocks(path)]
    return joined(blocks or [columns_of([])])


def columns_of(records: "Sequence[_Record | Prediction]") -> Records:
    """Records as columns."""
    import pyarrow

    spans = [span for record in records for span in record.spans]
    claims = [
        (row, claim) for row, record in enumerate(records) for claim in record.unlocated or ()
    ]
    numbers: dict[str, int] = {}
    extractors: dict[str, int] = {}
    try:
        sides = Spans(
            column(
                np.concatenate(
                    [
                        np.repeat(
                            np.arange(len(records)), [len(record.spans) for record in records]
                        ),
                        [row for row, _ in claims],
                    ]
                )
            ),
            _bounded([*(span.start for span in spans), *[NOWHERE] * len(claims)]),
            _bounded([*(span.end for span in spans), *[NOWHERE] * len(claims)]),
            column(
                [numbers.setdefault(span.label, len(numbers)) for span in spans]
                + [numbers.setdefault(claim.label, len(numbers)) for _, claim in claims]
            ),
        )
    except OverflowError:
        raise Fault("an offset is too large") from None
    if len(spans) and int(sides.start[: len(spans)].min()) < 0:
        raise Fault("an offset is negative")
    hashes = [record.text_sha256 for record in records]
    quotes = [span.text for span in spans]
    return Records(
        sentence=pyarrow.array([record.sentence for record in records], pyarrow.string()),
        text_sha256=pyarrow.array(hashes, pyarrow.string()) if any(hashes) else None,
        failed=np.array([record.error is not None for record in records], dtype=bool),
        extractor=column(
            [extractors.setdefault(record.extractor, len(extractors)) for record in records]
        ),
        extractors=list(extractors),
        spans=sides,
        labels=list(numbers),
        quotes=pyarrow.array([*quotes, *[None] * len(claims)], pyarrow.string())
        if any(quote is not None for quote in quotes)
        else None,
        scores=scored([*(span.score for span in spans), *[None] * len(claims)]),
    )


def scored(scores: Sequence[float | None]) -> Floats | None:
    """Scores as a column; None if there is none."""
    if not any(score is not None for score in scores):
        return None
    return np.array(scores, dtype=np.float64)


def _blocks(path: Path) -> Iterator[list[_Record]]:
    """The records of a JSON Lines file, many at a time."""
    decoder = msgspec.json.Decoder(_Record)
    try:
        with path.open("rb") as file:
            while lines := file.readlines(_BLOCK):
                with _uncollected():
                    yield decoder.decode_lines(b"".join(lines))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Fault("a line isn't a prediction") from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection while many small objects are made that hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bounded(values: list[int]) -> Any:  # noqa: ANN401
    return np.array(values, dtype=np.int32)


def joined(blocks: list[Records]) -> Records:
    """Several blocks of records as one."""
    if len(blocks) == 1:
        return blocks[0]
    import pyarrow

    labels: dict[str, int] = {}
    extractors: dict[str, int] = {}
    spans: list[Spans] = []
    named: list[Any] = []
    before = 0
    for block in blocks:
        table = column([labels.setdefault(label, len(labels)) for label in block.labels])
        of_extractor = column([extractors.setdefault(n, len(extractors)) for n in block.extractors])
        part = block.spans
        label = table[part.label] if len(part) else part.label
        spans.append(Spans(column(part.sentence + before), part.start, part.end, label))
        named.append(of_extractor[block.extractor])
        before += len(block.sentence)
    return Records(
        sentence=pyarrow.concat_arrays([block.sentence for block in blocks]),
        text_sha256=_concatenated([(block.text_sha256, len(block.sentence)) for block in blocks]),
        failed=np.concatenate([block.failed for block in blocks]),
        extractor=np.concatenate(named),
        extractors=list(extractors),
        spans=Spans(
            np.concatenate([part.sentence for part in spans]),
            np.concatenate([part.start for part in spans]),
            np.concatenate([part.end for part in spans]),
            np.concatenate([part.label for part in spans]),
        ),
        labels=list(labels),
        quotes=_concatenated([(block.quotes, len(block.spans)) for block in blocks]),
        scores=None
        if all(block.scores is None for block in blocks)
        else np.concatenate(
            [
                np.full(len(block.spans), np.nan) if block.scores is None else block.scores
                for block in blocks
            ]
        ),
    )


def _concatenated(parts: "list[tuple[Array | None, int]]") -> "Array | None":
    import pyarrow

    if all(part is None for part, _ in parts):
        return None
    return pyarrow.concat_arrays(
        [pyarrow.nulls(size, pyarrow.string()) if part is None else part for part, size in parts]
    )
