"""A comparison as a terminal shows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from goldspan.console import new_table
from goldspan.evaluate.comparison import Alone, Comparison, PairOfSystems
from goldspan.wording import how_many

if TYPE_CHECKING:
    from rich.table import Table


def compare_tables(comparison: Comparison) -> "Iterator[Table]":
    """The systems, then the pairs."""
    yield _systems(comparison)
    yield _pairs(comparison)


def _systems(comparison: Comparison) -> "Table":
    gold = comparison.gold
    table = new_table(
        *("system", "P", "R", "F1", "95% of F1", "rank", "runs"),
        caption="\n".join(
            [
                f"{how_many(gold.documents, 'document')},"
                f" {how_many(gold.sentences, 'sentence')}, {how_many(gold.entities, 'span')}."
                " Intervals take documents as wholes.",
                *(caution for system in comparison.systems for caution in system.cautions),
            ]
        ),
    )
    for system in comparison.systems:
        interval, ranks = system.f1_interval, system.rank_interval
        runs = system.runs
        table.add_row(
            system.name,
            *(f"{value:.4f}" for value in (system.precision, system.recall, system.f1)),
            f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else "-",
            f"{system.rank} ({ranks[0]}-{ranks[1]})" if ranks else str(system.rank),
            f"{len(runs.f1)}, sd {runs.standard_deviation:.4f}" if runs.standard_deviation else "1",
        )
    return table


def _pairs(comparison: Comparison) -> "Table":
    table = new_table(
        *("pair", "F1 apart", "95%", "p", "Holm", "only 1st", "only 2nd"),
        caption="\n".join(
            [
                "p: approximate randomisation of documents, 10,000 times; Holm: adjusted for all"
                " pairs.",
                "only 1st, only 2nd: gold spans that one found and the other missed.",
                *(_verdict(comparison, pair) for pair in comparison.pairs),
                *(_spurious(pair, pair.spurious) for pair in comparison.pairs if pair.spurious),
            ]
        ),
    )
    for pair in comparison.pairs:
        overall = pair.overall
        interval = overall.interval
        table.add_row(
            f"{pair.first} - {pair.second}",
            f"{overall.difference:+.4f}",
            f"{interval[0]:+.3f} to {interval[1]:+.3f}" if interval else "-",
            "-" if overall.p is None else f"{overall.p:.4f}",
            "-" if overall.p_holm is None else f"{overall.p_holm:.4f}",
            str(pair.found.only_first),
            str(pair.found.only_second),
        )
    return table


def _spurious(pair: PairOfSystems, spurious: Alone) -> str:
    return (
        f"{pair.first}, {pair.second}: differ in {how_many(pair.sentences_apart or 0, 'sentence')};"
        f" {spurious.only_first} and {spurious.only_second} spurious spans in one alone."
    )


def _verdict(comparison: Comparison, pair: PairOfSystems) -> str:
    if pair.is_significant:
        return f"{pair.first} is better than {pair.second}."
    reach = comparison.reach(pair)
    return f"{pair.first} and {pair.second} can't be told apart here{reach and f': {reach}'}."
