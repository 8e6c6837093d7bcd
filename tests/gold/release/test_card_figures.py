"""Every figure of the card is that of the data."""

import itertools
import json
import re
import unicodedata
from collections import Counter

from pyarrow.parquet import read_table

from goldspan.near_duplicates import SIMILARITY


def tables_of(card, *header):
    """The rows, as lists of cells, of every table with these first headings."""
    lines = card.split("\n")
    tables = []
    for start, line in enumerate(lines):
        if line.startswith("| " + " | ".join(header)):
            rows = itertools.takewhile(lambda row: row.startswith("|"), lines[start + 2 :])
            tables.append([[cell.strip() for cell in row.strip("|").split("|")] for row in rows])
    return tables


def rows_of(card, *header):
    return tables_of(card, *header)[0]


def test_the_label_table_counts_the_mentions_of_each_split(card, release):
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


def shown(measured):
    """Measured agreement as a table of the card shows it."""
    names = {"en": "English", "vi": "Vietnamese"}
    rows = {
        **measured["labels"],
        **{names[tag]: one for tag, one in measured["languages"].items()},
        "all": measured["overall"],
    }
    cells = {}
    for name, one in rows.items():
        low, high = one["f1_interval"]
        star = "\\*" if one["is_too_few"] else ""
        counts = [str(one[count]) for count in ("matched", "first", "second")]
        cells[name] = [f"{one['f1']:.4f}{star}", f"{low:.3f}-{high:.3f}", *counts]
    return cells


def test_agreement_is_that_of_all_annotations_first_then_that_of_the_dataset(card, release):
    of_all = json.loads((release / "agreement.json").read_bytes())
    manifest = json.loads((release / "manifest.json").read_bytes())
    inside = manifest["release"]["figures"]["agreement"]
    [rows] = tables_of(card, "mentions of", "F1")
    assert {row[0]: row[1:] for row in rows} == shown(of_all)
    assert of_all["overall"]["f1"] < inside["overall"]["f1"] == 1
    every, kept = of_all["overall"]["sentences"], inside["overall"]["sentences"]
    assert every == kept + manifest["counts"]["sentences_in_disagreements"]
    assert f"**On all {every} sentences that two or more annotated**" in card
    assert every - kept == int(re.search(r"There were \d+ sentences; .*: (\d+) on which", card)[1])
    assert f"**On the {kept} sentences in this dataset that two or more annotated**" in card
    assert f"F1 is 1.0000: all {inside['overall']['matched']} spans are matched" in card
    assert of_all["interval_method"] in card
    alpha = of_all["alpha"]["overall"]
    assert f"unitised alpha {alpha['alpha']:.4f}" in card
    assert f"from {alpha['spans']} spans" in card


def test_leakage_and_noise_are_those_of_the_data(card, release):
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
    known = {"95", "30", "1.0.0", "0.1.0", f"{SIMILARITY:.0%}".strip("%")}

    def collect(value):
        if isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, int):
            known.add(str(value))

    collect({k: v for k, v in manifest["release"]["figures"].items() if k != "agreement"})
    collect(manifest["counts"])
    agreement = json.loads((release / "agreement.json").read_bytes())
    inside = manifest["release"]["figures"]["agreement"]["overall"]
    for one in (agreement["overall"], inside):
        known |= {str(one["sentences"]), str(one["documents"])}
    known |= {str(inside["matched"]), f"{inside['f1']:.4f}"}
    alpha = agreement["alpha"]["overall"]
    known |= {f"{alpha['alpha']:.4f}", str(alpha["spans"])}
    prose = re.sub(
        r"```.*?```|`[^`]*`|\([^)]*\)|<!--.*?-->", "", card.split("---\n", 2)[2], flags=re.S
    )
    prose = "\n".join(line for line in prose.split("\n") if not line.startswith("|"))
    prose = re.sub(r"agreed by \d+ of \d+|F1|by \d+ annotators?|Croissant 1\.0", "", prose)
    found = set(re.findall(r"\d+(?:\.\d+)*", prose))
    assert len(found) > 15
    assert found <= known
