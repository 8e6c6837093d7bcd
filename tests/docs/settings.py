"""What stands in the folder before a page's first block; pages name it in a comment.

A setting may return commands to be run first.
"""

import shutil

import msgspec

from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.evaluate.predict import predict
from goldspan.extractors import find_extractor
from goldspan.gold.build import build
from goldspan.guidelines.read import find_guidelines
from goldspan.predictions import Prediction
from goldspan.records import read_records, write_records
from goldspan.samples import ANNOTATORS, sample_annotations
from goldspan.sentences import Sentence

from .blocks import ROOT

ARTICLES = {
    "brussels.txt": """EU and Japan open the world’s largest free trade area
-----
Prime MinisterShinzo Abe called the day a milestone for Japan and Europe.
The EU–Japan Economic Partnership Agreement had been signed in Tokyo in July 2018.
""",
    "ha-noi.txt": """Thủ tướng Nhật Bản Kishida Fumio thăm Việt Nam
-----
Thủ tướng Phạm Minh Chính đón Thủ tướng Kishida Fumio tại Phủ Chủ tịch.
""",
}

TEAM = (
    "en-aachen-treaty-2019",
    "en-jcpoa-vienna-2015",
    "vi-thoa-thuan-paris-2015",
    "vi-viet-nhat-doi-tac-2023",
)


def nothing(folder):
    """An empty folder."""


def articles(folder):
    """Two short articles, and the checkout's examples beside them."""
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    examples(folder)


def examples(folder):
    """The checkout's examples, and about.yaml as its owner would have filled it in."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copy(ROOT / "examples" / "about.yaml", folder)


def samples(folder):
    """What two annotators said of the samples, gold built of it, and the baseline's predictions."""
    examples(folder)
    records = [
        record
        for name in ANNOTATORS
        for _, record in read_records(sample_annotations(name), Annotation)
    ]
    write_records(folder / "annotations.jsonl", records)
    distinct = {
        record.sentence: Sentence(
            id=record.sentence,
            doc=record.doc,
            index=record.index,
            text=record.text,
            lang=record.lang,
            section=record.section,
        )
        for record in records
    }
    write_records(folder / "sentences.jsonl", distinct.values())
    guidelines = find_guidelines()
    build([folder / "annotations.jsonl"], folder / "gold", guidelines=guidelines)
    baseline = find_extractor("baseline", guidelines.label_names)
    predicted = predict(baseline, read_gold(folder / "gold").sentences(), guidelines.label_names)
    write_records(folder / "predictions.jsonl", predicted)


def team(folder):
    """Four of the sample articles, of which annotators recorded different opinions."""
    (folder / "articles").mkdir()
    for name in TEAM:
        shutil.copy(ROOT / "examples" / "articles" / f"{name}.jsonl", folder / "articles")


def worked(folder):
    """The samples with predictions of three more systems, and a project on which two work."""
    samples(folder)
    made = [record for _, record in read_records(folder / "predictions.jsonl", Prediction)]
    for every, name in enumerate(("rules", "run1", "run2"), start=2):
        fewer = [
            msgspec.structs.replace(
                one, spans=[span for place, span in enumerate(one.spans, 1) if place % every]
            )
            for one in made
        ]
        write_records(folder / f"{name}.jsonl", fewer)
    return [f"goldspan annotate push examples/articles/{TEAM[0]}.jsonl --annotators-per-sentence 2"]


SETTINGS = {one.__name__: one for one in (nothing, articles, examples, samples, team, worked)}
