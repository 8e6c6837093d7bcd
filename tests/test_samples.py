"""The sample corpus is what its card says."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from goldspan.annotate.sources import read_sources
from goldspan.annotations import Annotation
from goldspan.records import read_records
from goldspan.samples import ANNOTATORS, sample_annotations, sample_articles
from goldspan.spans import fault_of

CARD = (Path(__file__).parent.parent / "examples" / "README.md").read_text(encoding="utf-8")


def version_of(guidelines):
    return [int(number) for number in guidelines.version.split(".")]


@pytest.fixture(scope="module")
def sentences():
    return read_sources(sample_articles(), lang=None, languages=["en", "vi"])


def test_articles_sentences_and_sections_are_counted_right(sentences):
    languages = {sentence.doc: sentence.lang for sentence in sentences}
    assert Counter(languages.values()) == {"en": 8, "vi": 8}
    assert f"{len(sentences)}\nsentences" in CARD and len(sentences) >= 200
    counts = Counter((sentence.section, sentence.lang) for sentence in sentences)
    for section in ("headline", "body", "caption", "boilerplate"):
        row = next(line for line in CARD.splitlines() if line.startswith(f"| {section}"))
        assert [int(n) for n in re.findall(r"\d+", row)] == [
            counts[section, "en"],
            counts[section, "vi"],
        ]


def test_every_kind_of_noise_is_there(sentences):
    texts = [sentence.text for sentence in sentences]
    kinds = {
        "non-breaking space": "\u00a0",
        "double space": "  ",
        "Chinese": "[\u4e00-\u9fff]",
        "Korean": "[\uac00-\ud7af]",
        "Cyrillic": "[\u0400-\u04ff]",
        "Greek": "[\u0370-\u03ff]",
        "emoji": "[\U0001f1e6-\U0001faff]",
        "glued": "[a-z](President|Macron|Minister|Merkel|Putin)",
        "pinyin": "Ruan|Chen Daguang|Fan Ming",
        "see more": "See more|Xem thêm",
    }
    assert [
        kind for kind, pattern in kinds.items() if not any(re.search(pattern, t) for t in texts)
    ] == []
    assert sum(unicodedata.normalize("NFC", text) != text for text in texts) == 7
    assert max(Counter(texts).values()) >= 3


@pytest.mark.parametrize("name", [*ANNOTATORS, "adjudicated"])
def test_every_sentence_is_annotated_soundly(name, sentences, guidelines):
    records = [record for _, record in read_records(sample_annotations(name), Annotation)]
    assert {r.sentence: r.text for r in records} == {s.id: s.text for s in sentences}
    assert len(records) == len(sentences)
    attributes = {label.name: label.attributes for label in guidelines.labels}
    for record in records:
        for span in record.spans:
            assert fault_of(span, record.text, guidelines.label_names) is None
            values = attributes[span.label]
            assert all(value in values[name] for name, value in span.attributes.items())
        # Under which they were made: later guidelines may say more.
        assert version_of(record.guidelines) <= version_of(guidelines)
        assert record.annotator.startswith("machine-"), "a machine is never called a person"


def test_the_adjudicated_spans_are_those_of_an_annotator():
    said = [
        {r.sentence: r for _, r in read_records(sample_annotations(name), Annotation)}
        for name in (*ANNOTATORS, "adjudicated")
    ]
    decided = 0
    for sentence, record in said[2].items():
        spans = [{span.content for span in one[sentence].spans} for one in said]
        assert spans[2] in spans[:2]
        if spans[0] != spans[1]:
            decided += 1
            assert re.match(r"Rule \d+: ", record.note)
    assert decided == 6


def test_the_cards_agreement_is_what_the_command_says(goldspan):
    run = goldspan(
        "gold", "agreement", *(sample_annotations(name) for name in ANNOTATORS), "--gamma", "--json"
    )
    report = json.loads(run.out)
    rows = {
        **{label: label for label in report["labels"]},
        "all": "all",
    }
    for name in rows:
        row = next(line for line in CARD.splitlines() if line.startswith(f"| {name} "))
        both = report["overall"] if name == "all" else report["labels"][name]
        parts = [
            report["languages"][lang]
            if name == "all"
            else report["labels_by_language"][f"{name} {lang}"]
            for lang in ("en", "vi")
        ]
        for figures in parts:
            assert f"{figures['f1']:.4f} ({figures['matched']} of {figures['first']} and" in row
            assert f"and {figures['second']}" in row
        low, high = both["f1_interval"]
        assert f"{both['f1']:.4f} ({low:.3f}-{high:.3f})" in row
    alpha, gamma = report["alpha"]["overall"], report["gamma"]
    for name, figures in (("alpha", alpha), ("gamma", gamma)):
        low, high = figures[f"{name}_interval"]
        quoted = f"{figures[name]:.4f} ({low:.3f}-{high:.3f})"
        assert quoted in " ".join(CARD.split()), name


def test_the_gold_built_with_the_decisions_is_what_the_card_says(goldspan):
    first, second, decided = (sample_annotations(name) for name in (*ANNOTATORS, "adjudicated"))
    run = goldspan("gold", "build", first, second, "--adjudicated", decided, "-o", "gold", "--json")
    counts = json.loads(run.out)["counts"]
    assert (
        f"gold has {counts['sentences_in_gold']} sentences with {counts['spans']} spans:"
        f" {counts['spans_agreed']} agreed, {counts['spans_adjudicated']} adjudicated."
        f" {counts['annotated_spans_not_adjudicated_in']} marks are decided against."
    ) in CARD
    assert counts["sentences_in_disagreements"] == 0
