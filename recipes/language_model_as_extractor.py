r"""A language model as an extractor: what it is told, costs and makes up, and how good it is.

You learn to put any server that speaks the API of OpenAI (OpenAI's own, vLLM, Ollama, llama.cpp)
on the same scale as everything else. The model is told your guidelines, so there is no prompt to
write; it answers with quotes, and goldspan finds them in the sentence.

    export OPENAI_BASE_URL=http://127.0.0.1:8000/v1 OPENAI_API_KEY=...
    python recipes/language_model_as_extractor.py MODEL PRICE_IN PRICE_OUT

Prices are those of a million tokens, in any currency. It writes into
recipe-output/language-model/. With a toy in place of a model, which takes every word with a capital
for a name and now and then makes one up, it prints:

    $ goldspan gold build samples/machine-a.jsonl samples/machine-b.jsonl -o gold/
    ...
    $ goldspan evaluate predict openai:tiny gold/ --dry-run
    POST http://127.0.0.1:33363/v1/chat/completions
    ...
    - Wrong in "John F. Kennedy spoke in Berlin.": [{"text":"Kennedy","label":"LEADER"}]
    ...
    $ goldspan evaluate predict openai:tiny gold/ -o model.jsonl --price-in 0.15 \
        --price-out 0.60
    829 spans in 230 sentences by openai:tiny prompt 1-68ce74b4 -> model.jsonl
    ...
    12 claims aren't in the text (counted as spurious)
    Tokens: 26618 in, 829 out, cost 0.0045

    0.02 for a thousand sentences

    made up 10 times: Barack Hussein Obama
    made up 2 times: Iran nuclear deal

    $ goldspan evaluate score gold/ model.jsonl
     label           P       R      F1    95% of F1  matched  predicted  support
     ───────────────────────────────────────────────────────────────────────────
     LEADER     0.1452  0.1675  0.1556  0.122-0.196       35        241      209
     COUNTRY    0.1900  0.4302  0.2636  0.201-0.338      114        600      265
     AGREEMENT  0.0000  0.0000  0.0000  0.000-0.092        0          0       90

     all        0.1772  0.2642  0.2121  0.174-0.256      149        841      564
    ...
     pair              F1 apart               95%       p    Holm  only 1st  only 2nd
     ────────────────────────────────────────────────────────────────────────────────
     baseline - model   +0.5750  +0.540 to +0.610  0.0001  0.0001       277        23
    ...
    baseline is better than model.
    ...
"""

import sys
from collections import Counter
from pathlib import Path

import msgspec
from shell import copy_samples, goldspan, own_folder

from goldspan.predictions import Prediction
from goldspan.records import read_records

if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python recipes/language_model_as_extractor.py MODEL PRICE_IN PRICE_OUT")
    model, price_in, price_out = sys.argv[1:]
    own_folder("language-model")
    copy_samples()
    goldspan("gold build samples/machine-a.jsonl samples/machine-b.jsonl -o gold/")

    # 1. Look before you pay: what the server would be sent, and for how many sentences. The prompt
    #    is the guidelines: definitions, rules, examples (--option prompt=short: less of it).
    goldspan(f"evaluate predict openai:{model} gold/ --dry-run")

    # 2. Ask. Answers are kept, so that a second run, or one after Ctrl-C, pays for nothing twice. A
    #    sentence that failed five times counts as empty, and the exit code is 3: --allow-errors.
    prices = f"--price-in {price_in} --price-out {price_out}"
    goldspan(f"evaluate predict openai:{model} gold/ -o model.jsonl {prices}")

    # 3. The account of the run stands beside the predictions: cost, speed, errors, settings.
    account = msgspec.json.decode(Path("model.run.json").read_bytes())
    cost = account["usage"]["cost"]
    print(f"{1000 * cost / account['sentences']:.2f} for a thousand sentences\n")

    # 4. What it claims that is in no sentence. Each counts as spurious: a model can't gain by
    #    inventing, nor by "correcting" a name that is misspelt in the text.
    predictions = [record for _, record in read_records(Path("model.jsonl"), Prediction)]
    made_up = Counter(claim.text for one in predictions for claim in one.unlocated)
    for text, count in made_up.most_common(5):
        print(f"made up {count} times: {text}")
    print()

    # 5. Score it, and compare it with what costs nothing. Documents are taken as wholes: whether a
    #    difference is more than luck depends on how many there are.
    goldspan("evaluate score gold/ model.jsonl")
    goldspan("evaluate predict baseline gold/ -o baseline.jsonl")
    goldspan("evaluate compare gold/ model.jsonl baseline.jsonl")
