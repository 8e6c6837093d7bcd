import pytest

from goldspan.errors import GuidelinesError
from goldspan.guidelines.read import find_guidelines, read_guidelines

SOUND = """---
title: Doses
version: 1.0.0
languages: [en]
labels:
  - name: DRUG
    colour: "#0072b2"
    hotkey: "1"
    definition: Name of a drug
    attributes:
      form: [brand]
  - name: DOSE
    colour: "#d55e00"
    hotkey: "2"
    definition: How much of it
flags:
  - name: unsure
    hotkey: "0"
    definition: Needs a second look
---

# Doses

## Summary

Tag names and amounts.

## Rules

### 1. Names

A drug's name, without the word "tablet".

- en: Take [Aspirin](DRUG form=brand) [500 mg](DOSE) daily.
- not en: Take [Aspirin tablets](DRUG).

### 2. Nested

- en: [[Aspirin](DRUG form=brand) 100](DRUG) [2 x](DOSE)
- not en: [Take](DOSE) it.
"""

BROKEN = [
    ("version: 1.0.0", "version: one", "3: version 'one' isn't of the form 1.2.3"),
    ("title: Doses\n", "", "2: Object missing required field `title`"),
    ("title: Doses", "titel: Doses", "Object contains unknown field `titel`"),
    ("languages: [en]", "languages: []", "4: there is no language"),
    ("languages: [en]", "languages: en", "4: Expected `array`, got `str` in languages"),
    ("  - name: DRUG", "  - name: drug", "6: label 'drug' isn't made of capitals"),
    ("  - name: DRUG", "  - name: DR-UG", "6: label 'DR-UG' isn't made of capitals"),
    ("  - name: DOSE", "  - name: DRUG", "12: label DRUG stands here a second time"),
    ('"#d55e00"', '"red"', "13: colour 'red' of DOSE isn't of the form #0072b2"),
    ('    hotkey: "2"', '    hotkey: "1"', "14: hotkey 1 of DOSE is that of DRUG"),
    ('    hotkey: "0"', '    hotkey: "2"', "18: hotkey 2 of unsure is that of DOSE"),
    ('    hotkey: "2"', '    hotkey: "F2"', "14: hotkey 'F2' of DOSE isn't one letter or digit"),
    ("definition: How much of it", 'definition: ""', "15: label DOSE has no definition"),
    ("form: [brand]", "form: []", "11: attribute form has no values"),
    ("form: [brand]", "form: brand", "11: the values of form must be a list, such as [brand]"),
    ("form: [brand]", "form: [brand]\n      use: [oral]", "attribute use of DRUG has no rule"),
    ("form: [brand]", "form: [brand, generic]", "no example has form=generic of DRUG"),
    ("### 2. Nested", "### 1a. Nested", "'1a. Nested' isn't a rule's heading"),
    ('"tablet".', '"tablet" (rules 1 and 7).', "30: rule 1 refers to rule 7, which isn't there"),
    ("## Rules", "## Changes\n\n- 0.9.0: first\n\n## Rules", "doesn't say what 1.0.0 changes"),
    ("  - name: unsure", "  - name: Un sure", "flag 'Un sure' isn't a word of small letters"),
    ("title: Doses", "title: [Doses", "not YAML"),
    ("---\ntitle", "title", "1: there is no front matter"),
    ("## Summary", "## Foreword", "1: there is no section '## Summary'"),
    ("### 2. Nested", "### 3. Nested", "37: rule 3 should be number 2"),
    ("- not en: [Take](DOSE) it.\n", "", "37: rule 2 has no counter-example"),
    ("- en: [[Aspirin](DRUG form=brand) 100](DRUG) [2 x](DOSE)\n", "", "37: rule 2 has no example"),
    ("- not en: [Take](DOSE) it.", "- not en: Take it.", "40: a counter-example marks the span"),
    ("[500 mg](DOSE)", "[500 mg](DOSAGE)", "34: unknown label DOSAGE; there are DRUG, DOSE"),
    ("[500 mg](DOSE)", "[500 mg](DOSE form=brand)", "34: DOSE has no attribute 'form'"),
    ("form=brand) [500", "form=cheap) [500", "34: 'cheap' isn't a value of form; there are brand"),
    ("[500 mg](DOSE)", "[500 mg ](DOSE)", "34: the span '500 mg ' is empty or has white space"),
    ("- en: Take", "- fr: Take", "34: language 'fr' isn't one of en"),
]


def write(tmp_path, source):
    path = tmp_path / "doses.md"
    path.write_text(source, encoding="utf-8")
    return path


def test_sound_guidelines_are_read_whole(tmp_path):
    found = read_guidelines(write(tmp_path, SOUND))
    assert found.label_names == ["DRUG", "DOSE"]
    assert found.summary == "Tag names and amounts."
    assert [rule.title for rule in found.rules] == ["Names", "Nested"]
    assert found.rules[0].prose == 'A drug\'s name, without the word "tablet".'
    example = found.rules[0].examples[0]
    assert (example.text, example.line) == ("Take Aspirin 500 mg daily.", 34)
    assert [(s.text, s.label, s.attributes) for s in example.spans] == [
        ("Aspirin", "DRUG", {"form": "brand"}),
        ("500 mg", "DOSE", {}),
    ]
    assert found.rules[0].examples[1].is_counter


def test_nested_spans_keep_their_offsets(tmp_path):
    example = read_guidelines(write(tmp_path, SOUND)).rules[1].examples[0]
    assert example.text == "Aspirin 100 2 x"
    assert [(s.start, s.end, s.label) for s in example.spans] == [
        (0, 11, "DRUG"),
        (0, 7, "DRUG"),
        (12, 15, "DOSE"),
    ]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_named_with_its_line(tmp_path, old, new, message):
    assert SOUND.count(old) == 1
    path = write(tmp_path, SOUND.replace(old, new))
    with pytest.raises(GuidelinesError) as caught:
        read_guidelines(path)
    assert any(
        f"doses.md:{message}" in line or message in line for line in str(caught.value).split("\n")
    ), caught.value


def test_rules_out_of_step_are_told_once(tmp_path):
    inserted = SOUND[SOUND.index("### 1. Names") : SOUND.index("### 2. Nested")]
    source = SOUND.replace("### 1. Names", inserted + "### 1. Names", 1)
    with pytest.raises(GuidelinesError) as caught:
        read_guidelines(write(tmp_path, source))
    assert str(caught.value).count("should be number") == 1


def test_a_label_without_a_rule_is_named(tmp_path):
    source = SOUND.replace(" [500 mg](DOSE)", "").replace(" [2 x](DOSE)", "")
    with pytest.raises(GuidelinesError, match="label DOSE has no rule"):
        read_guidelines(write(tmp_path, source))


def test_every_finding_is_listed_at_once(tmp_path):
    source = SOUND.replace("version: 1.0.0", "version: one").replace("### 2.", "### 4.")
    with pytest.raises(GuidelinesError) as caught:
        read_guidelines(write(tmp_path, source))
    assert len(str(caught.value).split("\n")) == 2


def test_a_file_in_the_working_directory_takes_the_place_of_our_own(tmp_path):
    assert "LEADER" in find_guidelines().label_names
    (tmp_path / "guidelines.md").write_text(SOUND, encoding="utf-8")
    assert find_guidelines().label_names == ["DRUG", "DOSE"]


def test_check_says_what_is_in_the_file(goldspan, tmp_path):
    run = goldspan("guidelines", "check", write(tmp_path, SOUND))
    assert run.code == 0
    assert "2 labels (DRUG, DOSE), 2 rules, 2 examples, 2 counter-examples" in run.err


def test_check_fails_with_the_line(goldspan, tmp_path):
    run = goldspan("guidelines", "check", write(tmp_path, SOUND.replace('"#d55e00"', "red")))
    assert (run.code, run.out) == (1, "")
    assert "doses.md:13: colour 'red'" in run.err
    assert "Traceback" not in run.err
