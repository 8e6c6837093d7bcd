import json
import os
import random
import subprocess
import sys

import msgspec
import pytest

from goldspan.dataset import read_gold
from goldspan.records import write_records
from goldspan.spans import Span

from .test_merge import PUTIN, TEXT, VIETNAM, said

LOAD = """
import sys
sys.modules["goldspan"] = None  # as where goldspan isn't installed
import json
from datasets import load_dataset
sentences = load_dataset(sys.argv[1])
tokens = load_dataset(sys.argv[1], "bio")["test"]
annotations = load_dataset(sys.argv[1], "annotations")["test"]
print(json.dumps({
    "splits": list(sentences),
    "sentences": list(sentences["test"]),
    "tokens": list(tokens),
    "names": tokens.features["ner_tags"].feature.names,
    "annotations": list(annotations),
}))
"""

NESTED = Span(start=0, end=15, label="AGREEMENT", text=TEXT[:15])
INSIDE = Span(start=25, end=28, label="COUNTRY", text=TEXT[25:28])


@pytest.fixture
def annotations(tmp_path):
    records = [
        said("a", PUTIN, VIETNAM, index=0),
        said("b", PUTIN, VIETNAM, index=0),
        said("a", NESTED, PUTIN, INSIDE, index=1),
        said("a", index=2),
        said("a", PUTIN, index=3),
        said("b", index=3),
        said("b", status="skipped", index=4),
    ]
    write_records(tmp_path / "annotations.jsonl", records)
    return tmp_path / "annotations.jsonl"


def load(folder, tmp_path):
    environment = {**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOAD, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_load_dataset_reads_it_without_goldspan(goldspan, annotations, tmp_path):
    run = goldspan("gold", "build", annotations, "-o", "gold")
    assert run.code == 0, run.err
    loaded = load(tmp_path / "gold", tmp_path)
    assert loaded["splits"] == ["test"]
    assert [row["id"] for row in loaded["sentences"]] == ["d#0", "d#1", "d#2"]
    assert [
        [(s["start"], s["end"], s["label"], s["text"], s["origin"]) for s in row["spans"]]
        for row in loaded["sentences"]
    ] == [
        [(10, 15, "LEADER", "Putin", "agreed"), (24, 31, "COUNTRY", "Vietnam", "agreed")],
        [
            (0, 15, "AGREEMENT", "President Putin", "single"),
            (10, 15, "LEADER", "Putin", "single"),
            (25, 28, "COUNTRY", "iet", "single"),
        ],
        [],
    ]
    names = loaded["names"]
    assert names == [
        "O", "B-LEADER", "I-LEADER", "B-COUNTRY", "I-COUNTRY", "B-AGREEMENT", "I-AGREEMENT",
    ]  # fmt: skip
    first, second = loaded["tokens"][:2]
    assert first["tokens"] == ["President", "Putin", "visited", "Vietnam", "."]
    assert [names[tag] for tag in first["ner_tags"]] == ["O", "B-LEADER", "O", "B-COUNTRY", "O"]
    assert (first["lossless"], second["lossless"]) == (True, False)
    assert [row["annotator"] for row in loaded["annotations"]] == ["a", "b", "a", "a"]


def test_a_dataset_built_anew_is_never_read_from_the_cache(goldspan, annotations, tmp_path):
    """The cache of load_dataset knows a local folder by its name and its card alone."""
    goldspan("gold", "build", annotations, "-o", "gold")
    before = load(tmp_path / "gold", tmp_path)
    moved = [said("a", PUTIN, index=index) for index in range(3)]
    write_records(annotations, moved)
    goldspan("gold", "build", annotations, "-o", "gold")
    after = load(tmp_path / "gold", tmp_path)
    for part in ("sentences", "tokens", "annotations"):
        assert before[part] != after[part], part
    assert [len(row["spans"]) for row in after["sentences"]] == [1, 1, 1]


def test_what_the_tokens_cannot_show_is_listed(goldspan, annotations, tmp_path):
    run = goldspan("gold", "build", annotations, "-o", "gold")
    assert "2 spans don't fit the tokens" in run.err
    lines = (tmp_path / "gold" / "misaligned.jsonl").read_text().splitlines()
    listed = [json.loads(line) for line in lines]
    assert [(row["sentence"], row["span"]["text"], row["reason"]) for row in listed] == [
        ("d#1", "Putin", "it overlaps a span that is tagged"),
        ("d#1", "iet", "it doesn't begin and end with tokens"),
    ]


def test_another_tokeniser_is_named_in_the_manifest_and_cuts_the_tokens(
    goldspan, annotations, tmp_path
):
    run = goldspan(
        "gold", "build", annotations, "-o", "gold", "--tokeniser", "characters", "--json"
    )
    assert json.loads(run.out)["tokeniser"] == "characters"
    tokens = load(tmp_path / "gold", tmp_path)["tokens"][1]
    assert tokens["tokens"][:3] == ["P", "r", "e"]
    [line] = (tmp_path / "gold" / "misaligned.jsonl").read_text().splitlines()
    assert json.loads(line)["span"]["text"] == "Putin"
    refused = goldspan("gold", "build", annotations, "-o", "other", "--tokeniser", "spacy")
    assert refused.code == 1 and "there are goldspan-1, whitespace, characters" in refused.err


def test_the_counts_add_up_and_nothing_is_left_unsaid(goldspan, annotations, tmp_path):
    run = goldspan("gold", "build", annotations, "-o", "gold", "--json")
    counts = json.loads(run.out)["counts"]
    assert (
        counts["annotations"]
        == 7
        == sum(
            counts[f"annotations_{end}"]
            for end in ("in_gold", "in_disagreements", "draft", "skipped", "superseded", "stale")
        )
    )
    assert counts["sentences_in_gold"] + counts["sentences_in_disagreements"] == 4
    assert counts["sentences_not_annotated"] == 1
    [line] = (tmp_path / "gold" / "disagreements.jsonl").read_text().splitlines()
    assert json.loads(line)["sentence"] == "d#3"


def test_shuffled_input_gives_the_same_bytes(goldspan, annotations, tmp_path):
    goldspan("gold", "build", annotations, "-o", "one")
    lines = annotations.read_text().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    (tmp_path / "shuffled.jsonl").write_text("".join(lines))
    goldspan("gold", "build", tmp_path / "shuffled.jsonl", "-o", "two")
    for path in sorted((tmp_path / "one").rglob("*.*")):
        if path.is_dir():
            continue
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes(), path


def test_it_reads_back_as_written(goldspan, annotations, tmp_path):
    goldspan("gold", "build", annotations, "-o", "gold")
    dataset = read_gold(tmp_path / "gold")
    assert [span.key for span in dataset.sentences("test")[0].spans] == [PUTIN.key, VIETNAM.key]


def test_sentences_without_annotation_are_counted(goldspan, annotations, tmp_path):
    sentences = [said("a", index=index).as_sentence for index in range(6)]
    write_records(tmp_path / "sentences.jsonl", sentences)
    run = goldspan(
        "gold", "build", annotations, "--sentences", "sentences.jsonl", "-o", "gold", "--json"
    )
    assert json.loads(run.out)["counts"]["sentences_not_annotated"] == 2


BAD = {
    "text_sha256": ({"text_sha256": "0" * 64}, "the text isn't the one its hash was made of"),
    "offsets": ({"spans": [Span(start=0, end=99, label="LEADER")]}, "don't lie inside the text"),
    "label": ({"spans": [Span(start=0, end=9, label="PERSON")]}, "label 'PERSON' isn't one of"),
    "quote": (
        {"spans": [Span(start=0, end=9, label="LEADER", text="Obama")]},
        "the quote 'Obama' isn't what",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_annotations_are_named_and_nothing_is_written(goldspan, tmp_path, name):
    fields, message = BAD[name]
    record = msgspec.structs.replace(said("a", index=7), **fields)
    write_records(tmp_path / "a.jsonl", [said("a"), record])
    run = goldspan("gold", "build", "a.jsonl", "-o", "gold")
    assert run.code == 1
    assert "a.jsonl:2: sentence d#7" in run.err and message in run.err
    assert not (tmp_path / "gold").exists()


def test_a_foreign_folder_is_never_replaced(goldspan, annotations, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "draft.txt").touch()
    run = goldspan("gold", "build", annotations, "-o", "thesis")
    assert run.code == 1
    assert "thesis exists and isn't a gold dataset" in run.err
    assert (tmp_path / "thesis" / "draft.txt").exists()


def test_annotations_that_all_disagree_make_a_dataset_to_adjudicate(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN), said("b")])
    run = goldspan("gold", "build", "a.jsonl", "-o", "gold")
    assert run.code == 0, run.err
    assert "0 sentences with 0 spans" in run.err
    assert "goldspan annotate adjudicate gold" in run.err


def test_annotations_none_of_which_counts_make_no_dataset(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN, status="draft")])
    run = goldspan("gold", "build", "a.jsonl", "-o", "gold")
    assert run.code == 1
    assert "no sentence has an annotation that counts (2 left out)" in run.err


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--leave-out-flagged", "garbled,nonsense", "the guidelines have no such flag; there are"),
        ("--policy", "annotator:x", "nobody of that name annotated; there are a, b"),
        ("--policy", "most", "there are unanimous, majority and annotator:NAME"),
    ],
)
def test_names_that_nothing_has_are_refused(goldspan, annotations, option, value, message):
    run = goldspan("gold", "build", annotations, "-o", "gold", option, value)
    assert run.code == 1
    assert message in run.err


def test_a_span_twice_in_one_annotation_is_refused(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN, PUTIN)])
    run = goldspan("gold", "build", "a.jsonl", "-o", "gold")
    assert "a.jsonl:1: sentence d#0: the span 10..15 LEADER stands in it twice" in run.err
