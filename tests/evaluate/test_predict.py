"""goldspan evaluate predict: what is written, counted, told and returned."""

import json
import math
import os
import re
import subprocess
import sys

import jsonschema
import pytest

from goldspan.errors import EXIT_CHECK_SAYS_NO
from goldspan.predictions import Prediction
from goldspan.records import read_records, write_records
from goldspan.samples import sample_annotations
from goldspan.schemas import json_schema
from goldspan.sentences import Sentence

from ..llm.client import KEY, MODEL
from ..llm.faults import ANSWER, CUT, GARBAGE, SILENCE, Fault
from ..predicting.runs import write_sentences

NAME = f"openai:{MODEL}"


@pytest.fixture
def gold(goldspan, tmp_path):
    assert goldspan("gold", "build", sample_annotations("adjudicated"), "-o", "gold").code == 0
    return tmp_path / "gold"


def read(path):
    return [record for _, record in read_records(path, Prediction)]


def test_a_file_of_sentences_is_predicted_like_a_gold_folder(goldspan, gold, tmp_path):
    from goldspan.dataset import read_gold

    sentences = [sentence.as_sentence for sentence in read_gold(gold).sentences()]
    write_records(tmp_path / "s.jsonl", sentences)
    assert goldspan("evaluate", "predict", "baseline", gold, "-o", "a.jsonl").code == 0
    assert goldspan("evaluate", "predict", "baseline", "s.jsonl", "-o", "b.jsonl").code == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert len(read(tmp_path / "a.jsonl")) == len(sentences)


def test_the_account_has_its_schema_and_json_prints_it(goldspan, model, tmp_path):
    write_sentences(tmp_path / "s.jsonl", 6)
    prices = ("--price-in", 100, "--price-out", 1000)
    run = goldspan("evaluate", "predict", NAME, "s.jsonl", "-o", "p.jsonl", "--json", *prices)
    assert run.code == 0, run.err
    account = json.loads(run.out)
    assert account == json.loads((tmp_path / "p.run.json").read_text())
    jsonschema.Draft202012Validator(json_schema("prediction-run")).validate(account)
    assert (account["asked"], account["known"], account["spans"]) == (6, 0, 24)
    texts = sum(len(record.text) for _, record in read_records(tmp_path / "s.jsonl", Sentence))
    assert account["usage"]["input_tokens"] == texts and account["usage"]["output_tokens"] == 24
    assert account["paid"]["cost"] == pytest.approx((texts * 100 + 24 * 1000) / 1e6)
    assert 0 < account["seconds_per_text"]["p50"] <= account["seconds_per_text"]["p99"]
    assert account["throughput"] > 0 and account["located"] == {
        "exact": 24,
        "normalised": 0,
        "fuzzy": 0,
    }


def test_two_hundred_sentences_and_a_server_with_every_fault(goldspan, model, tmp_path):
    """Each sentence ends as an answer or as an error; the exit code says that some failed."""
    write_sentences(tmp_path / "s.jsonl", 200)
    model.faults(
        *(
            Fault(does, rf"Putin \d*{digit} ", times, status, retry_after="0")
            for digit, does, times, status in [
                (0, ANSWER, 1, 429),
                (1, ANSWER, 9, 429),
                (2, ANSWER, 1, 500),
                (3, ANSWER, 9, 500),
                (4, GARBAGE, 1, 0),
                (5, GARBAGE, 9, 0),
                (6, CUT, 1, 0),
            ]
        ),
        Fault(SILENCE, r"Putin \d?7 ", times=9),
        Fault(SILENCE, r"Putin \d*7 ", times=1),
    )
    how = ("--timeout", 5, "--max-retries", 1, "--workers", 16, "-o", "p.jsonl")
    run = goldspan("evaluate", "predict", NAME, "s.jsonl", *how)
    assert run.code == EXIT_CHECK_SAYS_NO, run.err
    made = read(tmp_path / "p.jsonl")
    failed = [one for one in made if one.error]
    assert len(made) == 200 and len(failed) == 70
    assert all(one.spans == [] and one.unlocated == [] for one in failed)
    assert all(len(one.spans) == 4 for one in made if not one.error)
    account = json.loads((tmp_path / "p.run.json").read_text())
    assert account["failed"] == 70 and account["retries"] == 160 and account["asked"] == 200
    assert {kind: (one["tries"], one["sentences"]) for kind, one in account["errors"].items()} == {
        "HTTP 429": (60, 20),
        "HTTP 500": (60, 20),
        "connection": (20, 0),
        "not JSON": (60, 20),
        "timeout": (30, 10),
    }
    assert (
        "70 of 200 sentences failed (HTTP 429 20, HTTP 500 20, not JSON 20, timeout 10)" in run.err
    )

    model.faults()
    run = goldspan("evaluate", "predict", NAME, "s.jsonl", "-o", "p.jsonl")
    assert run.code == 0 and len(model.requests) == 70, "only what failed is asked for again"
    assert not any(one.error for one in read(tmp_path / "p.jsonl"))


@pytest.mark.parametrize(
    ("allowed", "code"), [("1", 3), ("2", 0), ("0.19", 3), ("0.2", 0), ("1.0", 0)]
)
def test_as_many_errors_as_are_allowed_dont_fail_a_run(goldspan, model, tmp_path, allowed, code):
    write_sentences(tmp_path / "s.jsonl", 10)
    model.faults(Fault(ANSWER, "Putin [12] ", status=400))
    how = ("-o", "p.jsonl", "--allow-errors", allowed)
    assert goldspan("evaluate", "predict", NAME, "s.jsonl", *how).code == code


def test_failed_sentences_are_told_in_every_report(goldspan, model, gold, tmp_path):
    model.faults(Fault(ANSWER, status=400))
    how = ("-o", "p.jsonl", "--give-up-after", 3, "--workers", 1)
    assert goldspan("evaluate", "predict", NAME, gold, *how).code == 3
    score = ("evaluate", "score", gold, "p.jsonl")
    assert json.loads(goldspan(*score, "--json").out)["predictions"]["errors"] == 236
    told = "The extractor failed on 236 sentences (counted as empty)."
    assert told in " ".join(goldspan(*score).out.split())
    assert goldspan(*score, "--report", "r").code == 0
    assert told in (tmp_path / "r" / "report.md").read_text()
    html = (tmp_path / "r" / "report.html").read_text()
    assert told in html and "236 sentences failed" in html
    assert goldspan("evaluate", "predict", "baseline", gold, "-o", "b.jsonl").code == 0
    compared = goldspan("evaluate", "compare", gold, "p.jsonl", "b.jsonl", "--report", "c")
    assert "p failed on 236 sentences (counted as empty)." in compared.out
    for name in ("report.md", "report.html"):
        assert "p failed on 236 sentences" in (tmp_path / "c" / name).read_text()
    assert "not asked 233" in goldspan("evaluate", "predict", NAME, gold, *how).err


def test_a_dry_run_asks_for_nothing_and_shows_the_prompt(goldspan, model, gold):
    run = goldspan("evaluate", "predict", NAME, gold, "--dry-run")
    assert run.code == 0 and model.requests == {}
    assert "### 1. Titles" not in run.out and "## 1. Titles stay out" in run.out
    assert "[user]" in run.out and '"json_schema"' in run.out and KEY not in run.out
    assert "(223 different texts, 0 of them known)" in run.err
    assert goldspan("evaluate", "predict", NAME, gold, "-o", "p.jsonl").code == 0
    planned = json.loads(goldspan("evaluate", "predict", NAME, gold, "--dry-run", "--json").out)
    assert (planned["known"], planned["to_ask"]) == (223, 0)
    assert planned["estimated_input_tokens"] == 0


def test_a_dry_run_needs_no_key_where_a_run_does(goldspan, monkeypatch, tmp_path):
    write_sentences(tmp_path / "s.jsonl", 3)
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    predict = ("evaluate", "predict", "openai:gpt-x", "s.jsonl")
    dry = goldspan(*predict, "--dry-run")
    assert dry.code == 0, dry.err
    assert "POST https://api.openai.com/v1/chat/completions" in dry.out
    run = goldspan(*predict, "-o", "p.jsonl")
    assert (run.code, "put your key into OPENAI_API_KEY" in run.err) == (1, True)


def test_a_dry_run_is_never_a_run_on_a_cluster(goldspan, tmp_path):
    write_sentences(tmp_path / "s.jsonl", 3)
    how = ("-o", "p.jsonl", "--engine", "ray", "--dry-run")
    run = goldspan("evaluate", "predict", "baseline", "s.jsonl", *how)
    said = " ".join(run.err.replace("│", " ").split())
    assert (run.code, "It has no --dry-run" in said) == (2, True)
    assert not (tmp_path / "p.jsonl").exists()


def test_a_dry_run_estimates_the_tokens_of_what_is_left_to_ask_for(goldspan, model, tmp_path):
    write_sentences(tmp_path / "s.jsonl", 12)
    dry = ("evaluate", "predict", NAME, "s.jsonl", "--dry-run", "--option", "prompt=short")
    plain = goldspan(*dry)
    found = [record for _, record in read_records(tmp_path / "s.jsonl", Sentence)]
    other = sum(len(one.text) - len(found[0].text) for one in found)
    tokens = math.ceil((12 * len(plain.out.rstrip("\n")) + other) / 4)
    assert f"Input: about {tokens:,} tokens (a rough estimate: 4 characters" in plain.err
    assert (
        f"{tokens:,} tokens, cost about {tokens * 2 / 1e6:.4f} ("
        in goldspan(*dry, "--price-in", 2).err
    )
    planned = json.loads(goldspan(*dry, "--price-in", 2, "--json").out)
    assert planned["estimated_input_tokens"] == tokens
    assert planned["estimated_input_cost"] == pytest.approx(tokens * 2 / 1e6, abs=1e-6)
    assert json.loads(goldspan(*dry, "--json").out)["estimated_input_cost"] is None
    run = goldspan("evaluate", "predict", "baseline", "s.jsonl", "--dry-run", "--price-in", 2)
    assert run.code == 0 and "Input" not in run.err


def test_other_guidelines_than_golds_are_told(goldspan, model, gold, tmp_path, guidelines):
    own = guidelines.source.decode().replace("version: 1.0.0", "version: 1.0.1")
    own += "- 1.0.1: a word\n"
    (tmp_path / "guidelines.md").write_text(own, encoding="utf-8")
    run = goldspan("evaluate", "predict", NAME, gold, "--dry-run")
    assert "told other guidelines than gold was annotated by" in run.err


def test_scoring_by_name_uses_what_was_answered(goldspan, model, gold, tmp_path):
    assert goldspan("evaluate", "predict", NAME, gold, "-o", "p.jsonl").code == 0
    model.faults()
    by_name = json.loads(goldspan("evaluate", "score", gold, NAME, "--json").out)
    by_file = json.loads(goldspan("evaluate", "score", gold, "p.jsonl", "--json").out)
    assert model.requests == {} and by_name["overall"] == by_file["overall"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["s.jsonl"], "say where to write with -o"),
        (["s.jsonl", "-o", "-", "--json"], "stdout is for the account"),
        (["s.jsonl", "-o", "p", "--cache", "c", "--no-cache"], "contradict each other"),
        (["s.jsonl", "-o", "p", "--allow-errors", "2.5"], "a share from 0.0 to 1.0"),
        (["s.jsonl", "-o", "p", "--allow-errors", "many"], "a number such as 5"),
    ],
)
def test_a_wrong_call_exits_with_2(goldspan, tmp_path, arguments, says):
    write_sentences(tmp_path / "s.jsonl", 1)
    run = goldspan("evaluate", "predict", "baseline", *arguments)
    assert run.code == 2 and says in re.sub(r"[\s│]+", " ", run.err)


@pytest.mark.parametrize(
    ("source", "arguments", "says"),
    [
        ("s.jsonl", ["-o", ".", "--no-cache"], "a folder; name a file for the predictions"),
        ("s.jsonl", ["-o", "p", "--split", "test"], "a file of sentences has no splits"),
        ("none.jsonl", ["-o", "p"], "none.jsonl: can't be read"),
        ("empty.jsonl", ["-o", "p"], "there is no sentence in it"),
    ],
)
def test_what_cant_be_done_is_said_in_one_sentence(goldspan, tmp_path, source, arguments, says):
    write_sentences(tmp_path / "s.jsonl", 1)
    (tmp_path / "empty.jsonl").write_text("")
    run = goldspan("evaluate", "predict", "baseline", source, *arguments)
    assert run.code == 1 and says in run.err and run.err.count("\n") == 1


def test_the_key_is_nowhere(goldspan, model, tmp_path, monkeypatch):
    """Neither in what is written or kept, nor in what is printed, whatever goes wrong."""
    write_sentences(tmp_path / "s.jsonl", 12)
    (tmp_path / "p").mkdir()
    printed = []
    model.faults(
        Fault(ANSWER, "Putin 1 ", status=400, body=json.dumps({"error": {"message": KEY}})),
        Fault(ANSWER, "Putin 2 ", status=500, body=KEY),
    )
    how = ("--max-retries", "0")
    for arguments in (
        ("-o", "p.jsonl", "--json", *how),
        ("--dry-run",),
        ("-o", "p", *how),
        ("-o", "q.jsonl", "--option", "structured=nonsense"),
    ):
        printed.append(goldspan("evaluate", "predict", NAME, "s.jsonl", *arguments))
    monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}x")
    printed.append(goldspan("evaluate", "predict", NAME, "s.jsonl", "-o", "q.jsonl"))
    assert [code for code, _, _ in printed] == [3, 0, 1, 1, 1]
    assert "Incorrect API key provided: Bearer [key]" in printed[-1][2]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {".jsonl", ".json", ".sqlite"} <= {path.suffix for path in files}
    for text in [*(out + err for _, out, err in printed), *(path.read_bytes() for path in files)]:
        assert (KEY if isinstance(text, str) else KEY.encode()) not in text


def test_the_key_isnt_in_a_traceback(model, tmp_path):
    """Not even where goldspan itself has a fault while the key is at hand."""
    code = (
        "import sys; from goldspan.extractors.adapters.openai import chat\n"
        "chat.answer_of = None\n"
        "import goldspan.predicting.asking as asking\n"
        "asking.Exception = KeyError\n"
        "from goldspan.cli import main\n"
        f"sys.argv = ['goldspan', 'evaluate', 'predict', '{NAME}', 's.jsonl',"
        " '-o', 'p.jsonl', '--workers', '1']\n"
        "main()\n"
    )
    write_sentences(tmp_path / "s.jsonl", 1)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, **model.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1 and "TypeError" in run.stderr and "Traceback" in run.stderr
    assert KEY not in run.stdout + run.stderr
