"""Published without its text, put back from its owner's copy: the same bytes, or a named fault."""

import json
import shutil
import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.dataset import CONFIGS, read_gold
from goldspan.gold.release.leaks import strings_of
from goldspan.gold.release.quotes import find_quotes

from ...strategies import texts
from .conftest import build_gold, compile_release, sample_records


@pytest.fixture
def owned(gold):
    """The owner's sentences, with headlines in ``meta``; the dataset is built of them."""
    rows = {record.sentence: record.as_sentence for record in sample_records()}
    headlines = {row.doc: row.text for row in rows.values() if row.index == 0}
    sentences = [
        msgspec.structs.replace(
            row,
            meta={
                "url": f"https://news.example/{row.doc}", "date": "2019-01-22",
                "headline": headlines[row.doc], "previous": row.text,
            },
        )
        for row in rows.values()
    ]  # fmt: skip
    write(gold.with_name("sentences.jsonl"), sentences)
    build_gold(gold, sample_records(), sentences=gold.with_name("sentences.jsonl"))
    return sentences


def write(path, sentences):
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in sentences))


@pytest.fixture
def release(owned, gold, guidelines):
    """The release's folder, as compiled and downloaded."""
    return compile_release(gold, gold.with_name("release"), guidelines, text="offsets")


def test_no_text_is_published_anywhere(owned, publish, hub, repo, tmp_path):
    assert publish("--text-policy", "offsets", "--output", "release").code == 0
    release = tmp_path / "release"
    texts = {row.id: row.text for row in owned}
    assert list(find_quotes(release, texts, frozenset())) == []
    assert {path for path in hub.files(repo) if path != ".gitattributes"} == {
        path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()
    }
    from pyarrow.parquet import read_table

    for row in read_table(release / "sentences/test.parquet").to_pylist():
        assert row["text"] is None
        assert set(json.loads(row["meta"])) == {"url", "date", "meta_sha256"}
        assert all(span["text"] is None for span in row["spans"])
    for row in read_table(release / "tokens/test.parquet").to_pylist():
        assert row["tokens"] is None and len(row["token_starts"]) == len(row["ner_tags"])
    for row in read_table(release / "annotations/test.parquet").to_pylist():
        assert all(span["text"] is None for span in row["spans"])
    mentions = {
        row.text[span.start : span.end]
        for row in read_gold(release.parent / "gold").sentences()
        for span in row.spans
    }
    shown = {v for p in release.rglob("*.*") if p.is_file() and p.name != "guidelines.md"
             for _, field, v in strings_of(p) if not field.endswith((".id", ".doc"))}  # fmt: skip
    assert not mentions & shown
    card = (release / "README.md").read_text(encoding="utf-8")
    assert "**The text is not in this dataset**" in card
    assert not [name for name in mentions if len(name) > 6 and name in card]


def test_it_loads_and_keeps_its_features(owned, publish, python, repo):
    publish("--text-policy", "offsets")
    code = f"""
import json
from datasets import load_dataset
rows = load_dataset({repo!r}, split="test")
tags = load_dataset({repo!r}, "bio", split="test")
names = tags.features["ner_tags"].feature.names
print(json.dumps([rows[0]["text"], tags[0]["tokens"], len(names)]))
"""
    assert python(code) == [None, None, 7]


def test_the_text_put_back_gives_the_same_bytes(release, owned, goldspan, gold, tmp_path):
    run = goldspan("gold", "restore", release, tmp_path / "sentences.jsonl", "-o", "again")
    assert run.code == 0, run.err
    assert "All 3 tables have the very bytes they were built with" in run.err
    for name in [*(f"{n}/test.parquet" for n in CONFIGS.values()),
                 "manifest.json", "misaligned.jsonl", "agreement.json", "README.md"]:  # fmt: skip
        assert (tmp_path / "again" / name).read_bytes() == (gold / name).read_bytes(), name
    assert read_gold(tmp_path / "again").sha256 == read_gold(gold).sha256


def test_a_dataset_put_back_is_whole(owned, gold, goldspan, guidelines, tmp_path):
    shares = ("--share", "train=0.6", "--share", "test=0.4")
    assert goldspan("gold", "split", gold, *shares).code == 0
    compile_release(gold, tmp_path / "release", guidelines, text="offsets")
    run = goldspan("gold", "restore", "release", "sentences.jsonl", "-o", "again")
    assert run.code == 0, run.err
    again = tmp_path / "again"
    kept = {path.relative_to(gold).as_posix() for path in gold.rglob("*") if path.is_file()}
    there = {path.relative_to(again).as_posix() for path in again.rglob("*") if path.is_file()}
    assert "splits.jsonl" in there and "agreement.json" in there
    assert {name for name in kept - there if not name.startswith("aside/")} == {
        "disagreements.jsonl", "adjudications.jsonl", "left_out.jsonl",
    }  # fmt: skip
    before = {name: (again / name).read_bytes() for name in there}
    assert before == {name: (gold / name).read_bytes() for name in there}
    assert goldspan("gold", "split", again).code == 0
    moved = {name for name in there if (again / name).read_bytes() != before[name]}
    # Sentences that no split holds aren't published, so that there are none to be counted.
    assert moved <= {"manifest.json"}
    now, then = (json.loads(data) for data in ((again / "manifest.json").read_bytes(),
                                               before["manifest.json"]))  # fmt: skip
    now["counts"]["sentences_aside"] = then["counts"]["sentences_aside"]
    assert now == then
    assert goldspan("gold", "diff", gold, again).code == 0
    assert goldspan("gold", "check", again).code == goldspan("gold", "check", gold).code
    assert goldspan("gold", "export", again, "--format", "jsonl", "-o", "again.jsonl").code == 0
    build = goldspan("gold", "build", "gold.jsonl", "--sentences", "sentences.jsonl", "-o", again)
    assert build.code == 0 and "Split as before" in build.err


def test_scoring_without_text_says_what_to_do(release, goldspan):
    run = goldspan("evaluate", "score", release, "baseline")
    assert run.code == 1 and f"goldspan gold restore {release} SENTENCES" in run.err


def test_one_changed_character_is_found_and_named(release, owned, goldspan, tmp_path):
    place = 11
    changed = owned[place].text.replace(owned[place].text[3], "¤", 1)
    owned[place] = msgspec.structs.replace(owned[place], text=changed)
    write(tmp_path / "mine.jsonl", owned)
    run = goldspan("gold", "restore", release, "mine.jsonl", "-o", "again")
    assert run.code == 1
    assert f"sentence {owned[place].id} has another text" in run.err
    assert run.err.count("has another text") == 1
    assert not (tmp_path / "again").exists()


def test_what_would_make_the_text_fit_is_said(release, owned, goldspan, tmp_path):
    place = next(n for n, row in enumerate(owned) if row.lang == "vi" and row.section == "body")
    decomposed = unicodedata.normalize("NFD", owned[place].text)
    owned[place] = msgspec.structs.replace(owned[place], text=decomposed)
    write(tmp_path / "mine.jsonl", owned)
    run = goldspan("gold", "restore", release, "mine.jsonl", "-o", "again")
    assert "(in Unicode form NFC it fits)" in run.err


def test_a_missing_sentence_is_named(release, owned, goldspan, tmp_path):
    write(tmp_path / "mine.jsonl", owned[1:])
    run = goldspan("gold", "restore", release, "mine.jsonl", "-o", "again")
    assert run.code == 1 and f"sentence {owned[0].id} is missing" in run.err


def test_the_text_alone_is_enough_where_meta_was_empty(gold, publish, goldspan, tmp_path):
    publish("--text-policy", "offsets", "--dry-run", "--output", "release")
    bare = [msgspec.structs.replace(r.as_sentence, meta={"x": 1}) for r in sample_records()]
    write(tmp_path / "mine.jsonl", list({row.id: row for row in bare}.values()))
    assert goldspan("gold", "restore", "release", "mine.jsonl", "-o", "again").code == 0
    assert (tmp_path / "again/manifest.json").read_bytes() == (gold / "manifest.json").read_bytes()


def test_a_release_with_its_text_has_nothing_to_put_back(gold, publish, goldspan, tmp_path):
    publish("--dry-run", "--output", "release")
    run = goldspan("gold", "restore", "release", "s.jsonl", "-o", "again")
    assert run.code == 1 and "has its text already" in run.err


def test_a_quoted_sentence_in_a_paragraph_is_refused(owned, gold, publish):
    card = gold / "README.md"
    text = card.read_text(encoding="utf-8")
    mark = "<!-- yours: limitations -->\n"
    card.write_text(text.replace(mark, f"{mark}See “{owned[1].text}”\n"), encoding="utf-8")
    refused = publish("--text-policy", "offsets")
    assert refused.code == 1
    assert "README.md, line " in refused.err and f"text of sentence {owned[1].id}" in refused.err


def test_without_text_versions_are_compared_all_the_same(owned, gold, publish, tmp_path):
    publish("--text-policy", "offsets")
    assert publish("--text-policy", "offsets", "--json").json["outcome"] == "nothing to do"
    first = owned[0].id
    records = [
        msgspec.structs.replace(r, spans=r.spans[1:]) if r.sentence == first else r
        for r in sample_records()
    ]
    build_gold(gold, records, sentences=tmp_path / "sentences.jsonl")
    done = publish("--text-policy", "offsets", "--json").json
    assert (done["level"], done["version"]) == ("major", "2.0.0")
    assert "1 span changed" in done["reasons"][0] and len(done["reasons"]) == 2
    back = publish("--json").json
    assert back["reasons"] == ["published with its text from this version on"]


@settings(deadline=None, max_examples=50)
@given(text=texts.filter(lambda text: len(" ".join(text.casefold().split())) >= 12),
       before=st.text(max_size=5), after=st.text(max_size=5))  # fmt: skip
def test_a_quoted_text_is_always_found(tmp_path_factory, text, before, after):
    folder = tmp_path_factory.mktemp("release")
    line = " ".join(f"{before} {text} {after}".split())
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "note.json").write_bytes(msgspec.json.encode({"note": line}))
    [leak] = find_quotes(folder, {"d#0": text}, frozenset())
    assert (leak.file, leak.field) == ("note.json", "note")
