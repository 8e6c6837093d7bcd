"""Suggestions of a server that is paid: asked for once, whatever becomes of the push."""

import json
import os
import subprocess
import time

import pytest

from goldspan.annotate.suggesting import Suggester, Suggestions
from goldspan.extractors import find_extractor
from goldspan.sentences import Sentence

from ..llm.client import MODEL
from ..llm.faults import ANSWER, Fault
from ..predicting.runs import COMMAND, finish, write_sentences

COUNT = 60
WORKERS = 8
NAME = f"openai:{MODEL}"


@pytest.fixture
def push(goldspan, studio, project, tmp_path):
    write_sentences(tmp_path / "sentences.jsonl", COUNT)
    command = ("annotate", "push", "sentences.jsonl", "--suggest", NAME, "--project", project)
    return lambda: goldspan(*command, "--json")


def pushed_once(run):
    assert run.code == 0, run.err
    done = json.loads(run.out)
    assert (done["made"] + done["present"], done["failed"], done["twice"]) == (COUNT, 0, 0)
    return done


def test_a_killed_push_goes_on_where_it_was_and_pays_for_nothing_twice(push, model, project):
    model.faults(delay=0.05)
    process = subprocess.Popen(
        [*COMMAND, "annotate", "push", "sentences.jsonl", "--suggest", NAME, "--project", project],
        env={**os.environ, **model.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while sum(model.log["answered"].values()) < COUNT // 2:
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    finish(process)
    done = pushed_once(push())
    assert done["suggested"] == 4 * COUNT
    requests = model.requests
    assert len(requests) == COUNT
    assert sum(requests.values()) - COUNT <= WORKERS, "what was in flight alone is asked for again"


def test_a_push_that_failed_pays_each_sentence_once(push, model):
    model.faults(Fault(ANSWER, "Putin 40 ", times=1, status=401))
    assert push().code == 1
    assert 0 < len(model.log["answered"]) < COUNT
    pushed_once(push())
    assert set(model.log["answered"].values()) == {1} and len(model.log["answered"]) == COUNT


def test_a_push_whose_server_wants_rest_ends_well(push, model):
    model.faults(Fault(ANSWER, times=1, status=429, retry_after="0"))
    done = pushed_once(push())
    assert done["suggested"] == 4 * COUNT
    assert set(model.requests.values()) == {2}, "each was refused once, and asked for again"


def test_what_was_predicted_costs_nothing_in_a_push(push, model, goldspan):
    run = goldspan("evaluate", "predict", NAME, "sentences.jsonl", "-o", "p.jsonl")
    assert run.code == 0, run.err
    model.faults()
    assert pushed_once(push())["suggested"] == 4 * COUNT and model.requests == {}


def test_nothing_is_kept_of_an_extractor_that_is_quicker_asked(guidelines, tmp_path):
    found = [Sentence(doc="d", index=n, text=f"Putin {n} left Vietnam.") for n in range(3)]
    labels = guidelines.label_names
    begins = Suggester(Suggestions(find_extractor("baseline", labels)), labels).begins(found)
    assert all(begin.predictions[0]["result"] for begin in begins)
    assert not (tmp_path / ".goldspan").exists()
