"""What stands in the folder before a page's first block; pages name it in a comment."""

import shutil

import msgspec

from goldspan.predictions import Prediction
from goldspan.records import read_records, write_records
from goldspan.samples import ANNOTATORS, sample_annotations, sample_articles

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


def nothing(shell):
    """An empty folder."""


def articles(shell):
    """Two short articles, and the checkout's examples beside them."""
    (shell.folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (shell.folder / "articles" / name).write_text(text, encoding="utf-8")
    examples(shell)


def examples(shell):
    """The checkout's examples, and about.yaml as its owner would have filled it in."""
    shutil.copytree(ROOT / "examples", shell.folder / "examples")
    shutil.copy(ROOT / "examples" / "about.yaml", shell.folder)


def samples(shell):
    """What two annotators said of the samples, gold built of it, and the baseline's predictions."""
    examples(shell)
    join(map(sample_annotations, ANNOTATORS), shell.folder / "annotations.jsonl")
    join(sample_articles(), shell.folder / "sentences.jsonl")
    shell.must("goldspan gold build annotations.jsonl -o gold/")
    shell.must("goldspan evaluate predict baseline gold/ -o predictions.jsonl")


def join(paths, target):
    target.write_bytes(b"".join(path.read_bytes() for path in paths))


def team(shell):
    """Four of the sample articles, of which annotators recorded different opinions."""
    (shell.folder / "articles").mkdir()
    for name in TEAM:
        shutil.copy(ROOT / "examples" / "articles" / f"{name}.jsonl", shell.folder / "articles")


def worked(shell):
    """The samples with predictions of three more systems, and a project on which two work."""
    samples(shell)
    predictions = shell.folder / "predictions.jsonl"
    made = [record for _, record in read_records(predictions, Prediction)]
    for every, name in enumerate(("rules", "run1", "run2"), start=2):
        fewer = [
            msgspec.structs.replace(
                one, spans=[span for place, span in enumerate(one.spans, 1) if place % every]
            )
            for one in made
        ]
        write_records(shell.folder / f"{name}.jsonl", fewer)
    shell.must(
        f"goldspan annotate push examples/articles/{TEAM[0]}.jsonl --annotators-per-sentence 2"
    )


SETTINGS = {one.__name__: one for one in (nothing, articles, examples, samples, team, worked)}
