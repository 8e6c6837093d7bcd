"""Recall of planted near duplicates by kind of noise, precision on distinct sentences, and time.

Recall: the share of planted copies that are found in one cluster with their original. Precision: of
all pairs of sentences that are in one cluster, the share that goes back to one original; distinct
sentences share words and turns of phrase, as news does. Peers, in the same run on the same texts:
datasketch's MinHash LSH on words, and on the characters as they stand, at a Jaccard threshold of
0.5 without confirmation.

Run: python benchmarks/near_duplicates.py (about two minutes; prints JSON;
benchmarks/near_duplicates.json is a recorded run)
"""

import json
import os
import platform
import sys
import time
from collections import Counter
from pathlib import Path

import datasketch
from datasketch import MinHash, MinHashLSH

sys.path.insert(0, str(Path(__file__).parent.parent))

from goldspan.near_duplicates import SIMILARITY, Roots, near_duplicates
from tests.gold.planted_duplicates import plant

SENTENCES = 20_000
LARGE = 100_000


def figures(planted, clusters):
    """Recall by kind, and precision over pairs."""
    cluster = {}
    for number, places in enumerate(clusters):
        for place in places:
            cluster[planted.sentences[place].id] = number
    found, there = Counter(), Counter()
    for copy, (kind, original) in planted.copies.items():
        there[kind] += 1
        found[kind] += copy in cluster and cluster[copy] == cluster.get(original)
    root = {s.id: planted.copies.get(s.id, ("", s.id))[1] for s in planted.sentences}
    pairs = right = 0
    for places in clusters:
        roots = [root[planted.sentences[place].id] for place in places]
        pairs += len(roots) * (len(roots) - 1) // 2
        right += sum(count * (count - 1) // 2 for count in Counter(roots).values())
    return {
        "recall": round(found.total() / there.total(), 5),
        "recall_by_kind": {kind: round(found[kind] / there[kind], 5) for kind in there},
        "precision_of_pairs": round(right / pairs, 5),
        "pairs": pairs,
        "largest_cluster": max(map(len, clusters)),
    }


def peer(texts, shingles):
    """Clusters of an LSH as its tutorial has it."""
    index, roots = MinHashLSH(threshold=0.5, num_perm=128), Roots(len(texts))
    for place, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch([shingle.encode() for shingle in set(shingles(text))] or [b""])
        for other in index.query(signature):
            roots.join(other, place)
        index.insert(place, signature)
    clusters = {}
    for place in range(len(texts)):
        clusters.setdefault(roots.of(place), []).append(place)
    return [places for places in clusters.values() if len(places) > 1]


def timed(function, *arguments):
    started = time.perf_counter()
    result = function(*arguments)
    return result, round(time.perf_counter() - started, 1)


def main():
    planted = plant(SENTENCES)
    texts = [sentence.text for sentence in planted.sentences]
    found, seconds = timed(near_duplicates, texts)
    report = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "python": platform.python_version(),
        "datasketch": datasketch.__version__,
        "sentences": SENTENCES,
        "planted_copies": len(planted.copies),
        "similarity": SIMILARITY,
        "goldspan": {**figures(planted, found.clusters()), "seconds": seconds},
    }
    for name, shingles in (
        ("datasketch_words", str.split),
        ("datasketch_characters", lambda text: (text[i : i + 5] for i in range(len(text) - 4))),
    ):
        clusters, peers = timed(peer, texts, shingles)
        report[name] = {
            **figures(planted, clusters),
            "seconds": peers,
            "time_to_goldspan": round(peers / seconds, 2),
        }
    large = [sentence.text for sentence in plant(LARGE, seed=1).sentences]
    report["large"] = {"sentences": LARGE, "seconds": timed(near_duplicates, large)[1]}
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
