"""A worker of a cluster: it loads the extractor once and predicts one piece after the other."""

import pickle
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from goldspan.errors import GoldspanError
from goldspan.evaluate.cluster.shards import as_parquet, write_shard
from goldspan.evaluate.cluster.subject import PieceOfSentences
from goldspan.extractors import find_extractor, read_label_map
from goldspan.guidelines.model import Guidelines
from goldspan.predicting import open_cache, predict
from goldspan.predicting.run import PredictionRun, Prices, Source, account_of
from goldspan.predicting.running import NOT_ASKED, Settings


class Extraction(NamedTuple):
    """How every worker asks.

    Attributes:
        name: the extractor's, as on the command line.
        labels: those it may give.
        label_map: such as ``PERSON=LEADER,GPE=COUNTRY``.
        options: of its kind, as ``key=value``.
        guidelines: what the labels mean.
        timeout: seconds for which a server is waited for.
        settings: batches, tries.
        prices: of tokens.
        cache: the folder where answers are kept; None keeps none.
    """

    name: str
    labels: Sequence[str] = ()
    label_map: str | None = None
    options: Sequence[str] = ()
    guidelines: Guidelines | None = None
    timeout: float | None = None
    settings: Settings = Settings()
    prices: Prices | None = None
    cache: Path | None = None


class Worker:
    """A process that has the extractor loaded and predicts one piece after the other."""

    def __init__(self, extraction: Extraction, folder: str | None, form: str) -> None:
        """Load nothing yet: what is wrong is told by the first piece.

        Args:
            extraction: how to ask.
            folder: where each piece becomes a shard; None: it is given back.
            form: ``parquet`` or ``jsonl``.
        """
        self._extraction = extraction
        self._folder = folder
        self._form = form
        self._extractor: Any = None

    def __call__(self, given: dict[str, Any]) -> dict[str, list[Any]]:
        """Predict one piece.

        Args:
            given: its number and itself.

        Returns:
            Its account, how long each text took, and its predictions unless they were written; or
            why there are none.
        """
        try:
            [number], [piece] = given["number"], given["piece"]
            account, seconds, data = self._predicted(int(number), pickle.loads(piece))
        except GoldspanError as error:
            return {"account": [b""], "seconds": [b""], "data": [b""], "fault": [str(error)]}
        return {
            "account": [msgspec.json.encode(account)],
            "seconds": [msgspec.json.encode(seconds)],
            "data": [data],
            "fault": [""],
        }

    def _predicted(
        self, number: int, piece: PieceOfSentences
    ) -> tuple[PredictionRun, list[float], bytes]:
        asked = self._extraction
        if self._extractor is None:
            label_map = read_label_map(asked.label_map, asked.labels) if asked.label_map else None
            self._extractor = find_extractor(
                asked.name,
                asked.labels,
                label_map=label_map,
                options=asked.options,
                guidelines=asked.guidelines,
                timeout=asked.timeout,
            )
        cache = open_cache(self._extractor, asked.cache) if asked.cache else nullcontext()
        with cache as opened:
            found = predict(
                self._extractor,
                piece.read(),
                asked.labels,
                settings=asked.settings,
                cache=opened,
            )
        if self._form == "jsonl":
            encoder = msgspec.json.Encoder()
            data = b"".join(encoder.encode(one) + b"\n" for one in found.predictions)
        else:
            data = as_parquet(found.predictions)
        if self._folder is not None:
            write_shard(self._folder, number, self._form, data)
            data = b""
        account = account_of(
            self._extractor,
            found,
            Source(name=""),
            settings=asked.settings,
            timeout=asked.timeout,
            prices=asked.prices,
        )
        everything = [*found.known, *found.asked]
        return account, [one.seconds for one in everything if one.answer.kind != NOT_ASKED], data
