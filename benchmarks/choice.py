"""What a choice of sentences finds, against chance and against plain ranking; and its time.

Gain: of the sample articles, a third of whose documents are annotated, 40 sentences are chosen.
Counted are spans that the baseline gets wrong in them, distinct names, and documents. Peers, on the
same sentences: 1,000 draws by lot; the 40 with the most vote entropy (Dagan and Engelson, 1995),
ties by lot, as plain active learning takes them. The second extractor knows the annotated names.
Time: 100,000 made-up sentences of 18 words with two predictions each, 5,000 annotated ones; plain
ranking of the same by vote entropy is the peer.

Run: python benchmarks/choice.py (under a minute; prints JSON; benchmarks/choice.json is a recorded
run)
"""

import json
import os
import platform
import random
import resource
import time
from statistics import mean

from goldspan.annotate.choice import Wish
from goldspan.annotate.criteria import disagreement
from goldspan.annotate.known import Known
from goldspan.annotate.select import select
from goldspan.annotations import Annotation
from goldspan.extractors import find_extractor, predictions_of
from goldspan.mentions import wording
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import read_records
from goldspan.samples import sample_annotations, sample_articles
from goldspan.sentences import Sentence

LABELS = ("LEADER", "COUNTRY", "AGREEMENT")
CHOSEN = 40
LARGE = 100_000


def samples():
    sentences = [
        one
        for path in sample_articles()
        for _, one in read_records(path, Sentence)
        if one.section != "boilerplate"
    ]
    said = read_records(sample_annotations("machine-a"), Annotation)
    return sentences, {record.sentence: record for _, record in said}


def gain():
    sentences, truth = samples()
    documents = sorted({one.doc for one in sentences})[::3]
    done = [one for one in sentences if one.doc in documents]
    pool = [one for one in sentences if one.doc not in documents]
    baseline = find_extractor("baseline", LABELS)
    first = {one.sentence: one for one in predictions_of(baseline, pool, LABELS)}
    names = {(one.text[s.start : s.end], s.label): 1 for one in done for s in truth[one.id].spans}
    second = {
        one.id: Prediction(
            sentence=one.id,
            spans=[
                PredictedSpan(start=place, end=place + len(name), label=label)
                for name, label in names
                if (place := one.text.find(name)) >= 0
            ],
        )
        for one in pool
    }
    known = Known({one.key for one in done}, [one.text for one in done])
    for one in done:
        known.strings.update(wording(one.text[s.start : s.end]) for s in truth[one.id].spans)

    def found(chosen):
        ids = [one.id for one in chosen]
        wrong = sum(
            len({s.key for s in first[i].spans} ^ {s.key for s in truth[i].spans}) for i in ids
        )
        strings = {wording(truth[i].text[s.start : s.end]) for i in ids for s in truth[i].spans}
        return wrong, len(strings), len({one.doc for one in chosen})

    choice = select(pool, {"a": first, "b": second}, known, Wish(count=CHOSEN, random=0))
    ours = found([one.sentence for one in choice.chosen])
    chance = random.Random(0)
    lots = [found(chance.sample(pool, CHOSEN)) for _ in range(1000)]

    def plain(one):
        return -disagreement([first[one.id], second[one.id]], "entropy"), chance.random()

    ranked = [found(sorted(pool, key=plain)[:CHOSEN]) for _ in range(100)]
    columns = ("wrong_spans", "distinct_names", "documents")
    by_lot = [round(mean(column), 1) for column in zip(*lots, strict=True)]
    by_rank = [round(mean(column), 1) for column in zip(*ranked, strict=True)]
    return {
        "pool": len(pool),
        "chosen": CHOSEN,
        "goldspan": dict(zip(columns, ours, strict=True)),
        "by_lot": dict(zip(columns, by_lot, strict=True)),
        "plain_vote_entropy": dict(zip(columns, by_rank, strict=True)),
        "against_lot": {
            name: round(a / b, 2) for name, a, b in zip(columns, ours, by_lot, strict=True)
        },
    }


def made_up(count, first, chance, words):
    return [
        Sentence(doc=f"d{n // 20}", index=n % 20, text=" ".join(chance.choices(words, k=18)))
        for n in range(first, first + count)
    ]


def times():
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(30_000)]
    pool = made_up(LARGE, 0, chance, words)
    done = made_up(5_000, LARGE, chance, words)

    def predicted(one):
        spans, place = [], 0
        for word in one.text.split():
            if chance.random() < 0.12:
                label = chance.choice(LABELS)
                spans.append(
                    PredictedSpan(
                        start=place, end=place + len(word), label=label, score=chance.random()
                    )
                )
            place += len(word) + 1
        return Prediction(sentence=one.id, spans=spans)

    said = {name: {one.id: predicted(one) for one in pool} for name in "ab"}
    known = Known({one.key for one in done}, [one.text for one in done])
    found = {}
    for count in (200, 2000):
        begun = time.perf_counter()
        choice = select(pool, said, known, Wish(count=count))
        found[f"seconds_for_{count}"] = round(time.perf_counter() - begun, 2)
        assert len(choice.chosen) == count
    begun = time.perf_counter()
    entropy = {one.id: disagreement([s[one.id] for s in said.values()], "entropy") for one in pool}
    sorted(pool, key=lambda one: -entropy[one.id])
    found["seconds_of_plain_ranking"] = round(time.perf_counter() - begun, 2)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"sentences": LARGE, **found}


if __name__ == "__main__":
    print(  # noqa: T201
        json.dumps(
            {
                "machine": f"{platform.machine()}, {os.cpu_count()} cores",
                "python": platform.python_version(),
                "load_at_start": round(os.getloadavg()[0], 1),
                "gain": gain(),
                "time": times(),
            },
            indent=2,
        )
    )
