"""Publishing to the Hub: one commit, one tag, and the repository always one whole release."""

import json

import msgspec

from .conftest import build_gold, sample_records

LOAD = """
import json
from datasets import load_dataset
"""


def test_every_configuration_loads_without_goldspan(gold, publish, python, repo):
    assert publish().code == 0
    loaded = python(
        f"{LOAD}REPO = {repo!r}"
        + """
found = {}
for name in (None, "bio", "annotations"):
    whole = load_dataset(REPO, name)["test"]
    streamed = list(load_dataset(REPO, name, split="test", streaming=True))
    pinned = load_dataset(REPO, name, revision="v1.0.0")["test"]
    found[str(name)] = [len(whole), list(whole) == streamed, list(whole) == list(pinned)]
sentences = load_dataset(REPO, split="test")
assert all(r["text"][s["start"]:s["end"]] == s["text"] for r in sentences for s in r["spans"])
found["names"] = load_dataset(REPO, "bio")["test"].features["ner_tags"].feature.names
print(json.dumps(found))
"""
    )
    assert loaded["names"][:3] == ["O", "B-LEADER", "I-LEADER"]
    assert loaded["None"] == [230, True, True]
    assert loaded["bio"] == [230, True, True]
    assert loaded["annotations"] == [460, True, True]


def test_a_second_publish_changes_nothing(gold, publish, hub, repo):
    first = publish("--json").json
    assert (first["outcome"], first["version"], first["tag"]) == ("published", "1.0.0", "v1.0.0")
    before = hub.files(repo)
    hub.faults()
    second = publish("--json").json
    assert (second["outcome"], second["commit"]) == ("nothing to do", None)
    assert hub.commits(repo) == ["Release v1.0.0", "initial commit"]
    assert hub.files(repo) == before
    assert not [line for line in hub.log if line.startswith(("POST", "PUT"))]
    assert b"default: true" in before["README.md"]


def test_one_changed_span_is_a_major_version_in_one_commit(gold, publish, hub, repo):
    publish()
    records = sample_records()
    place = next(n for n, record in enumerate(records) if len(record.spans) > 1)
    for record in [r for r in records if r.sentence == records[place].sentence]:
        n = records.index(record)
        records[n] = msgspec.structs.replace(record, spans=record.spans[1:])
    build_gold(gold, records)
    done = publish("--json").json
    assert (done["level"], done["before"], done["version"]) == ("major", "1.0.0", "2.0.0")
    assert hub.commits(repo) == ["Release v2.0.0", "Release v1.0.0", "initial commit"]
    changelog = hub.files(repo)["CHANGELOG.md"].decode()
    entries = changelog.split("\n## ")[1:]
    assert [entry.split("]")[0] for entry in entries] == ["[2.0.0", "[1.0.0"]
    assert "1 spans changed, added or removed" in entries[0]
    assert "First version: 230 sentences in test." in entries[1]
    state = hub.store.repo(repo)
    assert list(state["tags"]) == ["v1.0.0", "v2.0.0"]
    assert state["tags"]["v2.0.0"] == state["branches"]["main"]


def test_added_sentences_are_a_minor_version(gold, publish):
    records = sample_records()
    last = records[-1].doc
    build_gold(gold, [record for record in records if record.doc != last])
    publish()
    build_gold(gold, records)
    done = publish("--json").json
    assert (done["level"], done["version"]) == ("minor", "1.1.0")


def test_another_licence_is_a_patch(gold, publish, tmp_path):
    publish()
    (tmp_path / "about.yaml").write_text("license: cc-by-4.0\n")
    done = publish("--json").json
    assert (done["level"], done["version"]) == ("patch", "1.0.1")
    assert done["reasons"] == ["the card changed"]


def test_the_release_holds_what_it_says(gold, publish, hub, repo):
    publish()
    files = hub.files(repo)
    assert set(files) == {
        ".gitattributes", "CHANGELOG.md", "CITATION.cff", "README.md", "agreement.json",
        "annotations/test.parquet", "charts/agreement.svg", "charts/labels.svg", "croissant.json",
        "guidelines.md", "manifest.json", "misaligned.jsonl", "sentences/test.parquet",
        "tokens/test.parquet",
    }  # fmt: skip
    manifest = json.loads(files["manifest.json"])
    assert {path for path in files if path not in (".gitattributes", "manifest.json")} == set(
        manifest["release"]["files"]
    )
