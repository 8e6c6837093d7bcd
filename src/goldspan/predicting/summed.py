"""The account of a run whose parts ran in several processes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from goldspan.predicting.run import (
    ErrorCount,
    PredictionRun,
    Source,
    Spent,
    seconds_of_texts,
    sum_of_tiers,
)


class PartOfRun(NamedTuple):
    """A part's account, and how long each text took."""

    account: PredictionRun
    seconds: Sequence[float]


def summed(
    parts: Sequence[PartOfRun],
    source: Source,
    *,
    seconds: float,
    workers: int,
    predictions_sha256: str | None,
) -> PredictionRun:
    """The account of the whole; texts that stand in several parts count once in each.

    Args:
        parts: at least one.
        source: what was predicted.
        seconds: the whole took.
        workers: processes that asked at the same time.
        predictions_sha256: of what was written.
    """
    accounts = [part.account for part in parts]
    unmapped: Counter[str] = Counter()
    errors: dict[str, ErrorCount] = {}
    for account in accounts:
        unmapped.update(account.unmapped)
        for kind, count in account.errors.items():
            before = errors.get(kind, ErrorCount(tries=0, sentences=0))
            errors[kind] = ErrorCount(
                tries=before.tries + count.tries, sentences=before.sentences + count.sentences
            )

    def total(number: Callable[[PredictionRun], int]) -> int:
        return sum(number(account) for account in accounts)

    asked = total(lambda account: account.asked)
    return replace(
        accounts[0],
        source=source,
        predictions_sha256=predictions_sha256,
        started=min(account.started for account in accounts),
        seconds=round(seconds, 3),
        sentences=total(lambda account: account.sentences),
        texts=total(lambda account: account.texts),
        known=total(lambda account: account.known),
        asked=asked,
        spans=total(lambda account: account.spans),
        unlocated=total(lambda account: account.unlocated),
        located=sum_of_tiers([a.located for a in accounts if a.located]),
        unmapped=dict(unmapped.most_common()),
        failed=total(lambda account: account.failed),
        errors=errors,
        retries=total(lambda account: account.retries),
        throughput=round(asked / seconds, 3) if asked else None,
        seconds_per_text=seconds_of_texts([s for part in parts for s in part.seconds]),
        usage=_spent(account.usage for account in accounts),
        paid=_spent(account.paid for account in accounts),
        workers=workers,
    )


def _spent(parts: Iterable[Spent | None]) -> Spent | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    costs = [part.cost for part in known if part.cost is not None]
    return Spent(
        input_tokens=sum(part.input_tokens for part in known),
        output_tokens=sum(part.output_tokens for part in known),
        cost=sum(costs) if costs else None,
    )
