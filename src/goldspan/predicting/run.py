"""The account of a run, written beside its predictions: what was done, how fast, for how much."""

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from goldspan import __version__
from goldspan.extractors.protocol import Extractor
from goldspan.predicting.asking import Asked, total
from goldspan.predicting.cache import identity_of
from goldspan.predicting.running import NOT_ASKED, Predicted, Settings
from goldspan.predictions import Located

SUFFIX = ".run.json"


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """What a million tokens cost, in whatever currency.

    Attributes:
        input: of tokens that it reads.
        output: of tokens that it writes.
    """

    input: float = 0.0
    output: float = 0.0


class Spent(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens, those of failed tries included, and their cost.

    Attributes:
        input_tokens: tokens read.
        output_tokens: tokens written.
        cost: in the currency of the prices; null where no prices are known.
    """

    input_tokens: int
    output_tokens: int
    cost: float | None = None


class ErrorCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often one kind of error came.

    Attributes:
        tries: how many tries failed with it, each of one text.
        sentences: how many sentences have no answer because of it.
    """

    tries: int
    sentences: int


class SecondsPerText(msgspec.Struct, frozen=True, kw_only=True):
    """How long a text took; where only the batch's time is known, its share.

    Attributes:
        mean: the mean.
        p50: half of the texts took no longer.
        p95: 95% of them took no longer.
        p99: 99% of them took no longer.
        most: what the slowest took.
    """

    mean: float
    p50: float
    p95: float
    p99: float
    most: float


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What was predicted.

    Attributes:
        name: the name of the file or folder.
        sha256: the SHA-256 of the file, or of the gold dataset's sentences; null for standard
            input.
        split: the dataset's split; null for all of it.
    """

    name: str
    sha256: str | None = None
    split: str | None = None


class PredictionRun(msgspec.Struct, frozen=True, kw_only=True):
    """The account of a run.

    Attributes:
        goldspan: the version of goldspan.
        python: the version of Python.
        extractor: the extractor's name.
        configuration: what its answers depend on besides the sentence.
        identity: the SHA-256 of name, configuration and offsets: equal ones give equal answers.
        source: what was predicted.
        predictions_sha256: the SHA-256 of the file that was written; null where that was
            stdout.
        started: when, in UTC.
        seconds: how long the run took.
        sentences: how many sentences the file holds.
        texts: how many distinct texts they have.
        known: of these texts, those answered by an earlier run.
        asked: of these texts, those asked for in this run.
        spans: how many spans were predicted.
        unlocated: how many mentions were claimed that aren't in the text.
        located: how mentions without offsets were found; null if all came with offsets.
        unmapped: how many mentions were left out by label, because ``--map`` doesn't say what they
            are.
        failed: how many sentences have no answer; they have a record with `error` and without
            spans.
        errors: how often each kind came, over all tries that the file rests on, earlier runs'
            included.
        retries: how many tries beyond the first of a text, in this run.
        throughput: texts asked for a second; null if none was.
        seconds_per_text: how long the answers in the file took; null if there are none.
        usage: tokens of all answers in the file; null where nothing is counted.
        paid: of these tokens, those of this run.
        prices: what tokens cost; null if not known.
        settings: how sentences were asked for, as the command line said.
        batch_size: how many sentences were given to the extractor at once.
        workers: how many threads asked at the same time.
        timeout: seconds for which a server is waited for; null where not said.
    """

    goldspan: str
    python: str
    extractor: str
    configuration: dict[str, Any]
    identity: str
    source: Source
    predictions_sha256: str | None
    started: str
    seconds: float
    sentences: int
    texts: int
    known: int
    asked: int
    spans: int
    unlocated: int
    located: Located | None
    unmapped: dict[str, int]
    failed: int
    errors: dict[str, ErrorCount]
    retries: int
    throughput: float | None
    seconds_per_text: SecondsPerText | None
    usage: Spent | None
    paid: Spent | None
    prices: Prices | None
    settings: Settings
    batch_size: int
    workers: int
    timeout: float | None


def account_of(
    extractor: Extractor,
    predicted: Predicted,
    source: Source,
    *,
    settings: Settings,
    timeout: float | None = None,
    prices: Prices | None = None,
    predictions_sha256: str | None = None,
) -> PredictionRun:
    """The account of a run that has just ended.

    Args:
        extractor: what was asked.
        predicted: what came of it.
        source: what was predicted.
        settings: how sentences were asked for.
        timeout: seconds for which a server is waited for.
        prices: of tokens.
        predictions_sha256: of the file that was written.
    """
    everything = [*predicted.known, *predicted.asked]
    new = [asked for asked in predicted.asked if asked.answer.kind != NOT_ASKED]
    predictions = predicted.predictions
    tiers = [prediction.located for prediction in predictions if prediction.located]
    unmapped: Counter[str] = Counter()
    for prediction in predictions:
        unmapped.update(prediction.unmapped)
    started = datetime.now(timezone.utc) - timedelta(seconds=predicted.seconds)
    return PredictionRun(
        goldspan=__version__,
        python=platform.python_version(),
        extractor=extractor.name,
        configuration=dict(extractor.configuration),
        identity=identity_of(extractor),
        source=source,
        predictions_sha256=predictions_sha256,
        started=started.isoformat(timespec="seconds"),
        seconds=round(predicted.seconds, 3),
        sentences=len(predictions),
        texts=len(everything),
        known=len(predicted.known),
        asked=len(new),
        spans=sum(len(prediction.spans) for prediction in predictions),
        unlocated=sum(len(prediction.unlocated) for prediction in predictions),
        located=sum_of_tiers(tiers),
        unmapped=dict(unmapped.most_common()),
        failed=sum(prediction.error is not None for prediction in predictions),
        errors=_errors(everything, predicted.failed),
        retries=sum(
            sum(asked.failures.values()) - (asked.answer.error is not None) for asked in new
        ),
        throughput=round(len(new) / predicted.seconds, 3) if new else None,
        seconds_per_text=seconds_of_texts(
            [a.seconds for a in everything if a.answer.kind != NOT_ASKED]
        ),
        usage=_spent(everything, prices),
        paid=_spent(predicted.asked, prices),
        prices=prices,
        settings=settings,
        batch_size=predicted.batch_size,
        workers=predicted.workers,
        timeout=timeout,
    )


def account_path(predictions: Path) -> Path:
    """Where the account of a predictions file is written: ``predictions.run.json`` beside it."""
    return predictions.with_name(predictions.stem + SUFFIX)


def sum_of_tiers(tiers: Sequence[Located]) -> Located | None:
    """How mentions were found, over several sentences or parts; None for none."""
    if not tiers:
        return None
    return Located(
        exact=sum(tier.exact for tier in tiers),
        normalised=sum(tier.normalised for tier in tiers),
        fuzzy=sum(tier.fuzzy for tier in tiers),
    )


def _errors(everything: Sequence[Asked], failed: Mapping[str, int]) -> dict[str, ErrorCount]:
    tries: Counter[str] = Counter()
    for asked in everything:
        tries.update(asked.failures)
    return {
        kind: ErrorCount(tries=tries[kind], sentences=failed.get(kind, 0))
        for kind in sorted({*tries, *failed})
    }


def seconds_of_texts(seconds: Sequence[float]) -> SecondsPerText | None:
    """How long a text took, from how long each did; None for none."""
    if not seconds:
        return None
    p50, p95, p99 = np.percentile(seconds, [50, 95, 99]).tolist()
    return SecondsPerText(
        mean=round(float(np.mean(seconds)), 6),
        p50=round(p50, 6),
        p95=round(p95, 6),
        p99=round(p99, 6),
        most=round(max(seconds), 6),
    )


def _spent(asked: Sequence[Asked], prices: Prices | None) -> Spent | None:
    used = None
    for one in asked:
        used = total(used, one.usage)
    if used is None:
        return None
    cost = None
    if prices:
        cost = used.input_tokens * prices.input + used.output_tokens * prices.output
        cost = round(cost / 1_000_000, 6)
    return Spent(input_tokens=used.input_tokens, output_tokens=used.output_tokens, cost=cost)
