"""A gold dataset released on the Hugging Face Hub, corrected, released again, and read by anyone.

You learn to look before you publish, what a second release is called and why, and how others say
which release they trained or tested on.

    hf auth login
    python recipes/release_to_the_hub.py NAMESPACE/NAME

It makes that dataset, private to you, and publishes the samples there; remove it on its settings
page. It writes into recipe-output/release/ and prints:

    ...
    $ goldspan gold publish gold/ acme/diplomacy --dry-run -o release/
     file                                size
     ────────────────────────────────────────
     CHANGELOG.md               new     252 B
     CITATION.cff               new     290 B
     README.md                  new   10.3 kB
    ...
    - First version: 230 sentences in test.
    Would publish acme/diplomacy 1.0.0 on a new repository; nothing was changed
    https://huggingface.co/datasets/acme/diplomacy

    $ goldspan gold publish gold/ acme/diplomacy --private
    - First version: 230 sentences in test.
    Published acme/diplomacy 1.0.0: commit b11156166637, tag v1.0.0
    https://huggingface.co/datasets/acme/diplomacy
    ...
    $ goldspan gold publish gold/ acme/diplomacy
    - 6 sentences added
    - 230 sentences with other fields changed
    - the annotators' own annotations changed
    Published acme/diplomacy 1.0.0 -> 1.1.0 (minor): commit c3d30ca7ea80, tag v1.1.0
    https://huggingface.co/datasets/acme/diplomacy

    v1.0.0: 230 sentences, tags O B-LEADER I-LEADER ...
    v1.1.0: 236 sentences, tags O B-LEADER I-LEADER ...
"""

import sys
from pathlib import Path

from datasets import load_dataset
from shell import copy_samples, goldspan, own_folder

# What no program can find in the data itself. Publishing without a licence is refused.
ABOUT = """\
title: Leaders, countries and agreements in sample news about diplomacy
summary: >-
  Sample articles about real diplomatic events, annotated by two runs of a language model. A sample
  to try tools with, not a benchmark.
license: cc-by-4.0
text_license: cc-by-4.0
text_rights: The wording is the project's own; events, people, offices and dates are real.
annotators: machine-generated
text_creators: machine-generated
authors:
  - name: goldspan sample corpus
tags: [news, diplomacy]
"""

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python recipes/release_to_the_hub.py NAMESPACE/NAME")
    [repository] = sys.argv[1:]
    own_folder("release")
    copy_samples()
    Path("about.yaml").write_text(ABOUT, encoding="utf-8")

    # 1. Gold where the annotators agree; what they disagree on isn't in it yet.
    goldspan("gold build samples/machine-a.jsonl samples/machine-b.jsonl -o gold/")

    # 2. Look first: every file with its size, and the version. -o writes the folder as it would be
    #    published; open release/README.md, the card. E-mail addresses, names of annotators, tokens
    #    and paths in any file are refused here, each place named.
    goldspan(f"gold publish gold/ {repository} --dry-run -o release/")

    # 3. One commit and one tag: whoever loads the dataset gets a whole release, never half of one.
    goldspan(f"gold publish gold/ {repository} --private")

    # 4. An adjudicator decided the rest. Sentences are added and no span changes: a minor version.
    #    Else it would be a major one, for scores couldn't be compared.
    goldspan(
        "gold build samples/machine-a.jsonl samples/machine-b.jsonl"
        " --adjudicated samples/adjudicated.jsonl -o gold/"
    )
    goldspan(f"gold publish gold/ {repository}")

    # 5. Readers need no goldspan, and name the release: figures found on 1.0.0 stay reproducible.
    for release in ("v1.0.0", "v1.1.0"):
        sentences = load_dataset(repository, split="test", revision=release)
        tokens = load_dataset(repository, "bio", split="test", revision=release)
        labels = tokens.features["ner_tags"].feature.names
        print(f"{release}: {len(sentences)} sentences, tags {' '.join(labels[:3])} ...")
