"""The data that benchmarks/score.py measures on.

25 tokens and 2 entities a sentence, 20 sentences a document, a random effect of the document; F1 is
about 0.87. Texts are Vietnamese-like, most of them not ASCII.

Run: python benchmarks/score_data.py SENTENCES FOLDER
"""

import json
import sys
from pathlib import Path

TOKENS = 25
DOCUMENT = 20
LABELS = ("LEADER", "COUNTRY", "AGREEMENT")


def generate(sentences, folder):
    """A gold dataset, predictions for it as Parquet and JSON Lines, and both as tags."""
    # Not above: a process that is measured begins with the memory of the one that starts it.
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(sentences)
    effect = np.repeat(random.normal(1.1, 0.35, -(-sentences // DOCUMENT)), DOCUMENT)[:sentences]
    start = np.stack([random.integers(1, 10, sentences), random.integers(13, 22, sentences)], 1)
    length = random.integers(1, 4, (sentences, 2))
    label = random.integers(0, 3, (sentences, 2))
    is_found = random.normal(size=(sentences, 2)) < effect[:, None]
    kind = np.where(is_found, 0, random.choice([1, 2, 3], p=[0.4, 0.2, 0.4], size=is_found.shape))
    found_label = np.where(kind == 2, (label + 1) % 3, label)
    found_start = np.where(kind == 3, start - 1, start)
    found_length = np.where(kind == 3, length + 1, length)
    gold = np.zeros((sentences, TOKENS), dtype=np.int8)
    predicted = np.zeros((sentences, TOKENS), dtype=np.int8)
    for tags, starts, lengths, labels, is_there in (
        (gold, start, length, label, kind >= 0),
        (predicted, found_start, found_length, found_label, kind != 1),
    ):
        for entity in (0, 1):
            for step in range(5):
                rows = np.flatnonzero(is_there[:, entity] & (lengths[:, entity] > step))
                inside = 1 if step else 0
                tags[rows, starts[rows, entity] + step] = 1 + 2 * labels[rows, entity] + inside
    np.savez(folder / "tags.npz", gold=gold, predicted=predicted)
    syllables = ["ha", "noi", "quốc", "tế", "ân", "con", "ber", "lin", "trần", "đại", "pa", "ris"]
    words = ["".join(random.choice(syllables, random.integers(1, 4))) for _ in range(5000)]
    sizes = np.array([len(word) for word in words])
    chosen = random.integers(0, len(words), (sentences, TOKENS))
    ends = np.cumsum(sizes[chosen] + 1, axis=1) - 1
    begins = ends - sizes[chosen]
    rows = np.arange(sentences)[:, None]

    def spans(starts, lengths, labels, is_there):
        begin, end = begins[rows, starts], ends[rows, starts + lengths - 1]
        offsets = np.concatenate([[0], np.cumsum(is_there.sum(axis=1))])
        none = pa.ListArray.from_arrays(
            pa.array(np.zeros(is_there.sum() + 1, dtype=np.int32)),
            pa.StructArray.from_arrays([pa.array([], pa.string())] * 2, ["name", "value"]),
        )
        return pa.ListArray.from_arrays(
            pa.array(offsets.astype(np.int32)),
            pa.StructArray.from_arrays(
                [
                    pa.array(begin[is_there].astype(np.int32)),
                    pa.array(end[is_there].astype(np.int32)),
                    pa.array(np.array(LABELS)[labels[is_there]]),
                    none,
                ],
                ["start", "end", "label", "attributes"],
            ),
        )

    texts = [" ".join([words[word] for word in row]) for row in chosen.tolist()]
    documents = [f"document-{place // DOCUMENT}" for place in range(sentences)]
    ids = [f"{name}#{place % DOCUMENT}" for place, name in enumerate(documents)]
    empty = pa.ListArray.from_arrays(
        pa.array(np.zeros(sentences + 1, dtype=np.int32)), pa.array([], pa.string())
    )
    everywhere = np.ones_like(is_found)
    table = pa.table(
        {
            "id": ids,
            "doc": documents,
            "text": texts,
            "lang": ["en" if place % 2 else "vi" for place in range(sentences)],
            "section": ["body"] * sentences,
            "spans": spans(start, length, label, everywhere),
            "flags": empty,
            "suggested_by": empty,
        }
    )
    (folder / "gold" / "sentences").mkdir(parents=True)
    pq.write_table(table, folder / "gold" / "sentences" / "test.parquet", row_group_size=10_000)
    manifest = {
        "goldspan": "0",
        "tokeniser": "-",
        "labels": LABELS,
        "guidelines": {"version": "0", "sha256": ""},
        "inputs": {},
        "counts": {},
        "splits": {"test": sentences},
    }
    (folder / "gold" / "manifest.json").write_text(json.dumps(manifest))
    found = spans(found_start, found_length, found_label, kind != 1)
    plain = found.values
    found = pa.ListArray.from_arrays(
        found.offsets,
        pa.StructArray.from_arrays(
            [plain.field(name) for name in ("start", "end", "label")], ["start", "end", "label"]
        ),
    )
    predictions = pa.table({"sentence": ids, "spans": found})
    pq.write_table(predictions, folder / "predictions.parquet", row_group_size=10_000)
    with (folder / "predictions.jsonl").open("w") as file:
        for row in predictions.to_pylist():
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
