"""A small file of past scores: one line each, appended by ``goldspan evaluate score --history``."""

from datetime import datetime, timezone
from pathlib import Path

import msgspec

from goldspan.evaluate.result import Pair, Score
from goldspan.files import read_text, write_text
from goldspan.records import read_records


class PastScore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The headline of one scoring.

    Attributes:
        at: when, ISO 8601 in UTC.
        goldspan: the version of goldspan that scored.
        extractor: its name.
        gold: the SHA-256 of the gold set; scores of different ones can't be compared.
        split: the split that was scored; null for all.
        guidelines: the version of the guidelines.
        predictions: the SHA-256 of the predictions file; null where there was none.
        support: gold spans.
        predicted: predicted spans.
        matched: predictions equal to a gold span.
        precision: matched / predicted; 0 where nothing is predicted.
        recall: matched / support; 0 where there is no gold span.
        f1: their harmonic mean; 0 where nothing matches.
        f1_interval: 95%, documents taken as wholes; null with fewer than two documents that hold
            spans.
    """

    at: str
    goldspan: str
    extractor: str
    gold: str
    split: str | None
    guidelines: str
    predictions: str | None
    support: int
    predicted: int
    matched: int
    precision: float
    recall: float
    f1: float
    f1_interval: Pair | None


def past_score(score: Score, now: datetime | None = None) -> PastScore:
    """What the history keeps of a score made now."""
    moment = (now or datetime.now(timezone.utc)).replace(microsecond=0)
    overall = score.overall
    return PastScore(
        at=moment.isoformat().replace("+00:00", "Z"),
        goldspan=score.goldspan,
        extractor=score.predictions.extractor,
        gold=score.gold.sha256,
        split=score.gold.split,
        guidelines=score.gold.guidelines,
        predictions=score.predictions.sha256,
        support=overall.support,
        predicted=overall.predicted,
        matched=overall.matched,
        precision=overall.precision,
        recall=overall.recall,
        f1=overall.f1,
        f1_interval=overall.f1_interval,
    )


def append_score(path: Path, score: Score) -> None:
    """Add a score to a history, which is made if it isn't there; what is in it stays as it is.

    Raises:
        InputError: the file can't be read or written, or holds something else.
    """
    before = ""
    if path.exists():
        read_history(path)
        before = read_text(path)
        if before and not before.endswith("\n"):
            before += "\n"
    write_text(path, before + msgspec.json.encode(past_score(score)).decode() + "\n")


def read_history(path: Path) -> list[PastScore]:
    """The scores of a history, the oldest first.

    Raises:
        InputError: the file can't be read, or holds something else.
    """
    return sorted((record for _, record in read_records(path, PastScore)), key=lambda one: one.at)
