"""Another domain: mark drugs and doses, with guidelines of your own and no change to any code.

You learn that a guidelines file is all that a new domain takes: its labels are those of the
labelling page, the dataset and every score. And how annotations made elsewhere become gold.

    python recipes/another_domain.py

It writes into recipe-output/another-domain/ and prints:

    $ goldspan guidelines check
    Guidelines 1.0.0 are sound: 2 labels (DRUG, DOSE), 2 rules, 2 examples, 2 counter-examples
    $ goldspan gold agreement anna.jsonl binh.jsonl
    ...
     disagreements  kind    on            in
     ──────────────────────────────────────────────
                 1  missed  40 mg DOSE    4s#3
                 1  missed  placebo DRUG  jupiter#5
    ...
    $ goldspan gold build anna.jsonl binh.jsonl -o gold/
    7 sentences with 15 spans (15 agreed, 0 adjudicated, 0 single) -> gold
    ...
    $ goldspan evaluate score gold/ python:rules:drugs_and_doses
     label       P       R      F1    95% of F1  matched  predicted  support
     ───────────────────────────────────────────────────────────────────────
     DRUG   1.0000  0.7500  0.8571  0.350-0.985        6          6       8*
     DOSE   1.0000  1.0000  1.0000  0.637-1.000        7          7       7*

     all    1.0000  0.8667  0.9286  0.583-0.992       13         13      15*
    ...
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from shell import goldspan, own_folder

from goldspan.annotations import Annotation
from goldspan.records import write_records
from goldspan.spans import Span

# 1. Guidelines: the front matter names the labels, the text says what they mean. The examples are
#    checked against the labels, and shown to annotators beside the sentence.
GUIDELINES = """---
title: Drugs and Doses in Reports on Clinical Trials
version: 1.0.0
languages: [en]
labels:
  - name: DRUG
    colour: "#0072b2"
    hotkey: "1"
    definition: Name of a medicine, generic or brand; not a class of medicines
  - name: DOSE
    colour: "#d55e00"
    hotkey: "2"
    definition: Amount with its unit, without how often it is taken
---

# Drugs and doses

## Summary

Mark medicines by name, and amounts with their unit.

## Rules

### 1. Names

Tag the name alone, also where a dose is glued to it. Classes of medicines don't count.

- en: Take [Zocor](DRUG) or [ramipril](DRUG)[10 mg](DOSE).
- not en: Take a [statin](DRUG).

### 2. Doses

- en: [1.5 million units](DOSE) of [streptokinase](DRUG) over one hour.
- not en: [20 mg daily](DOSE) of simvastatin.
"""

# 2. What two people said of six trials. From another tool these would be offsets already; here the
#    marks stand in the text, as in the guidelines' examples.
ANNA = """
isis-2: ISIS-2 gave patients [160 mg](DOSE) of [aspirin](DRUG) a day for a month.
isis-2: [Streptokinase](DRUG), [1.5 million units](DOSE), was infused over an hour.
4s: The 4S trial began with [simvastatin](DRUG) [20 mg](DOSE) in the evening.
4s: Where cholesterol stayed high, [40 mg](DOSE) were given instead.
hope: In HOPE, [ramipril](DRUG)[10 mg](DOSE) a day prevented strokes.
jupiter: JUPITER compared [rosuvastatin](DRUG) [20 mg](DOSE) with placebo.
recovery: [Dexamethasone](DRUG) [6 mg](DOSE) once a day saved lives in RECOVERY.
recovery: [Hydroxychloroquine](DRUG) had no benefit there.
epic-hr: [Nirmatrelvir](DRUG) [300 mg](DOSE) was taken with [ritonavir](DRUG) [100 mg](DOSE).
"""
BINH = ANNA.replace("[40 mg](DOSE)", "40 mg").replace(" placebo.", " [placebo](DRUG).")

MARK = re.compile(r"\[(?P<text>[^]]+)\]\((?P<label>[A-Z]+)\)")


def annotations(annotator: str, lines: str) -> Iterator[Annotation]:
    """Records such as `goldspan annotate pull` writes; offsets are half-open, in code points."""
    for index, line in enumerate(lines.strip().splitlines()):
        document, _, marked = line.partition(": ")
        text, spans, after = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[after : mark.start()]
            end = len(text) + len(mark["text"])
            spans.append(Span(start=len(text), end=end, label=mark["label"], text=mark["text"]))
            text, after = text + mark["text"], mark.end()
        text += marked[after:]
        yield Annotation(
            sentence=f"{document}#{index}",
            doc=document,
            index=index,
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            annotator=annotator,
            spans=spans,
            lang="en",
        )


# 3. An extractor: any function that takes a text and returns spans, in a file of its own.
RULES = '''
import re

DRUG = re.compile(r"\\b[a-z]+(?:in|pril|ase|one|vir)\\b", re.IGNORECASE)
DOSE = re.compile(r"\\d[\\d.]*\\s*(?:mg|million units)\\b")


def drugs_and_doses(text):
    """Endings of drugs' names, and numbers with a unit."""
    for label, pattern in (("DRUG", DRUG), ("DOSE", DOSE)):
        yield from ((found.start(), found.end(), label) for found in pattern.finditer(text))
'''


if __name__ == "__main__":
    own_folder("another-domain")
    Path("guidelines.md").write_text(GUIDELINES, encoding="utf-8")
    Path("rules.py").write_text(RULES, encoding="utf-8")

    # With a Label Studio, `goldspan annotate push sentences.txt` makes the page from the same file.
    goldspan("guidelines check")

    write_records(Path("anna.jsonl"), annotations("anna", ANNA))
    write_records(Path("binh.jsonl"), annotations("binh", BINH))
    goldspan("gold agreement anna.jsonl binh.jsonl")
    # What they differ on waits in gold/disagreements.jsonl for an adjudicator.
    goldspan("gold build anna.jsonl binh.jsonl -o gold/")
    goldspan("evaluate score gold/ python:rules:drugs_and_doses")
