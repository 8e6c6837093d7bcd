"""A gold dataset of the samples, a Hub on this machine, and the command line against it."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from goldspan.adjudication import DISAGREEMENTS, Disagreement
from goldspan.agreement.result import read_dataset_agreement
from goldspan.annotations import Annotation
from goldspan.dataset import read_gold, read_gold_annotations
from goldspan.gold.build import build
from goldspan.gold.release.about import read_about
from goldspan.gold.release.compile import Papers, compile_tables, write_papers
from goldspan.gold.write import Dataset, write_dataset
from goldspan.guidelines.read import find_guidelines
from goldspan.records import read_records, write_records
from goldspan.samples import ANNOTATORS, sample_annotations

from ...hub.fixtures import command, hub, runner, running_hub
from ...local_server import ROOT

__all__ = ["command", "hub", "runner", "running_hub"]

ABOUT = ROOT / "examples" / "about.yaml"


def sample_records(documents=("en-a", "vi-t")):
    """The samples' annotations, of a few documents so that a publish is quick."""
    return [
        record
        for name in ANNOTATORS
        for _, record in read_records(sample_annotations(name), Annotation)
        if record.doc.startswith(documents)
    ]


def build_gold(folder, records, sentences=None):
    write_records(folder.with_suffix(".jsonl"), records)
    build(
        [folder.with_suffix(".jsonl")],
        folder,
        guidelines=find_guidelines(),
        sentences_file=sentences,
    )
    return folder


def without_a_span(records):
    """The records with one span less, in a sentence on which annotators agree."""
    sentence = next(record.sentence for record in records if len(record.spans) > 1)
    return [
        msgspec.structs.replace(record, spans=record.spans[1:])
        if record.sentence == sentence
        else record
        for record in records
    ]


@pytest.fixture(scope="session")
def built_gold(tmp_path_factory):
    return build_gold(tmp_path_factory.mktemp("built") / "gold", sample_records())


@pytest.fixture
def gold(built_gold, tmp_path):
    """The sample dataset, to be changed at will."""
    return Path(shutil.copytree(built_gold, tmp_path / "gold"))


@pytest.fixture(scope="session")
def rules():
    """The guidelines, for what lives as long as the session."""
    return find_guidelines(ROOT / "guidelines.md")


@pytest.fixture(scope="session")
def split_gold(tmp_path_factory, rules):
    """All samples in three splits, by document."""
    gold = build_gold(tmp_path_factory.mktemp("split") / "gold", sample_records(("en", "vi")))
    dataset = read_gold(gold)
    documents = sorted({sentence.doc for sentence in dataset.sentences()})
    place = {doc: ("train", "validation", "test")[n % 3] for n, doc in enumerate(documents)}
    splits = {"train": [], "validation": [], "test": []}
    for sentence in dataset.sentences():
        splits[place[sentence.doc]].append(sentence)
    annotations = {}
    for one in read_gold_annotations(gold, "test"):
        annotations.setdefault(one.id, []).append(one)
    write_dataset(
        gold,
        Dataset(
            splits=splits,
            annotations=annotations,
            disagreements=[one for _, one in read_records(gold / DISAGREEMENTS, Disagreement)],
            left_out=[],
            agreement=read_dataset_agreement(gold),
        ),
        manifest=dataset.manifest,
        guidelines=rules,
    )
    return gold


def compile_release(gold, folder, guidelines, *, text="full", paragraphs=None):
    """The release's folder as it is published."""
    folder.mkdir(exist_ok=True)
    compiled = compile_tables(gold, folder, text=text, without=(), guidelines=guidelines)
    papers = Papers(
        repository="acme/diplomacy",
        version="1.0.0",
        changelog="# Changelog\n",
        about=read_about(ABOUT),
        guidelines=guidelines,
        paragraphs=paragraphs or {},
    )
    write_papers(compiled, papers)
    return folder


OWN = {"sampling": "All of them, *whole*."}
"""The maintainers' own paragraph of the samples' release."""


@pytest.fixture(scope="session")
def release(split_gold, tmp_path_factory, rules):
    """The samples' release; tests don't change it."""
    return compile_release(split_gold, tmp_path_factory.mktemp("release"), rules, paragraphs=OWN)


@pytest.fixture(scope="session")
def card(release):
    """Its README."""
    return (release / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def repo(request):
    """A name on the Hub for this test alone."""
    return f"acme/{re.sub('[^a-z0-9]+', '-', request.node.name.lower())[:80].strip('-')}"


@pytest.fixture
def publish(command, repo):
    """Publish the folder gold/ in a process of its own; `started` is told its number."""

    def run(*arguments, gold="gold", **options):
        return command("gold", "publish", gold, repo, *arguments, **options)

    return run


@pytest.fixture
def python(hub, tmp_path):
    """Run code in a process that can't import goldspan, against the Hub."""

    def run(code):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.modules['goldspan'] = None\n{code}"],
            cwd=tmp_path,
            env=hub.environment(HF_HOME=str(tmp_path / "reader")),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
