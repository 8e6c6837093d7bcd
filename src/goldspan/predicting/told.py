"""The account of a run in words."""

from collections.abc import Iterator

from goldspan.predicting.run import PredictionRun, Spent
from goldspan.wording import how_many


def told(account: PredictionRun) -> Iterator[str]:
    """What people should know of a run, a line each; nothing of what went without saying."""
    yield from _speed(account)
    yield from _mentions(account)
    yield from _cost(account)
    if account.retries:
        yield f"{how_many(account.retries, 'try was', 'tries were')} repeated"
    if account.failed:
        kinds = ", ".join(
            f"{kind} {count.sentences}" for kind, count in account.errors.items() if count.sentences
        )
        counted, again = ("it counts", "it") if account.failed == 1 else ("they count", "these")
        yield (
            f"{account.failed} of {account.sentences} sentences failed ({kinds}); {counted} as"
            f" empty. The same command asks for {again} alone"
        )


def _speed(account: PredictionRun) -> Iterator[str]:
    if account.known:
        yield (
            f"{account.known} of {account.texts} distinct texts were known,"
            f" {how_many(account.asked, 'was', 'were')} asked for"
        )
    times = account.seconds_per_text
    if account.asked and times and account.seconds >= 1:
        yield (
            f"{account.throughput:.1f} texts a second; one took {_seconds(times.p50)} (half of"
            f" them), {_seconds(times.p95)} (95%), {_seconds(times.p99)} (99%)"
        )


def _mentions(account: PredictionRun) -> Iterator[str]:
    if account.located:
        tiers = account.located
        yield (
            f"Quotes found: {tiers.exact} exactly, {tiers.normalised} written otherwise,"
            f" {tiers.fuzzy} with letters changed"
        )
    if account.unlocated:
        claims = how_many(account.unlocated, "claim isn't", "claims aren't")
        yield f"{claims} in the text (counted as spurious)"
    if account.unmapped:
        left_out = ", ".join(f"{label} {count}" for label, count in account.unmapped.items())
        yield f"Left out, because --map doesn't say what they are: {left_out}"


def _cost(account: PredictionRun) -> Iterator[str]:
    if account.usage:
        yield f"Tokens: {_tokens(account.usage)}"
        if account.known:
            yield f"In this run: {_tokens(account.paid) if account.paid else 'none'}"


def _tokens(spent: Spent) -> str:
    cost = f", cost {spent.cost:.4f}" if spent.cost is not None else ""
    return f"{spent.input_tokens} in, {spent.output_tokens} out{cost}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.1f} ms"
