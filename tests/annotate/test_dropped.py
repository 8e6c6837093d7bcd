"""A bad line to Label Studio: each fault is one sentence, and the next run completes the work."""

import json
import socket

import httpx
import pytest

from goldspan.annotate.server import server_errors
from goldspan.errors import ServerError

from .helpers import records_of, span, tasks_of
from .proxy import Fault, Proxy


@pytest.fixture
def proxy(studio, monkeypatch):
    with Proxy(studio.url) as proxy:
        monkeypatch.setenv("LABEL_STUDIO_URL", proxy.url)
        yield proxy


@pytest.fixture
def push(goldspan, article, project):
    return lambda *more: goldspan(
        "annotate", "push", article, "--project", project, "--json", *more
    )


@pytest.fixture
def pushed_project(server):
    def indexes(run):
        listed = server.client.tasks.list(project=json.loads(run.out)["project"], fields="all")
        return [task.data["index"] for task in listed]

    return indexes


def in_one_sentence(run, *words):
    assert (run.code, run.out) == (1, ""), run
    said = run.err.strip().split("\n")[-1]
    assert said.startswith("goldspan: ") and "Traceback" not in run.err, run.err
    for word in words:
        assert word in said, said


def without_predictions(body):
    return json.dumps([{"data": task["data"]} for task in json.loads(body)]).encode()


IMPORT = r"/projects/\d+/import$"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("POST", IMPORT, lost=True), "can't be reached (RemoteProtocolError)"),
        (Fault("POST", IMPORT, status=502), "refuses (HTTP 502)."),
        (Fault("POST", IMPORT, status=200), "answered what isn't JSON; is a proxy in between?"),
    ],
    ids=["lost", "bad gateway", "a page"],
)
def test_a_push_whose_answer_fails_is_completed_by_the_next(
    push, proxy, pushed_project, fault, said
):
    proxy.faults = [fault]
    in_one_sentence(push(), said)
    assert len(proxy.met) == 1, "a batch is never sent twice by itself"
    run = push()
    assert run.code == 0, run.err
    assert sorted(pushed_project(run)) == [0, 1, 2, 3], "each sentence once"


def test_suggestions_a_locked_database_lost_are_sent_again(push, proxy, server):
    """Under a lock an import answers 201 with its predictions lost."""
    proxy.faults = [Fault("POST", IMPORT, change=without_predictions)]
    run = push("--suggest", "baseline")
    assert run.code == 0 and "sending those again" in run.err, run.err
    listed = server.client.tasks.list(project=json.loads(run.out)["project"], fields="all")
    assert [task.total_predictions for task in listed] == [1, 1, 1, 1]


def test_suggestions_that_stay_lost_are_said_to_be(push, proxy):
    proxy.faults = [
        Fault("POST", IMPORT, change=without_predictions),
        Fault("POST", "/import/predictions$", change=lambda _: b"[]"),
    ]
    in_one_sentence(push("--suggest", "baseline"), "doesn't store suggestions: 4 sentences lack")


def test_a_setting_the_server_drops_is_named(push, proxy):
    def plain(body):
        return json.dumps({**json.loads(body), "show_skip_button": False}).encode()

    proxy.faults = [Fault("POST", "/projects/?$", change=plain)]
    in_one_sentence(push(), "didn't store show_skip_button of project", "1.23.2")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("GET", "/export", cut=True), "can't be reached (RemoteProtocolError)"),
        (Fault("GET", "/export", status=200), "answered what isn't JSON; is a proxy in between?"),
        (Fault("GET", "/export", status=200, body=b'{"a": 1}'), "answered what isn't JSON"),
        (Fault("GET", "/export", status=403, body=b'{"detail": "no"}'), "refuses (HTTP 403): no."),
        (Fault("GET", "/tasks", status=200), "answered what isn't JSON"),
    ],
    ids=["cut", "a page", "no list", "forbidden", "a page for a list"],
)
def test_a_pull_whose_answer_fails_leaves_what_was_and_is_completed_by_the_next(
    goldspan, pushed, project, server, proxy, tmp_path, fault, said
):
    tasks = tasks_of(server, pushed["project"])
    server.client.annotations.create(tasks[1].id, result=[span(9, 14, "LEADER")])
    pull = ("annotate", "pull", "--project", project, "-o", "out.jsonl")
    (tmp_path / "out.jsonl").write_text("before\n")
    proxy.faults = [fault]
    in_one_sentence(goldspan(*pull), said)
    assert (tmp_path / "out.jsonl").read_text() == "before\n"
    assert goldspan(*pull).code == 0
    assert list(records_of(tmp_path / "out.jsonl")) == [1]


def test_a_pull_onto_a_full_disk_goes_on_when_there_is_room(
    goldspan, pushed, project, server, full_disk, tmp_path
):
    tasks = tasks_of(server, pushed["project"])
    server.client.annotations.create(tasks[1].id, result=[span(9, 14, "LEADER")])
    pull = ("annotate", "pull", "--project", project, "-o", "out.jsonl")
    with full_disk():
        in_one_sentence(goldspan(*pull), "pulled annotations can't be used now", "stay as they are")
    assert not (tmp_path / "out.jsonl").exists()
    assert goldspan(*pull).code == 0
    assert list(records_of(tmp_path / "out.jsonl")) == [1]


def test_a_damaged_index_of_pulls_is_named_with_what_to_do(goldspan, pushed, project, tmp_path):
    pull = ("annotate", "pull", "--project", project, "-o", "out.jsonl")
    assert goldspan(*pull).code == 0
    [index] = (tmp_path / ".goldspan" / "pulls").rglob("index.sqlite3")
    index.write_bytes(b"no database" * 1000)
    run = goldspan(*pull)
    in_one_sentence(run, f"{index}: pulled annotations can't be used", f"move {index.parent} away")
    index.parent.rename(tmp_path / "away")
    assert goldspan(*pull).code == 0


def test_a_server_that_doesnt_answer_in_time_is_said_to_be_slow():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(ServerError, match="didn't answer in time; .* try again later"),
            server_errors(url),
        ):
            httpx.get(url, timeout=0.1)
