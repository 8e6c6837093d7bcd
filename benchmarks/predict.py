"""Sentences predicted a second: one process, one and two workers of Ray, spaCy called directly.

A spaCy pipeline is trained for some seconds on the sample corpus; its sentences, numbered so that
no text comes twice, are predicted in batches of 256. Directly means ``nlp.pipe`` and the entities'
offsets, nothing else. `overhead` is what goldspan takes beyond that for batches, checks of every
span, and JSON Lines; `overhead_with_cache` also keeps every answer on disk. Medians of several
runs, taken in turn, so that a busy machine is busy for all; Ray's seconds leave out starting the
cluster.

Run: python benchmarks/predict.py [--sentences 20000] [--runs 5] (prints JSON;
benchmarks/predict.json is a recorded run)
"""

import argparse
import json
import os
import platform
import random
import statistics
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import msgspec
import pyarrow
import pyarrow.parquet
import spacy
from spacy.training import Example

from goldspan.dataset import read_gold
from goldspan.evaluate.cluster.predict import Pool, predict_on_cluster
from goldspan.evaluate.cluster.worker import Extraction
from goldspan.extractors import find_extractor
from goldspan.gold.build import build
from goldspan.guidelines.read import find_guidelines
from goldspan.predicting import open_cache, predict
from goldspan.predicting.running import Settings
from goldspan.samples import sample_annotations
from goldspan.sentences import Sentence

BATCH = 256
EPOCHS = 5


def sample_corpus(folder):
    build(
        [sample_annotations("adjudicated")],
        folder / "gold",
        guidelines=find_guidelines(),
        sentences_file=None,
    )
    return read_gold(folder / "gold")


def trained(dataset, path):
    """A pipeline that finds names as the sample corpus has them, on disk."""
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    recogniser = nlp.add_pipe("ner")
    examples = []
    for sentence in dataset.sentences():
        doc = nlp.make_doc(sentence.text)
        spans = [doc.char_span(s.start, s.end, s.label) for s in sentence.spans]
        entities = spacy.util.filter_spans([span for span in spans if span is not None])
        examples.append(
            Example.from_dict(
                doc, {"entities": [(s.start_char, s.end_char, s.label_) for s in entities]}
            )
        )
    for label in dataset.manifest.labels:
        recogniser.add_label(label)
    nlp.initialize(lambda: examples)
    r = random.Random(1)
    for _ in range(EPOCHS):
        r.shuffle(examples)
        for batch in spacy.util.minibatch(examples, 32):
            nlp.update(batch)
    nlp.to_disk(path)
    return nlp


def numbered(dataset, number):
    """So many sentences, none with the text of another."""
    known = dataset.sentences()
    return [
        Sentence(
            doc=f"d{place // 20}", index=place, text=f"{known[place % len(known)].text} {place}"
        )
        for place in range(number)
    ]


def directly(nlp, sentences):
    texts = [sentence.text for sentence in sentences]
    return [
        [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
        for doc in nlp.pipe(texts, batch_size=BATCH)
    ]


def by_goldspan(extractor, sentences, labels, cache=None):
    found = predict(extractor, sentences, labels, settings=Settings(batch_size=BATCH), cache=cache)
    encoder = msgspec.json.Encoder()
    return b"".join(encoder.encode(one) + b"\n" for one in found.predictions)


def by_ray(model, folder, workers):
    """Throughput, and the seconds that starting and stopping the cluster took."""
    output = folder / f"ray-{workers}.jsonl"
    started = time.perf_counter()
    account = predict_on_cluster(
        str(output),
        str(folder / "sentences.parquet"),
        Extraction(f"spacy:{model}", settings=Settings(batch_size=BATCH)),
        Pool(None, workers),
    )
    whole = time.perf_counter() - started
    return account, whole - account.seconds, output.read_bytes()


def seconds_of(function, *arguments):
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = sample_corpus(folder)
        model = folder / "model"
        nlp = trained(dataset, model)
        labels = dataset.manifest.labels
        extractor = find_extractor(f"spacy:{model}", labels)
        sentences = numbered(dataset, options.sentences)
        rows = [msgspec.to_builtins(sentence) for sentence in sentences]
        for row in rows:
            row["meta"] = json.dumps(row["meta"])
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "sentences.parquet")
        for warm in (nlp.pipe, extractor.extract):
            list(
                warm([s.text for s in sentences[:BATCH]] if warm == nlp.pipe else sentences[:BATCH])
            )
        taken = {"directly": [], "goldspan": [], "goldspan_with_cache": []}
        for run in range(options.runs):
            taken["directly"].append(seconds_of(directly, nlp, sentences))
            taken["goldspan"].append(seconds_of(by_goldspan, extractor, sentences, labels))
            with open_cache(extractor, folder / f"cache-{run}") as cache:
                taken["goldspan_with_cache"].append(
                    seconds_of(by_goldspan, extractor, sentences, labels, cache)
                )
        middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
        one_process = by_goldspan(extractor, sentences, labels)
        of_ray = {}
        for workers in (1, 2):
            account, started, written = by_ray(model, folder, workers)
            of_ray[str(workers)] = {
                "sentences_a_second": round(options.sentences / account.seconds),
                "seconds": account.seconds,
                "seconds_to_start_and_stop": round(started, 1),
                "same_bytes_as_one_process": written == one_process,
            }
    print(
        json.dumps(
            {
                "machine": f"{os.cpu_count()} cores, {platform.machine()}",
                "python": platform.python_version(),
                "spacy": spacy.__version__,
                "ray": version("ray"),
                "sentences": options.sentences,
                "batch": BATCH,
                "runs": options.runs,
                "sentences_a_second": {
                    name: round(options.sentences / seconds) for name, seconds in middle.items()
                },
                "overhead": round(middle["goldspan"] / middle["directly"] - 1, 4),
                "overhead_with_cache": round(
                    middle["goldspan_with_cache"] / middle["directly"] - 1, 4
                ),
                "ray_workers": of_ray,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
