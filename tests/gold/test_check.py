"""Each kind of fault, planted once into the sample corpus, is found and nothing else is."""

import json
import re
from pathlib import Path

import pytest

from goldspan.dataset import GoldDataset, read_gold
from goldspan.gold.build import build
from goldspan.gold.check import check
from goldspan.gold.checks.table import CHECKS
from goldspan.guidelines.read import find_guidelines
from goldspan.samples import sample_annotations

from .planted_faults import FAULTS, A, B, C, Sentences, rare_label, replace

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> GoldDataset:
    """The sample corpus, adjudicated, as a gold dataset."""
    folder = tmp_path_factory.mktemp("samples") / "gold"
    build(
        [sample_annotations("adjudicated")],
        folder,
        guidelines=find_guidelines(),
    )
    return read_gold(folder)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found_and_nothing_else(samples, guidelines, plant):
    before = {(f.check, f.sentence) for f in check(samples, guidelines).findings}
    sentences = Sentences({sentence.id: sentence for sentence in samples.sentences()})
    plant(sentences)
    planted = replace(samples, splits={"test": list(sentences.values())})
    new = [
        finding
        for finding in check(planted, guidelines).findings
        if (finding.check, finding.sentence) not in before
    ]
    assert [finding.check for finding in new] == [FAULTS[plant]]
    assert new[0].sentence in ((None,) if plant is rare_label else (A, B, C))


SPLIT_FAULTS = {
    "document-in-two-splits": lambda train, test: (train + test[:1], test[1:]),
    "duplicate-in-two-splits": lambda train, test: (
        [*train, replace(test[0], id="copy", doc="copied", text=test[0].text.upper())],
        test,
    ),
    "boilerplate-in-test": lambda train, test: (
        train,
        [replace(test[0], section="boilerplate"), *test[1:]],
    ),
    "suggested-in-test": lambda train, test: (
        [replace(train[0], suggested_by=["finder 1.0"]), *train[1:]],
        [replace(test[0], suggested_by=["finder 1.0"]), *test[1:]],
    ),
}


@pytest.mark.parametrize("name", SPLIT_FAULTS)
def test_a_leak_between_splits_is_found(samples, guidelines, name):
    bodies = [s for s in samples.sentences() if s.section == "body" and s.spans]
    train = [s for s in bodies if s.doc < "en-b"]
    test = [s for s in bodies if s.doc > "vi-v"]
    only = list(SPLIT_FAULTS)
    sound = replace(samples, splits={"train": train, "test": test})
    assert check(sound, guidelines, only=only).findings == []
    leaking = dict(zip(("train", "test"), SPLIT_FAULTS[name](train, test), strict=True))
    found = check(replace(samples, splits=leaking), guidelines, only=only).findings
    assert [finding.check for finding in found] == [name]


def test_every_check_has_a_planted_fault():
    assert {*FAULTS.values(), *SPLIT_FAULTS} == {each.name for each in CHECKS}


def explained():
    """What the samples' card explains: pairs of check and sentence."""
    card = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    for line in card.splitlines():
        if found := re.match(r"\| `([a-z-]+)` \| (`.*?`) \|", line):
            for sentence in re.findall(r"`(.+?)`", found[2]):
                yield found[1], sentence


def test_what_is_found_in_the_samples_is_explained_in_their_card(goldspan, samples, guidelines):
    """As adjudicated, and where the two annotators agree."""
    both = [sample_annotations(name).read_bytes() for name in ("machine-a", "machine-b")]
    Path("both.jsonl").write_bytes(b"".join(both))
    assert goldspan("gold", "build", "both.jsonl", "-o", "gold").code == 0
    run = goldspan("gold", "check", "gold", "--json")
    assert run.code == 0, run.err
    found = {(f["check"], f["sentence"]) for f in json.loads(run.out)["findings"]}
    found |= {(f.check, f.sentence) for f in check(samples, guidelines).findings}
    assert found == set(explained())


def test_the_table_of_checks_is_the_codes():
    documented = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for each in CHECKS:
        numbers = ", ".join(f"`{name}={value:g}`" for name, value in each.thresholds.items())
        assert f"| `{each.name}` | {each.severity} | {each.finds} | {numbers} |" in documented
    assert len(re.findall(r"^\| `", documented, re.MULTILINE)) == len(CHECKS)
