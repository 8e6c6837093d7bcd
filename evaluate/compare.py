"""Compare systems on the same gold: differences in F1, tests, ranks, what each found alone."""

from collections.abc import Sequence
from itertools import combinations

import msgspec
import numpy as np

from goldspan import __version__
from goldspan.counts import SUPPORT, Floats, figures
from goldspan.evaluate.arrays import Flags
from goldspan.evaluate.case import Case
from goldspan.evaluate.comparison import (
    Comparison,
    Contrast,
    Found,
    Intervals,
    PairOfSystems,
    Runs,
    System,
)
from goldspan.evaluate.contestant import Contestant
from goldspan.evaluate.differing import Said
from goldspan.evaluate.examples import examples
from goldspan.evaluate.figures import TOO_FEW
from goldspan.evaluate.pairing import STANDARD_ERRORS, Difference, difference, f1, paired_method
from goldspan.evaluate.randomisation import ALPHA, fewest_documents, holm, p_values
from goldspan.evaluate.referee import Extent, referee
from goldspan.evaluate.result import GoldSide
from goldspan.evaluate.result_errors import Example
from goldspan.evaluate.suggested import suggested_sentences
from goldspan.intervals import FEW_DOCUMENTS, MOST_RESAMPLED, as_pair, intervals, method
from goldspan.resampling import LEVEL, RESAMPLES, SEED, percentiles, resampled

_EXAMPLES = 5


def compare(
    contestants: Sequence[Contestant], extent: Extent | None = None, *, with_sentences: bool = False
) -> Comparison:
    """Compare two or more systems.

    Args:
        contestants: their runs are all about one corpus.
        extent: of the referee, for every run.
        with_sentences: hold the sentences they differ in, too, for a report that people look at.

    Raises:
        RefereeError: seqeval counts otherwise.
    """
    ordered = sorted(contestants, key=lambda one: (-_f1(one), one.name))
    corpus = ordered[0].runs[0].corpus
    draws = _draws(ordered)
    ranks = _ranks(draws) if len(draws) else None
    said = Said([one.runs for one in ordered])
    pairs = _pairs(ordered, said)
    return Comparison(
        goldspan=__version__,
        systems=[
            System(
                name=one.name,
                files=one.files,
                sha256=[run.predicted.sha256 for run in one.runs],
                **_figures(one),
                f1_interval=_interval(one, draws[:, place] if len(draws) else None),
                rank=1 + sum(_f1(other) > _f1(one) for other in ordered),
                rank_interval=None if ranks is None else ranks[place],
                runs=_runs(one),
                referee=[referee(run, extent) for run in one.runs],
                suggested=max(int(suggested_sentences(run).sum()) for run in one.runs),
                failed=max(run.predicted.failed for run in one.runs),
            )
            for place, one in enumerate(ordered)
        ],
        pairs=pairs,
        sentences=said.differing(_groups(pairs)) if with_sentences else None,
        interval=Intervals(
            unit=corpus.unit,
            method=paired_method(corpus.documents, 1 + len(corpus.labels)),
            slices=_slices_method(ordered[0]),
            systems=method(corpus.documents),
            drawn="percentile bootstrap over documents and runs" if len(draws) else None,
            level=LEVEL,
            resamples=RESAMPLES if len(draws) else None,
            seed=SEED,
        ),
        gold=GoldSide(
            sha256=corpus.sha256,
            split=corpus.split,
            documents=corpus.documents,
            sentences=len(corpus),
            entities=len(corpus.spans),
            guidelines=corpus.guidelines,
            colours=dict(corpus.colours),
        ),
    )


def _f1(one: Contestant) -> float:
    return float(f1(one.overall.sum(axis=1)).mean())


def _figures(one: Contestant) -> dict[str, float]:
    """Means over the runs of figures and counts."""
    totals = one.overall.sum(axis=1)[:, 0]
    precision, recall, value = figures(totals).mean(axis=0).tolist()
    matched, predicted, support = totals.mean(axis=0).tolist()
    return {
        "precision": precision,
        "recall": recall,
        "f1": value,
        "matched": matched,
        "predicted": predicted,
        "support": support,
    }


def _runs(one: Contestant) -> Runs:
    values = f1(one.overall.sum(axis=1))[:, 0]
    return Runs(
        f1=values.tolist(),
        mean=float(values.mean()),
        standard_deviation=float(values.std(ddof=1)) if len(values) > 1 else None,
    )


def _draws(contestants: Sequence[Contestant]) -> Floats:
    """F1 of each system in each resample of documents and of its runs: (resamples, systems)."""
    runs = np.concatenate([one.overall[:, :, 0] for one in contestants])
    documents = runs.shape[1]
    totals = resampled(np.moveaxis(runs, 0, 1).reshape(documents, -1))
    values = f1(totals.reshape(len(totals), len(runs), 3))
    random = np.random.default_rng(SEED)
    drawn, before = [], 0
    for one in contestants:
        mine = values[:, before : before + len(one.runs)]
        picks = random.integers(0, len(one.runs), size=mine.shape)
        drawn.append(np.take_along_axis(mine, picks, axis=1).mean(axis=1))
        before += len(one.runs)
    return np.stack(drawn, axis=1)


def _ranks(draws: Floats) -> list[tuple[int, int]]:
    """The interval of each system's rank over the resamples."""
    ranks = 1 + (draws[:, None, :] > draws[:, :, None]).sum(axis=2)
    bounds = np.quantile(
        ranks, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0, method="closest_observation"
    )
    return [(int(low), int(high)) for low, high in bounds.T]


def _interval(one: Contestant, draws: Floats | None) -> tuple[float, float] | None:
    if draws is None:
        return None
    if len(one.runs) > 1 or one.overall.shape[1] >= FEW_DOCUMENTS:
        return percentiles(draws)
    run = one.runs[0]
    cells = run.counter.count()
    return as_pair(intervals(cells, run.corpus.documents)[0, 2])


def _pairs(ordered: Sequence[Contestant], said: Said) -> list[PairOfSystems]:
    places = list(combinations(range(len(ordered)), 2))
    if not places:
        return []
    together = [(ordered[first], ordered[second]) for first, second in places]
    tested = [p_values(first.counts, second.counts) for first, second in together]
    adjusted = np.apply_along_axis(holm, 0, np.stack(tested))
    can_tell = ordered[0].overall.shape[1] >= fewest_documents(len(places))
    return [
        msgspec.structs.replace(
            _pair(*together[row], tested[row], adjusted[row], can_tell=can_tell),
            spurious=said.spurious(*pair),
            sentences_apart=said.sentences_apart(*pair),
        )
        for row, pair in enumerate(places)
    ]


def _groups(pairs: Sequence[PairOfSystems]) -> list[tuple[str, str]]:
    """Every group of every slice, once."""
    found = {
        (name, group): None
        for pair in pairs
        for name, groups in pair.slices.items()
        for group in groups
    }
    return list(found)


def _pair(
    first: Contestant, second: Contestant, p: Floats, p_holm: Floats, *, can_tell: bool
) -> PairOfSystems:
    labels = first.runs[0].corpus.labels
    apart = difference(first.counts, second.counts)
    contrasts = _contrasts(apart, first.counts, p, p_holm)
    error = float(apart.error[0])
    only_first, only_second = first.found & ~second.found, second.found & ~first.found
    return PairOfSystems(
        first=first.name,
        second=second.name,
        overall=contrasts[0],
        is_significant=can_tell and bool(p_holm[0] < ALPHA),
        smallest_difference=STANDARD_ERRORS * error if can_tell and error else None,
        labels=dict(zip(labels, contrasts[1:], strict=True)),
        slices=_slices(first, second),
        found=Found(
            both=int((first.found & second.found).sum()),
            only_first=int(only_first.sum()),
            only_second=int(only_second.sum()),
            neither=int((~first.found & ~second.found).sum()),
        ),
        only_first=_examples(second.runs[0], only_first),
        only_second=_examples(first.runs[0], only_second),
    )


def _contrasts(
    apart: Difference, counts: Floats, p: Floats | None = None, p_holm: Floats | None = None
) -> list[Contrast]:
    supports = counts.sum(axis=0)[:, SUPPORT]
    testable = len(counts) > 1
    return [
        Contrast(
            difference=float(apart.value[place]),
            interval=as_pair(apart.interval[place]),
            p=float(p[place]) if p is not None and testable else None,
            p_holm=float(p_holm[place]) if p_holm is not None and testable else None,
            support=int(support),
            is_too_few=bool(support < TOO_FEW),
        )
        for place, support in enumerate(supports)
    ]


def _slices(first: Contestant, second: Contestant) -> dict[str, dict[str, Contrast]]:
    """Differences by slice."""
    found: dict[str, dict[str, Contrast]] = {}
    for name, groups in first.groups.items():
        sides = first.slices[name], second.slices[name]
        occupied: Flags = np.any(sides[0] + sides[1], axis=(0, 2))
        if occupied.sum() < 2:
            continue
        contrasts = _contrasts(difference(*sides), sides[0])
        found[name] = {
            group: contrast
            for group, contrast, is_there in zip(groups, contrasts, occupied, strict=True)
            if is_there
        }
    return found


def _slices_method(one: Contestant) -> str:
    """How the intervals of differences by slice are made; those of many groups may be otherwise."""
    documents = one.overall.shape[1]
    sizes = sorted(len(groups) for groups in one.groups.values()) or [1]
    methods = dict.fromkeys(paired_method(documents, size) for size in (sizes[0], sizes[-1]))
    return f"; with more than {MOST_RESAMPLED} groups ".join(methods)


def _examples(other: Case, which: Flags) -> list[Example]:
    """Gold spans that one system found, with what the other said there."""
    return examples(other, np.flatnonzero(which)[:_EXAMPLES].tolist())
