"""Publishing to the Hub: one commit, one tag, and the repository always one whole release."""

import hashlib
import json
import re
import shutil
import subprocess
import sys

from goldspan.dataset import read_gold

from ...local_server import ROOT
from .conftest import build_gold, sample_records, without_a_span

LOAD = """
import hashlib
import json
import re
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
    sentences = sum(read_gold(gold).manifest.splits.values())
    assert sentences > 50
    assert loaded["None"] == loaded["bio"] == [sentences, True, True]
    assert loaded["annotations"] == [2 * sentences, True, True]


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
    build_gold(gold, without_a_span(sample_records()))
    done = publish("--json").json
    assert (done["level"], done["before"], done["version"]) == ("major", "1.0.0", "2.0.0")
    assert hub.commits(repo) == ["Release v2.0.0", "Release v1.0.0", "initial commit"]
    changelog = hub.files(repo)["CHANGELOG.md"].decode()
    entries = changelog.split("\n## ")[1:]
    assert [entry.split("]")[0] for entry in entries] == ["[2.0.0", "[1.0.0"]
    assert "1 span changed, added or removed" in entries[0]
    assert re.search(r"First version: \d+ sentences in test\.", entries[1])
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


def test_a_configuration_removed_here_disappears_there_in_the_same_commit(
    gold, publish, hub, repo, python
):
    publish()
    shutil.rmtree(gold / "annotations")
    done = publish("--json").json
    assert (done["level"], done["reasons"]) == (
        "major", ["the annotators' own annotations are gone"],
    )  # fmt: skip
    assert len(hub.commits(repo)) == 3
    assert not [path for path in hub.files(repo) if path.startswith("annotations/")]
    names = python(
        "import json\nfrom datasets import get_dataset_config_names, load_dataset\n"
        f"load_dataset({repo!r}, streaming=True)\n"
        f"print(json.dumps(get_dataset_config_names({repo!r})))"
    )
    assert names == ["default", "bio"]
    assert publish("--without", "bio", "--json").json["reasons"] == ["configuration bio removed"]


def test_a_dry_run_changes_nothing_and_says_what_would(gold, publish, hub, repo, tmp_path):
    run = publish("--dry-run", "--output", "release")
    assert run.code == 0
    assert "sentences/test.parquet" in run.out and "new" in run.out
    assert "13 files to send" in run.out
    assert f"Would publish {repo} 1.0.0 on a new repository" in run.err
    assert not [line for line in hub.log if line.startswith(("POST", "PUT"))]
    assert not (hub.folder / "hub" / "repos" / repo).exists()
    assert (tmp_path / "release" / "README.md").exists()
    publish()
    build_gold(gold, without_a_span(sample_records()))
    planned = publish("--dry-run", "--json").json
    assert planned["parent"] == hub.store.repo(repo)["branches"]["main"]
    assert (planned["outcome"], planned["version"], planned["level"]) == (
        "dry run", "2.0.0", "major",
    )  # fmt: skip
    assert "1 span changed" in planned["reasons"][0]
    assert {f["path"]: f["change"] for f in planned["files"]}["guidelines.md"] == "same"


def test_a_version_of_ones_own(gold, publish, tmp_path):
    assert publish("--version", "0.3.0", "--json").json["tag"] == "v0.3.0"
    (tmp_path / "about.yaml").write_text("license: cc-by-4.0\n")
    refused = publish("--version", "0.3.0")
    assert refused.code == 1 and "version 0.3.0 is published" in refused.err
    assert "MAJOR.MINOR.PATCH" in publish("--version", "new").err
    assert publish("--version", "1.0.0", "--json").json["version"] == "1.0.0"


def test_private_is_private_and_never_pretended(gold, publish, hub, repo, tmp_path):
    publish("--private")
    assert hub.store.repo(repo)["private"] is True
    assert publish("--private").code == 0
    hub.store.set_private(repo, False)
    refused = publish("--private")
    assert refused.code == 1 and "is public already" in refused.err


def test_another_branch_and_a_pull_request(gold, publish, hub, repo, tmp_path):
    publish()
    build_gold(gold, without_a_span(sample_records()))
    proposed = publish("--pr", "--json").json
    assert (proposed["outcome"], proposed["tag"]) == ("proposed", None)
    assert proposed["url"].endswith("/discussions/1")
    state = hub.store.repo(repo)
    assert list(state["tags"]) == ["v1.0.0"]
    assert hub.commits(repo) == ["Release v1.0.0", "initial commit"]
    hub.store.merge(repo, "refs/pr/1")
    tagged = publish("--json").json
    assert (tagged["outcome"], tagged["tag"]) == ("tagged", "v2.0.0")
    build_gold(gold, sample_records())
    other = publish("--revision", "next", "--json").json
    assert (other["version"], other["before"]) == ("3.0.0", "2.0.0")
    assert hub.commits(repo, "next")[0] == "Release v3.0.0"
    assert hub.commits(repo)[0] == "Release v2.0.0 (#1)"


def test_the_same_release_is_proposed_once(gold, publish, hub, repo, tmp_path):
    publish()
    build_gold(gold, without_a_span(sample_records()))
    first = publish("--pr", "--json").json
    hub.faults()
    again = publish("--pr", "--json").json
    assert (again["outcome"], again["version"]) == ("proposed already", first["version"])
    assert (again["url"], again["commit"]) == (first["url"], first["commit"])
    assert not [line for line in hub.log if line.startswith(("POST", "PUT"))]
    assert f"{repo} 1.0.0 -> 2.0.0 (major) is proposed already" in publish("--pr").err
    assert publish("--pr", "--dry-run", "--json").json["outcome"] == "proposed already"
    hub.store.close(repo, "refs/pr/1")
    assert publish("--pr", "--json").json["url"].endswith("/discussions/2")


def test_a_proposal_of_other_days_is_the_same_and_one_of_other_content_is_named(
    gold, publish, hub, repo, tmp_path
):
    publish()
    build_gold(gold, without_a_span(sample_records()))
    assert publish("--pr", "--json").json["outcome"] == "proposed"
    redate(hub, repo, "refs/pr/1")
    assert publish("--pr", "--json").json["outcome"] == "proposed already"
    (tmp_path / "about.yaml").write_text("license: cc-by-4.0\n")
    other = publish("--pr", "--json").json
    assert other["outcome"] == "proposed" and other["url"].endswith("/discussions/2")
    assert "pull request 1 (Release v2.0.0) is open, too, with other content" in other["notes"][0]
    add_to(hub, repo, "refs/pr/2", "sentences/test.parquet", b"spoiled")
    assert publish("--pr", "--json").json["url"].endswith("/discussions/3")


def test_a_proposal_to_another_branch_is_another_one(gold, publish, hub, repo):
    publish()
    build_gold(gold, without_a_span(sample_records()))
    hub.store.name(repo, "branches", "next", "main")
    assert publish("--pr", "--json").json["outcome"] == "proposed"
    other = publish("--pr", "--revision", "next", "--json").json
    assert other["outcome"] == "proposed" and other["notes"] == []
    again = publish("--pr", "--revision", "next", "--json").json
    assert again["outcome"] == "proposed already" and again["url"].endswith("/discussions/2")


def add_to(hub, repo, revision, path, data):
    """A commit of somebody's."""
    entry = hub.store.entry(data)
    header = {"summary": "theirs"}
    hub.store.commit(repo, revision, header, lambda files: {**files, path: entry}, False)


def redate(hub, repo, revision):
    """As if it had been proposed on another day."""
    files = hub.files(repo, revision)
    changelog = re.sub(rb"(?m)^(## \[2.*\]) - .*$", rb"\1 - 2020-01-01", files["CHANGELOG.md"])
    assert changelog != files["CHANGELOG.md"]
    add_to(hub, repo, revision, "CHANGELOG.md", changelog)
    manifest = json.loads(files["manifest.json"])
    manifest["release"]["files"]["CHANGELOG.md"]["sha256"] = hashlib.sha256(changelog).hexdigest()
    add_to(hub, repo, revision, "manifest.json", json.dumps(manifest).encode())


def test_a_repository_of_something_else_is_left_alone(gold, publish, hub, repo):
    hub.store.create(repo, private=False)
    entry = hub.store.entry(b"id,text\n")
    hub.store.commit(
        repo, "main", {"summary": "theirs"}, lambda files: {**files, "data.csv": entry}, False
    )
    refused = publish()
    assert refused.code == 1 and "goldspan didn't publish" in refused.err


def test_a_tag_of_somebody_elses_is_left_where_it_is(gold, publish, hub, repo, tmp_path):
    publish()
    made = hub.store.repo(repo)["branches"]["main"]
    hub.store.name(repo, "tags", "v1.0.1", made)
    (tmp_path / "about.yaml").write_text("license: cc-by-4.0\n")
    refused = publish()
    assert refused.code == 1 and f"has a tag v1.0.1 at commit {made[:12]} already" in refused.err
    assert hub.store.repo(repo)["branches"]["main"] == made
    assert publish("--version", "1.0.2", "--json").json["tag"] == "v1.0.2"


def test_a_folder_of_something_else_isnt_taken_for_the_output(gold, publish, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    refused = publish("--dry-run", "--output", "mine")
    assert refused.code == 1 and "mine exists and isn't a release" in refused.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_forbidden_network_is_told(gold, hub, repo):
    """In a process of its own: huggingface_hub reads the variable when it is imported."""
    refused = subprocess.run(
        [sys.executable, "-m", "goldspan", "gold", "publish", "gold", repo],
        env=hub.environment(HF_HUB_OFFLINE="1"),
        capture_output=True,
        text=True,
    )
    said = "goldspan: HF_HUB_OFFLINE forbids going to the Hub; unset it and publish again.\n"
    assert (refused.returncode, refused.stderr) == (1, said)


def test_other_guidelines_than_gold_was_built_with_are_refused(gold, publish, tmp_path):
    text = (ROOT / "guidelines.md").read_text(encoding="utf-8")
    (tmp_path / "guidelines.md").write_text(text + "\nA new line.\n", encoding="utf-8")
    refused = publish()
    assert refused.code == 1 and "was built with guidelines 1.0.0 of another content" in refused.err


def test_a_wrong_name_is_refused(goldspan, gold):
    refused = goldspan("gold", "publish", gold, "diplomacy")
    assert refused.code == 1 and "NAMESPACE/NAME" in refused.err
