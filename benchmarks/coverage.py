"""Whether 95% intervals hold what they say, and how often the paired test raises a false alarm.

As many gold sets are drawn as there are simulations: 10 entities a document on average, F1 about
0.85, a random effect of the document (standard deviation 0.35 on the probit scale), as in real
scores, where errors in one document go together. Coverage is the share of intervals that hold the
true figure, and for comparison of Wilson's intervals that take each matched, missed and spurious
span as an observation of its own; false alarms are the share of pairs of equally good systems with
p < 0.05.

Run: python benchmarks/coverage.py [SIMULATIONS] (prints JSON; benchmarks/coverage.json is a
recorded run)
"""

import json
import sys

import numpy as np
from scipy.stats import binomtest

from goldspan.counts import F1, PRECISION, RECALL, Cells
from goldspan.evaluate.pairing import difference
from goldspan.evaluate.randomisation import p_values
from goldspan.intervals import intervals, method

SIMULATIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
ENTITIES, SPREAD, CENTRE, CORRELATION = 10, 0.35, 1.04, 0.75
FIGURES = {"precision": PRECISION, "recall": RECALL, "f1": F1}


def systems(random, documents, count):
    """Counts of shape (systems, documents, 1, 3) of equally good systems on the same documents."""
    support = np.maximum(random.poisson(ENTITIES, documents), 1)
    of_document = random.normal(0, SPREAD, documents)
    document = np.repeat(np.arange(documents), support)
    shared = random.normal(size=len(document)) * np.sqrt(CORRELATION)
    found = []
    for _ in range(count):
        own = random.normal(size=len(document)) * np.sqrt(1 - CORRELATION)
        is_matched = shared + own < CENTRE + of_document[document]
        matched = np.bincount(document[is_matched], minlength=documents)
        spurious = random.binomial(support - matched, 0.9) + random.binomial(2, 0.04, documents)
        found.append(np.stack([matched, matched + spurious, support], axis=1)[:, None])
    return np.array(found, dtype=np.int64)


def cells(counts):
    return Cells(np.arange(len(counts)), np.zeros(len(counts), dtype=int), counts[:, 0], 1)


def coverage(random, documents, truth):
    """The share of intervals that hold the true figure, and of those blind to documents."""
    hits, blind = np.zeros(3), 0
    for _ in range(SIMULATIONS):
        [counts] = systems(random, documents, 1)
        low, high = intervals(cells(counts), documents)[0].T
        hits += (low <= truth) & (truth <= high)
        low, high = of_spans_alone(counts)
        blind += low <= truth[F1] <= high
    return {
        "coverage": dict(zip(FIGURES, (hits / SIMULATIONS).round(4).tolist(), strict=True)),
        "f1_coverage_of_spans_alone": round(blind / SIMULATIONS, 4),
    }


def of_spans_alone(counts):
    """Wilson's interval of F1, which is 2p/(1+p), p the share matched of all spans on a side."""
    matched, predicted, support = counts.sum(axis=(0, 1))
    interval = binomtest(matched, predicted + support - matched).proportion_ci(method="wilson")
    return 2 * interval.low / (1 + interval.low), 2 * interval.high / (1 + interval.high)


def paired(random, documents):
    """False alarms of the test, and the share of intervals of the difference that hold 0."""
    alarms, held = 0, 0
    for _ in range(SIMULATIONS):
        first, second = systems(random, documents, 2).astype(float)
        alarms += p_values(first, second, 2000)[0] < 0.05
        low, high = difference(first, second).interval[0]
        held += low <= 0 <= high
    return {
        "false_alarms_at_0.05": round(alarms / SIMULATIONS, 4),
        "difference_interval_coverage": round(held / SIMULATIONS, 4),
    }


random = np.random.default_rng(7)
[many] = systems(random, 200_000, 1)
matched, predicted, support = many.sum(axis=(0, 1))
truth = np.array([matched / predicted, matched / support, 2 * matched / (predicted + support)])
report = {
    "simulations": SIMULATIONS,
    "true_figures": dict(zip(FIGURES, truth.round(4).tolist(), strict=True)),
    "documents": {
        str(documents): {
            "method": method(documents),
            **coverage(random, documents, truth),
            **paired(random, documents),
        }
        for documents in (10, 20, 50, 100, 300)
    },
}
print(json.dumps(report, indent=2))
