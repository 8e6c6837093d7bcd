"""Nothing private leaves: twelve planted leaks are each refused, with the place named."""

import json

import msgspec
import pytest
import yaml

from goldspan.gold.release.leaks import Known, find_leaks
from goldspan.gold.release.tables import suspect_rows
from goldspan.samples import sample_annotations
from goldspan.sentences import sha256_of_text

from ...hub.client import TOKEN
from .conftest import build_gold, sample_records

LEGACY = "0123456789abcdef0123456789abcdef01234567"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjo3fQ.c2lnbmF0dXJl"


def with_text(record, text):
    return msgspec.structs.replace(
        record, text=text, text_sha256=sha256_of_text(text), spans=[], annotator=record.annotator
    )


def planted(gold, change):
    """Build the dataset with the annotations of its first sentence changed."""
    records = sample_records()
    first = records[0].sentence
    build_gold(gold, [change(r) if r.sentence == first else r for r in records])
    return first


def in_meta(gold, **meta):
    """Build the dataset with this in the first sentence's ``meta``."""
    rows = [record.as_sentence for record in sample_records()]
    unique = list({row.id: row for row in rows}.values())
    unique[0] = msgspec.structs.replace(unique[0], meta=meta)
    path = gold.with_name("sentences.jsonl")
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in unique))
    build_gold(gold, sample_records(), sentences=path)
    return unique[0].id


def in_card(gold, text):
    path = gold / "README.md"
    card = path.read_text(encoding="utf-8")
    mark = "<!-- yours: sampling -->\n"
    path.write_text(card.replace(mark, f"{mark}{text}\n"), encoding="utf-8")


def in_about(gold, **values):
    (gold.parent / "about.yaml").write_text(yaml.safe_dump(values))


def annotator(name):
    return lambda gold: planted(
        gold,
        lambda record: (
            msgspec.structs.replace(record, annotator=name)
            if record.annotator == "machine-b"
            else record
        ),
    )


MAIL = "an e-mail address"
USER = "a Label Studio user"
PATH = "an absolute path"
LEAKS = {
    "an e-mail address in a text": (
        lambda gold: planted(gold, lambda r: with_text(r, "Write to lan.tran@agency.example.")),
        ["sentences/test.parquet, row 1 (sentence {id}), text", MAIL],
    ),
    "an e-mail address deep in meta": (
        lambda gold: in_meta(gold, source={"people": ["Lan <lan@agency.example>"]}),
        ["sentences/test.parquet, row 1 (sentence {id}), meta.source.people[0]", MAIL],
    ),
    "a user's number in meta": (
        lambda gold: in_meta(gold, completed_by=7),
        ["sentences/test.parquet, row 1 (sentence {id}), meta.completed_by", USER],
    ),
    "a user's name in meta": (
        lambda gold: in_meta(gold, created_username="Lan Tran, 7"),
        ["sentences/test.parquet, row 1 (sentence {id}), meta.created_username", USER],
    ),
    "an annotator by number": (
        annotator("7"),
        ["annotations/test.parquet, row 1 (sentence {id}), annotator", "isn't a pseudonym"],
    ),
    "an annotator by e-mail address": (
        annotator("lan@agency.example"),
        ["annotations/test.parquet, row 1 (sentence {id}), annotator", MAIL],
    ),
    "an access token in meta": (
        lambda gold: in_meta(gold, note=f"key {TOKEN}"),
        ["sentences/test.parquet, row 1 (sentence {id}), meta.note", "an access token"],
    ),
    "a Label Studio token in meta": (
        lambda gold: in_meta(gold, fetched=LEGACY),
        ["sentences/test.parquet, row 1 (sentence {id}), meta.fetched", "a Label Studio token"],
    ),
    "a Label Studio token in the card": (
        lambda gold: in_card(gold, f"Pulled with {JWT}"),
        ["README.md, line ", "an access token"],
    ),
    "an absolute path in an extractor's name": (
        lambda gold: planted(
            gold, lambda r: msgspec.structs.replace(r, suggested_by="/home/lan/models/v3.py")
        ),
        ["sentences/test.parquet, row 1 (sentence {id}), suggested_by[0]", PATH],
    ),
    "an absolute path of Windows in the card": (
        lambda gold: in_card(gold, r"The list is in C:\Users\Lan\sampling.xlsx"),
        ["README.md, line ", PATH],
    ),
    "an e-mail address in about.yaml": (
        lambda gold: in_about(gold, authors=[{"name": "Lan Tran <lan@agency.example>"}]),
        ["CITATION.cff, line ", MAIL],
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_refused_and_its_place_named(name, gold, publish, hub, repo):
    plant, expected = LEAKS[name]
    sentence = plant(gold)
    refused = publish()
    assert refused.code == 1
    assert refused.err.startswith("goldspan: not published: ")
    wanted = [part.format(id=sentence) for part in expected]
    assert any(all(part in line for part in wanted) for line in refused.err.splitlines()), (
        refused.err
    )
    assert not (hub.folder / "hub" / "repos" / repo).exists()
    for secret in (LEGACY, JWT, "lan@agency.example", "lan.tran@agency.example"):
        assert secret not in refused.err


def test_accounts_of_the_workspace_are_known(gold, publish, tmp_path):
    folder = tmp_path / ".goldspan" / "studio"
    folder.mkdir(parents=True)
    account = {
        "email": "x@y.invalid",
        "password": "correct-horse",
        "token": "tok-123456",
        "user": 3,
    }
    (folder / "accounts.json").write_text(json.dumps({"Thu Hà": account}))
    in_card(gold, "Annotated by Thu Hà, who signs in with correct-horse.")
    refused = publish(environment={"GOLDSPAN_WORKSPACE": str(tmp_path / ".goldspan")})
    assert "the name of a Label Studio user (Thu…, 6 characters)" in refused.err
    assert "a secret of this workspace (cor…, 13 characters)" in refused.err


def test_a_first_name_is_a_word_in_the_guidelines(gold, publish, tmp_path):
    """The rules' examples are sentences, and one of them speaks of Ho Chi Minh."""
    folder = tmp_path / ".goldspan" / "studio"
    folder.mkdir(parents=True)
    account = {"email": "x@y.invalid", "password": "p" * 12, "token": "t" * 12, "user": 3}
    (folder / "accounts.json").write_text(json.dumps({"Chi": account}))
    environment = {"GOLDSPAN_WORKSPACE": str(tmp_path / ".goldspan")}
    assert publish("--dry-run", environment=environment).code == 0
    in_card(gold, "Annotated by Chi.")
    refused = publish("--dry-run", environment=environment)
    assert "README.md" in refused.err and "guidelines.md" not in refused.err


def test_what_only_looks_private_can_be_allowed(gold, publish):
    sentence = planted(gold, lambda r: with_text(r, "Write to press@un.example."))
    assert sentence in publish("--dry-run").err
    assert publish("--dry-run", "--allow", "press@un.example").code == 0


def test_the_samples_look_clean(gold, tmp_path):
    known = Known(people=frozenset({"Thu Hà"}))
    assert list(find_leaks(gold, known)) == []
    assert sample_annotations("machine-a").exists()


INNOCENT = [
    "https://example.org/home/news/2019",
    "and/or", "1/2", "km/h", "24/7", "EU/ASEAN/UN", "(/)", "he said: / no",
    "sha256 " + "ab" * 32, "a@b", "@handle", "Điều 5/2018", "10:30", "C: yes",
    "https://hub.example/datasets/acme/data/train.parquet",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_innocent_passes(text, tmp_path):
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert list(find_leaks(tmp_path, Known())) == []


def test_rows_are_found_however_deep_the_string():
    import pyarrow as arrow

    rows = [
        {"a": "x", "b": [{"c": "y", "d": []}]},
        {"a": None, "b": []},
        {"a": "z", "b": None},
        {"a": "x", "b": [{"c": "y", "d": ["no"]}, {"c": "y", "d": ["no", "here"]}]},
        {"a": "here", "b": []},
    ]
    [batch] = arrow.Table.from_pylist(rows).to_batches()
    assert suspect_rows(batch, "here").tolist() == [3, 4]
    assert suspect_rows(batch.slice(2), "here").tolist() == [1, 2]
    assert suspect_rows(batch, "nowhere").tolist() == []
    assert suspect_rows(batch, "nowhere", {"a": "^x$", "z": "x"}).tolist() == [0, 3]
