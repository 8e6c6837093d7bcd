"""A server of one's own as an extractor, over real HTTP."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors import find_extractor
from goldspan.predicting import Patience, Settings, predict
from goldspan.sentences import Sentence

from ..llm.client import KEY
from ..llm.faults import ANSWER, CUT, GARBAGE, Fault
from ..strategies import LABELS

TEXT = "\U0001f91d Vladimir Putin met Macron in Vi\u1ec7t Nam"
QUICK = Settings(patience=Patience(retries=1, first_wait=0.01))


PAGE = Path(__file__).parents[2] / "docs" / "servers.md"


def sentences(*texts):
    return [Sentence(doc="d", index=place, text=text) for place, text in enumerate(texts)]


def run(model, *texts, **more):
    extractor = find_extractor(f"{model.url}/extract", LABELS, **more)
    return predict(extractor, sentences(*texts), LABELS, settings=QUICK).predictions


def test_spans_counted_in_another_unit_come_out_in_code_points(model):
    [made] = run(model, TEXT)
    assert [(span.start, span.text) for span in made.spans] == [
        (2, "Vladimir Putin"),
        (21, "Macron"),
        (31, "Vi\u1ec7t Nam"),
    ]
    assert made.extractor == "capitals 1"


def test_a_server_that_lies_about_its_unit_is_told_which_one_fits(model):
    model.faults(unit="code point")
    with pytest.raises(InputError, match="They fit as .*: declare that .unit 'utf-16'"):
        run(model, TEXT)


def test_sentences_go_together_and_one_that_breaks_the_server_fails_alone(model):
    model.faults(Fault(ANSWER, "bad", status=500, body='{"detail": "ouch"}'))
    texts = [f"Putin {n}" for n in range(20)]
    texts[7] = "bad"
    made = run(model, *texts)
    assert [one.sentence for one in made if one.error] == ["d#7"]
    assert made[7].error.endswith("answered 500: ouch")
    assert all(times <= 6 for text, times in model.requests.items() if text != "bad")


@pytest.mark.parametrize("fault", [Fault(GARBAGE, "Putin", times=1), Fault(CUT, "Putin", times=1)])
def test_what_goes_wrong_once_is_asked_for_again(model, fault):
    model.faults(fault)
    assert not any(one.error for one in run(model, "Putin", "Macron"))


def test_a_server_that_becomes_another_ends_the_run(model):
    extractor = find_extractor(f"{model.url}/extract", LABELS)
    model.faults(extractor="capitals 2")
    with pytest.raises(GoldspanError, match="first it was 'capitals 1', now it is 'capitals 2'"):
        predict(extractor, sentences("Putin"), LABELS)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/elsewhere", "nothing there answers .404"),
        ("/v1/models", "nothing there answers"),
    ],
)
def test_what_isnt_such_a_server_is_refused_before_any_sentence(model, path, says):
    with pytest.raises(GoldspanError, match=says):
        find_extractor(f"{model.url}{path}", LABELS)


def test_no_server_and_no_key_are_told_in_one_sentence(model, monkeypatch):
    with pytest.raises(GoldspanError, match="http://127.0.0.1:1: no answer"):
        find_extractor("http://127.0.0.1:1/extract", LABELS)
    monkeypatch.setenv("GOLDSPAN_EXTRACTOR_KEY", "wrong")
    with pytest.raises(GoldspanError, match="refuses the key in GOLDSPAN_EXTRACTOR_KEY") as raised:
        find_extractor(f"{model.url}/extract", LABELS)
    assert KEY not in str(raised.value) and "wrong" not in str(raised.value)


def test_labels_it_gives_are_checked_before_any_sentence(model):
    with pytest.raises(InputError, match="gives COUNTRY, which the guidelines lack"):
        find_extractor(f"{model.url}/extract", ["LEADER"])
    assert not model.requests


def test_the_server_that_the_page_shows_is_one(tmp_path):
    [code] = re.findall(
        r'```python title="server.py"\n(.*?)```', PAGE.read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "server.py").write_text(code, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "server.py", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            extractor = find_extractor(f"http://127.0.0.1:{port}", LABELS)
            [made] = predict(extractor, sentences(TEXT), LABELS).predictions
        finally:
            server.kill()
    assert made.extractor == "acme-ner 2.1"
    assert [span.text for span in made.spans] == ["Putin", "Macron"]
