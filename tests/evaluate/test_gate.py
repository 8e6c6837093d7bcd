import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import msgspec
import pytest

from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import write_records

from ..gold.test_merge import PUTIN, VIETNAM, said


@pytest.fixture
def score(goldspan, tmp_path):
    """Score predictions that find the first `share` documents' spans; exit code, report, words."""
    records = [
        msgspec.structs.replace(said("a", PUTIN, VIETNAM, index=place), doc=f"d{place}")
        for place in range(20)
    ]
    write_records(tmp_path / "a.jsonl", records)
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0

    def run(found, *arguments):
        spans = [PredictedSpan(start=s.start, end=s.end, label=s.label) for s in (PUTIN, VIETNAM)]
        write_records(
            tmp_path / "p.jsonl",
            [
                Prediction(sentence=record.sentence, spans=spans if place < found else [])
                for place, record in enumerate(records)
            ],
        )
        return goldspan(
            "evaluate", "score", "gold", "p.jsonl", "--referee", "off", "--json", *arguments
        )

    return run


def test_the_lower_bound_must_reach_it_unless_the_estimate_is_asked_for(score):
    report = json.loads(score(19).out)
    low = report["overall"]["f1_interval"][0]
    f1 = report["overall"]["f1"]
    between = (low + f1) / 2
    refused = score(19, "--fail-under", between)
    assert refused.code == 3
    assert f"the lower bound of F1's 95% interval is {low:.4f}, under" in refused.err
    assert json.loads(refused.out)["gates"][0]["passed"] is False, (
        "the report is printed all the same"
    )
    assert score(19, "--fail-under", between, "--point").code == 0
    assert score(19, "--fail-under", low - 0.01).code == 0
    assert score(19, "--fail-under", f1 + 0.01, "--point").code == 3


def test_a_process_of_its_own_says_all_and_ends_with_the_gate_s_code(score):
    """Such a process ends at once after its last word, without Python's tidying up."""
    expected = score(19, "--fail-under", 1).out
    command = [sys.executable, "-m", "goldspan", "evaluate", "score", "gold", "p.jsonl", "--json"]
    for bound, code in ((1, 3), (0, 0)):
        done = subprocess.run(
            [*command, "--referee", "off", "--fail-under", str(bound)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr
        report = json.loads(done.stdout)
        assert report["overall"] == json.loads(expected)["overall"]
        assert ("fail-under says no" in done.stderr) == (code == 3)


def test_not_worse_than_a_baseline_by_more_than_the_margin(score, tmp_path):
    (tmp_path / "base.json").write_text(score(16).out)
    same = score(16, "--not-worse-than", "base.json")
    assert same.code == 0 and "F1 is the same as the baseline's, and surely not below" in same.err
    better = score(20, "--not-worse-than", "base.json")
    assert better.code == 0 and "above the baseline's, and surely" in better.err
    worse = score(12, "--not-worse-than", "base.json")
    assert worse.code == 3 and "the margin allows 0.01." in worse.err
    assert re.search(r"F1 is 0\.\d+ below the baseline's, and surely no more than 0\.", worse.err)
    assert score(12, "--not-worse-than", "base.json", "--margin", "0.9").code == 0


def test_junit_says_what_the_gates_say(score, tmp_path):
    (tmp_path / "base.json").write_text(score(16).out)
    run = score(
        15,
        "--fail-under",
        "0.99",
        "--not-worse-than",
        "base.json",
        "--margin",
        "0.9",
        "--junit",
        "junit.xml",
    )
    assert run.code == 3
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    [suite] = root
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failed, passed = suite.findall("testcase")
    assert "under 0.99" in failed.find("failure").get("message")
    assert passed.find("failure") is None
    assert passed.get("name") == "not-worse-than"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--junit", "x.xml"], 2, "--junit needs"),
        (["--fail-under", "80"], 2, "less than or equal to 1"),
        (["--not-worse-than", "nowhere.json"], 1, "nowhere.json: can't be read"),
        (["--not-worse-than", "a.jsonl"], 1, "a.jsonl: not JSON"),
        (
            ["--not-worse-than", "old.json"],
            1,
            "old.json: not a report of goldspan evaluate score that this version",
        ),
        (["--not-worse-than", "other.json"], 1, "the baseline's report is of another gold set"),
    ],
)
def test_what_cannot_be_asked_is_told(score, tmp_path, arguments, code, message):
    report = json.loads(score(16).out)
    (tmp_path / "old.json").write_text(json.dumps({**report, "schema": "goldspan-score-0"}))
    other = {**report, "gold": {**report["gold"], "sha256": "0"}}
    (tmp_path / "other.json").write_text(json.dumps(other))
    run = score(16, *arguments)
    assert run.code == code
    assert message in run.err
