"""The card is believed: valid for the Hub, drawn by a browser, every figure that of the data."""

import json
import os
import re
import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from huggingface_hub import DatasetCard, DatasetCardData
from playwright.sync_api import sync_playwright
from pyarrow.parquet import read_table

from goldspan.dataset import read_gold, read_gold_annotations
from goldspan.gold.release.about import read_about
from goldspan.gold.release.compile import Papers, compile_tables, write_papers
from goldspan.gold.release.matter import size_category
from goldspan.gold.write import Dataset, write_dataset

from .conftest import ABOUT, build_gold, sample_records
from .rendered import as_html

TAG = "v1.0.0"


@pytest.fixture(scope="module")
def split_gold(tmp_path_factory, guidelines_of_goldspan):
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
        Dataset(splits=splits, annotations=annotations, disagreements=[], left_out=[]),
        manifest=dataset.manifest,
        guidelines=guidelines_of_goldspan,
    )
    return gold


@pytest.fixture(scope="module")
def guidelines_of_goldspan():
    from goldspan.guidelines.read import find_guidelines

    return find_guidelines(Path(ABOUT).parents[1] / "guidelines.md")


@pytest.fixture(scope="module")
def release(split_gold, tmp_path_factory, guidelines_of_goldspan):
    folder = tmp_path_factory.mktemp("release")
    compiled = compile_tables(
        split_gold, folder, text="full", without=(), guidelines=guidelines_of_goldspan
    )
    papers = Papers(
        repository="acme/diplomacy",
        version="1.0.0",
        changelog="# Changelog\n",
        about=read_about(ABOUT),
        guidelines=guidelines_of_goldspan,
        paragraphs={"sampling": "All of them, *whole*."},
    )
    write_papers(compiled, papers)
    return folder


@pytest.fixture(scope="module")
def card(release):
    return (release / "README.md").read_text(encoding="utf-8")


def rows_of(card, *header):
    """The rows of the table with these first headings, as lists of cells."""
    lines = card.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("| " + " | ".join(header)))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    raise AssertionError(header)


def test_the_hubs_own_classes_accept_the_yaml(card):
    loaded = DatasetCard(card)
    data = loaded.data.to_dict()
    again = DatasetCardData(**{k: v for k, v in data.items() if k != "train-eval-index"})
    assert again.language == ["en", "vi"] and again.license == ["cc-by-4.0"]
    assert data["annotations_creators"] == ["machine-generated"]
    assert data["task_ids"] == ["named-entity-recognition"]
    assert data["size_categories"] == ["n<1K"]
    [index] = data["train-eval-index"]
    assert index["splits"] == {"train_split": "train", "eval_split": "test"}
    assert index["metrics"] == [{"type": "seqeval", "name": "seqeval"}]
    assert index["col_mapping"] == {"tokens": "tokens", "ner_tags": "tags"}
    assert [c["config_name"] for c in data["configs"] if c.get("default")] == ["default"]
    assert loaded.text.strip().startswith("# Leaders, countries and agreements")


def test_the_yamls_features_and_sizes_are_those_of_the_files(card, release):
    from datasets import Dataset as Table
    from datasets.info import DatasetInfosDict

    matter = yaml.safe_load(card.split("---\n")[1])
    infos = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**matter))
    for config in matter["configs"]:
        info = infos[config["config_name"]]
        for file in config["data_files"]:
            table = Table.from_parquet(
                str(release / file["path"]), cache_dir=os.environ["HF_HOME"] + "/card"
            )
            assert info.features == table.features
            assert info.splits[file["split"]].num_examples == len(table)
        assert info.download_size == sum(
            (release / file["path"]).stat().st_size for file in config["data_files"]
        )


def test_the_label_table_counts_the_mentions_of_each_split(card, release, guidelines_of_goldspan):
    manifest = json.loads((release / "manifest.json").read_bytes())
    figures = manifest["release"]["figures"]
    expected = {}
    for split in manifest["splits"]:
        counts = Counter()
        for row in read_table(release / "sentences" / f"{split}.parquet").to_pylist():
            counts.update((span["label"], row["lang"]) for span in row["spans"])
        for label in manifest["labels"]:
            expected[split, label] = [counts[label, "en"], counts[label, "vi"]]
            assert figures["splits"][split]["labels"][label] == {
                "en": counts[label, "en"], "vi": counts[label, "vi"],
            }  # fmt: skip
    for label in manifest["labels"]:
        expected["all", label] = [
            sum(expected[split, label][place] for split in manifest["splits"]) for place in (0, 1)
        ]
    shown = {
        (row[0], row[1]): [int(cell) for cell in row[2:]] for row in rows_of(card, "split", "label")
    }
    assert shown == {key: [*counts, sum(counts)] for key, counts in expected.items()}


def test_the_table_of_splits_is_that_of_the_manifest(card, release):
    figures = json.loads((release / "manifest.json").read_bytes())["release"]["figures"]
    names = ("documents", "sentences", "empty", "tokens", "spans")
    expected = {
        split: [one[name] for name in names]
        for split, one in [*figures["splits"].items(), ("all", figures)]
    }
    shown = {row[0]: [int(cell) for cell in row[1:]] for row in rows_of(card, "split", "documents")}
    assert shown == expected
    tokens = sum(
        len(row["tokens"])
        for path in (release / "tokens").iterdir()
        for row in read_table(path).to_pylist()
    )
    assert figures["tokens"] == tokens


def test_agreement_leakage_and_noise_are_those_of_the_data(card, release):
    agreement = json.loads((release / "agreement.json").read_bytes())
    rows = {row[0]: row[1:] for row in rows_of(card, "mentions of", "F1")}
    names = {"en": "English", "vi": "Vietnamese"}
    measured = {
        **agreement["labels"],
        **{names[tag]: one for tag, one in agreement["languages"].items()},
        "all": agreement["overall"],
    }
    assert set(rows) == set(measured)
    for name, one in measured.items():
        low, high = one["f1_interval"]
        assert rows[name] == [
            f"{one['f1']:.4f}", f"{low:.3f}-{high:.3f}",
            str(one["matched"]), str(one["first"]), str(one["second"]),
        ]  # fmt: skip
    figures = json.loads((release / "manifest.json").read_bytes())["release"]["figures"]
    for split, documents, texts, seen in rows_of(card, "split", "documents", "near"):
        one = figures["leakage"][split]
        assert (int(documents), int(texts)) == (0, one["texts"])
        assert seen == f"{one['seen']} of {one['mentions']}"
    tables = {p.stem: read_table(p).to_pylist() for p in (release / "sentences").iterdir()}

    def wordings(split):
        for row in tables[split]:
            for span in row["spans"]:
                words = unicodedata.normalize("NFC", span["text"]).casefold().split()
                yield span["label"], *words

    trained, spans = set(wordings("train")), list(wordings("test"))
    assert figures["leakage"]["test"]["mentions"] == len(spans)
    assert figures["leakage"]["test"]["seen"] == sum(span in trained for span in spans) > 0
    misaligned = len((release / "misaligned.jsonl").read_text(encoding="utf-8").splitlines())
    every = sum(len(row["spans"]) for table in tables.values() for row in table)
    assert f"Tokens can't show {misaligned} of {every} mentions" in card
    flags = Counter(flag for t in tables.values() for row in t for flag in row["flags"])
    assert figures["flags"] == dict(sorted(flags.items()))
    assert "Sentences by flag: " + ", ".join(f"{k} {v}" for k, v in sorted(flags.items())) in card


def test_every_number_of_the_prose_is_a_figure_of_the_manifest(card, release):
    """No number stands in a sentence that isn't in manifest.json or agreement.json."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    known = {"95", "30", "1.0.0", "0.1.0"}

    def collect(value):
        if isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, int):
            known.add(str(value))

    collect(manifest["release"]["figures"])
    collect(manifest["counts"])
    agreement = json.loads((release / "agreement.json").read_bytes())
    known |= {str(agreement["overall"]["sentences"]), str(agreement["documents"])}
    prose = re.sub(
        r"```.*?```|`[^`]*`|\([^)]*\)|<!--.*?-->", "", card.split("---\n", 2)[2], flags=re.S
    )
    prose = "\n".join(line for line in prose.split("\n") if not line.startswith("|"))
    prose = re.sub(r"agreed by \d+ of \d+|F1|by \d+ annotators?|Croissant 1\.0", "", prose)
    found = set(re.findall(r"\d+(?:\.\d+)*", prose))
    assert len(found) > 15
    assert found <= known


def test_it_is_drawn_with_its_charts(release, card, tmp_path):
    chromium = shutil.which("chromium")
    if not chromium and not os.environ.get("GOLDSPAN_NEEDS_BROWSER"):
        pytest.skip("there is no Chromium")
    page_file = release / "card.html"
    page_file.write_text(as_html(card), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 900, "height": 1200})
        page.goto(page_file.as_uri())
        widths = page.evaluate("[...document.images].map(i => [i.naturalWidth, i.alt])")
        overflow = page.evaluate("document.body.scrollWidth - document.body.clientWidth")
        text = page.evaluate("document.body.innerText")
        page.screenshot(path=tmp_path / "card.png", full_page=True)
        browser.close()
    page_file.unlink()
    assert [width > 400 and bool(alt) for width, alt in widths] == [True, True]
    assert overflow <= 0
    assert "yours:" not in text and "**" not in text and "|---" not in text
    assert "All of them, whole." in text


def test_the_same_data_give_the_same_bytes(split_gold, release, tmp_path, guidelines_of_goldspan):
    again = tmp_path / "again"
    again.mkdir()
    compiled = compile_tables(
        split_gold, again, text="full", without=(), guidelines=guidelines_of_goldspan
    )
    papers = Papers(
        repository="acme/diplomacy", version="1.0.0", changelog="# Changelog\n",
        about=read_about(ABOUT), guidelines=guidelines_of_goldspan,
        paragraphs={"sampling": "All of them, *whole*."},
    )  # fmt: skip
    write_papers(compiled, papers)
    for path in sorted(p for p in again.rglob("*") if p.is_file()):
        assert path.read_bytes() == (release / path.relative_to(again)).read_bytes(), path


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's, in mlcroissant
def test_croissant_describes_every_table(release):
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=release / "croissant.json")
    assert dataset.metadata.version == "1.0.0"
    names = {record_set.name for record_set in dataset.metadata.record_sets}
    assert names == {
        f"{config}-{split}"
        for config in ("default", "bio", "annotations")
        for split in ("train", "validation", "test")
    }
    rows = list(dataset.records("default-test"))
    table = read_table(release / "sentences" / "test.parquet").to_pylist()
    assert [row["default-test/text"].decode() for row in rows] == [row["text"] for row in table]
    field = "default-test/spans"
    assert [
        [(s[f"{field}/start"], s[f"{field}/end"], s[f"{field}/label"].decode()) for s in row[field]]
        for row in rows
    ] == [[(s["start"], s["end"], s["label"]) for s in row["spans"]] for row in table]
    for config in ("bio", "annotations"):
        assert list(dataset.records(f"{config}-train"))


def test_citation_and_about(release):
    citation = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "dataset"
    assert citation["license"] == "CC-BY-4.0" and citation["version"] == "1.0.0"
    assert citation["authors"] == [{"name": "goldspan sample corpus"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("license: CC BY 4.0", "isn't written as the Hub does"),
        ("licence: cc-by-4.0", "unknown field `licence`"),
        ("license: [", "not YAML"),
        ("annotators: experts", "invalid enum value"),
    ],
)
def test_a_wrong_about_file_is_refused(text, message, gold, goldspan, tmp_path):
    (tmp_path / "about.yaml").write_text(text)
    run = goldspan("gold", "publish", gold, "acme/x", "--dry-run")
    assert run.code == 1 and "about.yaml: " in run.err and message in run.err


@pytest.mark.parametrize(
    ("sentences", "category"),
    [(1, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**6, "1M<n<10M")],
)
def test_size_categories_are_the_hubs(sentences, category):
    assert size_category(sentences) == category
