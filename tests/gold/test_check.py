"""Each kind of fault, planted once into the sample corpus, is found and nothing else is."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from goldspan.dataset import GoldDataset, GoldSpan, read_gold
from goldspan.gold.build import build
from goldspan.gold.check import check
from goldspan.gold.checks.table import CHECKS
from goldspan.guidelines.read import find_guidelines
from goldspan.records import write_records
from goldspan.samples import sample_annotations
from goldspan.sentences import sha256_of_text
from goldspan.spans import Span

from .test_merge import PUTIN, TEXT, said

ROOT = Path(__file__).parent.parent.parent
replace = msgspec.structs.replace


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


def span(sentence, words, label="COUNTRY", **fields):
    start = sentence.index(words)
    values = {"start": start, "end": start + len(words), "label": label, "text": words}
    return GoldSpan(**{"origin": "agreed", **values, **fields})


class Sentences(dict):
    """The samples' sentences by id, to be changed."""

    def change(self, name, **fields):
        self[name] = replace(self[name], **fields)

    def spans(self, name, *spans):
        self.change(name, spans=list(spans))

    def say(self, name, text, *spans, **fields):
        """Give a sentence another text and spans."""
        found = [span(text, words, label) for words, label in spans]
        self.change(name, text=text, text_sha256=sha256_of_text(text), spans=found, **fields)


A, B, C = "en-biden-hanoi-2023#3", "en-evfta-signing-2019#5", "en-aachen-treaty-2019#3"
SOUND = "Officials in Vietnam said on Monday that the talks would go on for another week."

QUIET = "The talks would go on for another week."


def text_hash(sentences):
    sentences.change(A, text_sha256="0" * 64)


def repeated_id(sentences):
    sentences["again"] = sentences[A]


def zero_length(sentences):
    sentences.say(A, QUIET)
    sentences.spans(A, GoldSpan(start=3, end=3, label="COUNTRY", origin="single"))


def outside(sentences):
    sentences.say(A, QUIET)
    sentences.spans(A, GoldSpan(start=70, end=99, label="COUNTRY", origin="single"))


def wrong_quote(sentences):
    sentences.say(A, SOUND)
    sentences.spans(A, span(SOUND, "Vietnam", text="Vietnan"))


def edge_space(sentences):
    sentences.say(A, SOUND, ("Vietnam ", "COUNTRY"))


def duplicate_span(sentences):
    sentences.say(A, SOUND, ("Vietnam", "COUNTRY"), ("Vietnam", "COUNTRY"))


def crossing_spans(sentences):
    sentences.say(A, "The Quang Ninh Border Accord was signed.", ("Quang Ninh Border", "LEADER"),
                  ("Border Accord", "AGREEMENT"))  # fmt: skip


def unknown_label(sentences):
    sentences.say(A, "They met in Quang Ninh on Monday.", ("Quang Ninh", "PROVINCE"))


def unknown_attribute(sentences):
    sentences.say(A, SOUND)
    sentences.spans(A, span(SOUND, "Vietnam", attributes={"form": "abbreviation"}))


def unknown_flag(sentences):
    sentences.change(A, flags=["sarcastic"])


def edge_punctuation(sentences):
    sentences.say(A, "They thanked Zambia, then left.", ("Zambia,", "COUNTRY"))


def no_letter(sentences):
    sentences.say(A, "They met again in 2017 to talk.", ("2017", "AGREEMENT"))


def long_span(sentences):
    words = "Understanding on " + ", ".join(["the exchange of trade statistics"] * 5)
    sentences.say(A, f"They signed the {words}.", (words, "AGREEMENT"))


def two_labels(sentences):
    sentences.say(A, "They met Zambia again.", ("Zambia", "COUNTRY"), ("Zambia", "LEADER"))


def nested_alike(sentences):
    sentences.say(A, "They met Edgar Lungu again.", ("Edgar Lungu", "LEADER"), ("Lungu", "LEADER"))


def cut_word(sentences):
    sentences.say(A, "They flew to Zambia again.", ("Zambi", "COUNTRY"))


def other_label(sentences):
    sentences.say(A, SOUND, ("Vietnam", "LEADER"))


def other_boundaries(sentences):
    sentences.say(A, "They say Joe Biden left Hanoi early.", ("Biden", "LEADER"))


def missed_mention(sentences):
    sentences.say(A, "Zambia asked Vietnam for advice.", ("Zambia", "COUNTRY"))


def untagged_sentence(sentences):
    sentences.say(A, "They say that Vietnam gave advice.")


def near_duplicate_spans(sentences):
    text = "Zambia opened an embassy in the capital, and its minister planted a tree there."
    sentences.say(A, text, ("Zambia", "COUNTRY"))
    sentences.say(B, text.replace("an embassy", "anembassy").upper())


def repeated_line(sentences):
    for name in (A, B, C):
        sentences.say(name, "Follow us for more stories.")


def mixed_guidelines(sentences):
    sentences.change(A, guidelines=["0.9.0 sha256:" + "ab" * 32])


def rare_label(sentences):
    for name, sentence in list(sentences.items()):
        kept = [span for span in sentence.spans if span.label != "LEADER"]
        sentences.spans(name, *kept)


def other_language(sentences):
    words = "hai bên nhất trí tăng cường hợp tác trong nhiều lĩnh vực và mở rộng giao lưu nhân dân"
    sentences.say(A, f"Tại cuộc họp, {words} trong những năm tới.")


def lost_character(sentences):
    sentences.say(A, "They met in the caf\ufffd again.")


def unsure(sentences):
    sentences.change(A, flags=["unsure"])


FAULTS = {
    text_hash: "text-hash",
    repeated_id: "repeated-id",
    zero_length: "offsets",
    outside: "offsets",
    wrong_quote: "quote",
    edge_space: "edge-space",
    duplicate_span: "duplicate-span",
    crossing_spans: "crossing-spans",
    unknown_label: "unknown-name",
    unknown_attribute: "unknown-name",
    unknown_flag: "unknown-name",
    edge_punctuation: "edge-punctuation",
    no_letter: "no-letter",
    long_span: "long-span",
    two_labels: "two-labels",
    nested_alike: "nested-alike",
    cut_word: "cut-word",
    other_label: "other-label",
    other_boundaries: "other-boundaries",
    missed_mention: "missed-mention",
    untagged_sentence: "untagged-sentence",
    near_duplicate_spans: "near-duplicate-spans",
    repeated_line: "repeated-line",
    mixed_guidelines: "mixed-guidelines",
    rare_label: "rare-label",
    other_language: "other-language",
    lost_character: "lost-character",
    unsure: "unsure",
}


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


@pytest.fixture
def faulty(goldspan, tmp_path):
    """A dataset with one error: white space at a span's edge."""
    wide = Span(start=10, end=16, label="LEADER", text=TEXT[10:16])
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN), said("a", wide, index=1)])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    return tmp_path / "gold"


def test_errors_exit_with_3_and_warnings_only_if_strict(goldspan, faulty):
    run = goldspan("gold", "check", faulty)
    assert run.code == 3
    assert "d#1: white space at the edge of 'Putin ' LEADER" in run.out
    assert goldspan("gold", "check", faulty, "--only", "rare-label").code == 0
    assert goldspan("gold", "check", faulty, "--only", "rare-label", "--strict").code == 3
    only = ("--only", "edge-space", "--only", "rare-label", "--strict")
    assert goldspan("gold", "check", faulty, *only, "--ignore", "rare-label").code == 3
    quiet = ("--ignore", "edge-space", "--threshold", "rare-label=0", "--only", "rare-label")
    assert goldspan("gold", "check", faulty, *quiet, "--strict").code == 0


def test_json_names_sentence_spans_and_task(goldspan, faulty, tmp_path, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_URL", "http://127.0.0.1:9/projects/7/data?tab=1")
    pulled = said("a", index=1, origin={"project": 7, "task": 42, "annotation": 5})
    write_records(tmp_path / "pulled.jsonl", [pulled])
    run = goldspan("gold", "check", faulty, "--json", "--annotations", "pulled.jsonl")
    values = json.loads(run.out)
    [finding] = [f for f in values["findings"] if f["check"] == "edge-space"]
    assert (finding["severity"], finding["sentence"], finding["split"]) == ("error", "d#1", "test")
    assert [(s["start"], s["end"]) for s in finding["spans"]] == [(10, 16)]
    assert finding["tasks"] == [
        {"project": 7, "task": 42, "url": "http://127.0.0.1:9/projects/7/data?task=42"}
    ]
    assert values["errors"] == values["counts"]["edge-space"] == 1


def test_unknown_names_are_refused(goldspan, faulty):
    assert "there is no check 'typo'" in goldspan("gold", "check", faulty, "--only", "typo").err
    run = goldspan("gold", "check", faulty, "--threshold", "typo=1")
    assert run.code == 1 and "there is no threshold 'typo'; there are long-span" in run.err
    assert goldspan("gold", "check", faulty, "--threshold", "long-span").code == 2


def test_a_dataset_of_other_guidelines_is_refused(goldspan, faulty, tmp_path):
    from ..guidelines.test_read import SOUND as OTHER

    (tmp_path / "doses.md").write_text(OTHER, encoding="utf-8")
    run = goldspan("gold", "check", faulty, "--guidelines", "doses.md")
    assert run.code == 1
    assert "name its own with --guidelines" in run.err


def test_the_table_of_checks_is_the_codes():
    documented = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for each in CHECKS:
        numbers = ", ".join(f"`{name}={value:g}`" for name, value in each.thresholds.items())
        assert f"| `{each.name}` | {each.severity} | {each.finds} | {numbers} |" in documented
    assert len(re.findall(r"^\| `", documented, re.MULTILINE)) == len(CHECKS)
