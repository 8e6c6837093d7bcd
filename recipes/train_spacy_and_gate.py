r"""A spaCy model trained on gold, and a gate that only lets a model by that is no worse.

You learn to get gold into a library that trains, to keep what is tested out of what is trained on,
and to let a build fail when a model is worse than the one in use, by a test on the same documents.

    pip install "goldspan[spacy]"
    python recipes/train_spacy_and_gate.py

Figures vary a little with the machine. It writes into recipe-output/spacy-gate/ and prints:

    $ goldspan gold build samples/adjudicated.jsonl -o gold/
    ...
    $ goldspan gold split gold/ --share train=0.6 --share test=0.4
            sentences  share  documents  en  vi  spans  AGREEMENT  COUNTRY  LEADER   seen
     ────────────────────────────────────────────────────────────────────────────────────
     train        146  0.643         10  73  73    352         58      165     129      -
     test          81  0.357          6  40  41    216         30      104      82  0.324
    ...
    $ goldspan gold export gold/ --split train --format spacy -o train.spacy
    146 sentences with 352 of 352 spans -> train.spacy

    $ goldspan evaluate score gold/ spacy:in-use --split test -o in-use.json
    ...
     all        0.3359  0.1991  0.2500  0.127-0.433       43        128      216
    ...
    $ goldspan evaluate score gold/ spacy:candidate --split test -o candidate.json \
        --not-worse-than in-use.json --fail-under 0.2 --junit gate.xml
    ...
     all        0.5952  0.4630  0.5208  0.367-0.670      100        168      216
    ...
    fail-under says yes: the lower bound of F1's 95% interval is 0.3674, not under 0.2.
    not-worse-than says yes: F1 is 0.2708 above the baseline's, and surely at least 0.1132 ...
    $ goldspan evaluate score gold/ spacy:in-use --split test --not-worse-than \
        candidate.json --junit gate.xml
    ...
    not-worse-than says no: F1 is 0.2708 below the baseline's, and surely no more than 0.4284 ...
    ...
      <testsuite name="goldspan evaluate score" tests="1" failures="1" errors="0">
    ...
        <testcase classname="goldspan" name="not-worse-than">
    ...
"""

import random
from pathlib import Path

import spacy
from shell import copy_samples, goldspan, own_folder
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch


def train(documents: list[Doc], folder: str) -> None:
    """Train a recogniser of entities from nothing."""
    fix_random_seed(1)
    nlp = spacy.blank("xx")  # English and Vietnamese; exports with --lang en are for one language
    nlp.add_pipe("ner")
    examples = [Example(nlp.make_doc(document.text), document) for document in documents]
    nlp.initialize(lambda: examples)
    for _ in range(8):
        random.shuffle(examples)
        for batch in minibatch(examples, 8):
            nlp.update(batch, drop=0.2)
    nlp.to_disk(folder)


if __name__ == "__main__":
    own_folder("spacy-gate")
    copy_samples()
    goldspan("gold build samples/adjudicated.jsonl -o gold/")

    # 1. No document and no near duplicate is in both splits. What is in test once stays there,
    #    however often gold is built anew: next year's scores can be compared with today's.
    goldspan("gold split gold/ --share train=0.6 --share test=0.4")

    # 2. For spaCy. doc.ents can't hold spans that overlap, and holds the longest; doc.spans["sc"]
    #    holds all. `spacy train` takes the same file.
    goldspan("gold export gold/ --split train --format spacy -o train.spacy")
    documents = list(DocBin().from_disk("train.spacy").get_docs(spacy.blank("xx").vocab))
    train(documents[::2], "in-use")
    train(documents, "candidate")

    # 3. Score what is in use, on test alone, and keep the report: next to the model, in git.
    goldspan("evaluate score gold/ spacy:in-use --split test -o in-use.json")

    # 4. The gate, as it stands in a CI job. --not-worse-than asks whether F1 is surely no more than
    #    a point (--margin) below, document by document; --fail-under whether even the lower end of
    #    F1's interval reaches a floor. CI services show the answers from JUnit's XML.
    gate = "--not-worse-than in-use.json --fail-under 0.2 --junit gate.xml"
    goldspan(f"evaluate score gold/ spacy:candidate --split test -o candidate.json {gate}")

    # 5. The candidate is in use now. A change that forgets half of the training data: exit code 3,
    #    and the job fails.
    gate = "--not-worse-than candidate.json --junit gate.xml"
    goldspan(f"evaluate score gold/ spacy:in-use --split test {gate}", exits_with=3)
    print(Path("gate.xml").read_text(encoding="utf-8"))
