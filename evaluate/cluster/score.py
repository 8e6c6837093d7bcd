"""Score on a cluster: parts are counted by its workers, and figures made of the summed counts.

Gold and predictions are divided by the sentence's id into parts, each of which is counted by
whichever worker is free; only counts come back, and a handful of example sentences. So a corpus may
be larger than any machine's memory, and the figures are those of one machine to the last digit.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from goldspan.console import progress
from goldspan.dataset import ASIDE
from goldspan.errors import InputError
from goldspan.evaluate.arrow import items_of, whole
from goldspan.evaluate.cluster import connect, storage
from goldspan.evaluate.cluster.count import Part, Task, count_part
from goldspan.evaluate.cluster.pieces import SIZE, Piece, files_of, files_of_split, pieces_of
from goldspan.evaluate.cluster.split import split_gold, split_ids, split_predictions
from goldspan.evaluate.cluster.survey import survey, together
from goldspan.evaluate.inputs import TRAIN, missing_predictions
from goldspan.evaluate.judge import JudgeMode
from goldspan.evaluate.layers import UNIT
from goldspan.evaluate.referee import Drawn, Extent, Shown, draw, judged
from goldspan.evaluate.result import Score
from goldspan.evaluate.score_files import Files
from goldspan.evaluate.scoring import Reading, Scored, score_tally
from goldspan.evaluate.stored import SPANS
from goldspan.evaluate.strings import Mentions, distinct_mentions
from goldspan.evaluate.suggested import leaning, refuse_too_good
from goldspan.evaluate.tally import total


class Request(NamedTuple):
    """What is to be scored.

    Attributes:
        gold: a dataset's folder, or its URL.
        predictions: a file or a folder of files, or its URL.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to slice by.
        mode: which of seqeval's modes is the referee.
        extent: of the referee.
        allow_suggested: score on a test split, too, that began with the extractor's suggestions.
    """

    gold: str
    predictions: str
    split: str | None = None
    meta: Sequence[str] = ()
    mode: JudgeMode = "strict"
    extent: Extent | None = None
    allow_suggested: bool = False

    @classmethod
    def of(cls, files: Files, gold: str, extent: Extent | None) -> "Request":
        """The same as for one process.

        Args:
            files: gold and predictions.
            gold: the gold dataset as it was named: a path would spoil a URL.
            extent: of the referee.
        """
        mode: JudgeMode = "default" if files.mode == "conlleval" else "strict"
        return cls(
            gold, files.predictions, files.split, files.meta, mode, extent, files.allow_suggested
        )


def score_on_cluster(
    request: Request, address: str | None = None, workers: int | None = None, size: int = SIZE
) -> Score:
    """Score predictions against a gold dataset on a Ray cluster.

    Args:
        request: what is to be scored; every machine must see the files.
        address: of a cluster, such as ``auto``; None: one on this machine for the while.
        workers: how many of its processes to use; None: all.
        size: sentences in a part, about.

    Raises:
        InputError: a file can't be read, or the predictions don't fit the gold.
        ClusterError: there is no such cluster, or it loses the work.
        RefereeError: seqeval counts otherwise.
    """
    with connect.connected(address, workers) as ray:
        return score_by(RayWork(ray, workers), request, size)


class Work(Protocol):
    """What runs functions somewhere."""

    def begin(self, function: Callable[..., Any], *arguments: Any, returns: int = 1) -> Any:  # noqa: ANN401
        """Let a function be run; a reference to what it returns, or to each of several results."""

    def results(self, references: Sequence[Any], what: str) -> list[Any]:
        """What functions returned, in their order."""

    def keep(self, value: Any) -> Any:  # noqa: ANN401
        """A reference to a value that many functions are given."""


def score_by(work: Work, request: Request, size: int = SIZE) -> Score:
    """Score by functions that can run anywhere.

    Args:
        work: what runs them.
        request: what is to be scored.
        size: sentences in a part, about.

    Raises:
        InputError: a file can't be read, or the predictions don't fit the gold.
        RefereeError: seqeval counts otherwise.
    """
    gold, predictions = storage.shared(request.gold), storage.shared(request.predictions)
    manifest = storage.manifest_of(gold)
    if request.split is not None and request.split not in manifest.splits:
        raise InputError(
            f"there is no split {request.split!r}; there are {', '.join(manifest.splits)}."
        )
    wanted = [request.split] if request.split is not None else [*manifest.splits]
    of_splits = {split: files_of_split(gold, split) for split in manifest.splits}
    of_predictions = files_of(predictions)
    scored = pieces_of([file for split in wanted for file in of_splits[split]], size)
    others = [file for split, files in of_splits.items() if split not in wanted for file in files]
    aside = storage.below(gold, ASIDE, "sentences.parquet")
    if storage.exists(aside):
        others.append(aside)
    hashes = [
        work.begin(storage.sha256_of_files, files)
        for files in ([f for files in of_splits.values() for f in files], of_predictions)
    ]
    known = together(
        work.results([work.begin(survey, piece, request.meta) for piece in scored], "Looking")
    )
    train = None
    if request.split not in (None, TRAIN) and TRAIN in of_splits:
        pieces = pieces_of(of_splits[TRAIN], size)
        train = frozenset[tuple[str, str]]().union(
            *work.results([work.begin(_mentions, piece) for piece in pieces], "Looking")
        )
    drawn = draw(known.sizes, request.extent)
    task = Task(manifest, known, drawn, request.mode, train, request.meta)
    parts = max(1, round(sum(piece.rows for piece in scored) / size))
    counted = _parts(
        work, task, scored, pieces_of(others, size), pieces_of(of_predictions, size), parts
    )
    gold_sha256, predictions_sha256 = work.results(hashes, "Hashing")
    _refuse_missing(counted, int(known.sizes.sum()))
    whole = total([part.tally for part in counted if part.tally])
    if not request.allow_suggested:
        lean = leaning(whole.suggested, whole.extractors, whole.overall, len(known.documents))
        refuse_too_good(request.split, lean.sentences, whole.sentences, lean.by)
    return score_tally(
        whole,
        Scored(
            labels=manifest.labels,
            documents=[*known.documents],
            unit="document",
            gold_sha256=gold_sha256,
            predictions_sha256=predictions_sha256,
            split=request.split,
            guidelines=manifest.guidelines["version"],
            colours=manifest.colours,
        ),
        _judged(counted, drawn, request.mode),
        Reading("conlleval", None, None) if request.mode == "default" else None,
    )


class RayWork:
    """Functions run by a cluster, at most so many at a time as there are workers."""

    def __init__(self, ray: Any, workers: int | None) -> None:  # noqa: ANN401
        """Of this cluster."""
        self._ray = ray
        # A share of a processor each, so that no more than `workers` of them fit.
        total = ray.cluster_resources().get("CPU", 1)
        self._share = max(1, total / workers) if workers else 1
        self._remote: dict[str, Any] = {}

    def begin(self, function: Callable[..., Any], *arguments: Any, returns: int = 1) -> Any:  # noqa: ANN401
        """Let a worker run a function; a reference to what it returns, or to each part of it."""
        name = function.__name__
        if name not in self._remote:
            self._remote[name] = self._ray.remote(function)
        options = self._remote[name].options(num_cpus=self._share, num_returns=returns)
        return options.remote(*arguments)

    def results(self, references: Sequence[Any], what: str) -> list[Any]:
        """What functions returned, in their order.

        Raises:
            ClusterError: a worker was lost too often.
            InputError: one could not do its work.
        """
        found = []
        with progress(what, total=len(references)) as advance:
            for reference in references:
                found.append(connect.result(self._ray, reference))
                advance(1)
        return found

    def keep(self, value: Any) -> Any:  # noqa: ANN401
        """A reference to a value that many functions are given."""
        return self._ray.put(value)


def _parts(
    work: Work,
    task: Task,
    scored: Sequence[Piece],
    others: Sequence[Piece],
    predictions: Sequence[Piece],
    parts: int,
) -> list[Part]:
    """Divide everything by sentence, and count each part."""

    def divided(function: Callable[..., Any], pieces: Sequence[Piece]) -> list[list[Any]]:
        made = [work.begin(function, piece, parts, returns=parts) for piece in pieces]
        return [[one] if parts == 1 else one for one in made]

    sides = [
        divided(_split_gold, scored),
        divided(_split_ids, others),
        divided(_split_predictions, predictions),
    ]
    everything = work.keep(task)
    references = [
        work.begin(
            _count,
            everything,
            [len(side) for side in sides],
            *(pieces[part] for side in sides for pieces in side),
        )
        for part in range(parts)
    ]
    counted: list[Part] = work.results(references, "Counting")
    for part in counted:
        if part.fault:
            raise part.fault
    return counted


def _count(task: Task, sizes: Sequence[int], *sides: Any) -> Part:  # noqa: ANN401
    """Count a part; its portions are given one by one, since Ray fetches only whole arguments."""
    golds, elsewhere, _ = sizes
    return count_part(
        task, sides[:golds], sides[golds : golds + elsewhere], sides[golds + elsewhere :]
    )


def _split_gold(piece: Piece, parts: int) -> Any:  # noqa: ANN401
    return _alone(split_gold(piece, parts))


def _split_ids(piece: Piece, parts: int) -> Any:  # noqa: ANN401
    return _alone(split_ids(piece, parts))


def _split_predictions(piece: Piece, parts: int) -> Any:  # noqa: ANN401
    return _alone(split_predictions(piece, parts))


def _alone(found: list[Any]) -> Any:  # noqa: ANN401
    """What a task returns: with several results a list of them, else the one itself."""
    return found[0] if len(found) == 1 else found


def _mentions(piece: Piece) -> Mentions:
    """The mentions of a piece of the train split."""
    lists = piece.read([f"{SPANS}.text", f"{SPANS}.label"]).column("spans")
    items: Any = items_of(whole(lists))
    return distinct_mentions([(items.field("text"), items.field("label"))])


def _refuse_missing(counted: Sequence[Part], sentences: int) -> None:
    missing = sum(part.missing for part in counted)
    if missing:
        _, first = min(part.first_missing for part in counted if part.first_missing)
        raise missing_predictions(missing, sentences, first)


def _judged(counted: Sequence[Part], drawn: Drawn, mode: JudgeMode) -> Any:  # noqa: ANN401
    sentences, sequences = (sum(part.seen[place] for part in counted) for place in (0, 1))
    shown = Shown(lambda rows: ([], []), mode, "IOB2", UNIT)
    return judged(drawn, sentences, sequences, shown)
