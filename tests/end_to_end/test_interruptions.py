"""Pushes and pulls killed at random moments: the next one completes them."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from goldspan.annotate.project import find_project
from goldspan.annotate.server import connect_to
from goldspan.sentences import Sentence
from goldspan.studio.server import start_studio, stop_studio

FEW = pytest.mark.parametrize("sentences", [800], indirect=True)
"""Enough for two batches; the long tests have more."""

GOLDSPAN = Path(sys.executable).parent / "goldspan"


@pytest.fixture
def own_studio(tmp_path):
    """A server that may be killed, in this test's own workspace."""
    yield start_studio()
    stop_studio()


def start(*arguments):
    return subprocess.Popen(
        [GOLDSPAN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def seconds_of(*arguments):
    started = time.monotonic()
    with start(*arguments) as process:
        _, error = process.communicate()
    assert process.returncode == 0, error
    return time.monotonic() - started


def keys_of(studio, project):
    with connect_to(studio.url, studio.secrets.token, "test") as server:
        found = find_project(server, project)
        if found is None:
            return Counter()
        listed = server.client.tasks.list(
            project=found.id, fields="task_only", include="id,data", page_size=1000
        )
        return Counter(task.data["key"] for task in listed)


def delete(studio, project):
    with connect_to(studio.url, studio.secrets.token, "test") as server:
        if found := find_project(server, project):
            server.client.projects.delete(found.id)


def push(project):
    return ("annotate", "push", "s.jsonl", "--project", project, "--suggest", "baseline")


def check(studio, project, sentences):
    keys = keys_of(studio, project)
    assert (len(keys), keys.total()) == (sentences, sentences)


def kill_clients(studio, sentences, times, seed):
    """Push, killed at a random moment of its time; then pushed once more."""
    chance = random.Random(seed)
    whole = seconds_of(*push("undisturbed"))
    delete(studio, "undisturbed")
    for number in range(times):
        project = f"client {number}"
        with start(*push(project)) as process:
            time.sleep(chance.uniform(0, whole))
            process.kill()
        seconds_of(*push(project))
        check(studio, project, sentences)
        delete(studio, project)


def kill_servers(studio, sentences, times, seed):
    chance = random.Random(seed)
    whole = seconds_of(*push("undisturbed"))
    delete(studio, "undisturbed")
    for number in range(times):
        project = f"server {number}"
        with start(*push(project)) as process:
            time.sleep(chance.uniform(0, whole))
            server = psutil.Process(studio.pid)
            server.kill()
            _, error = process.communicate()
            assert b"Traceback" not in error
        psutil.wait_procs([server], timeout=10)
        studio = start_studio()
        seconds_of(*push(project))
        check(studio, project, sentences)
        delete(studio, project)


def kill_pulls(sentences, project, times, seed, folder, monkeypatch):
    """Pull, killed at a random moment; then pulled once more: the same bytes as undisturbed."""
    pull = ("annotate", "pull", "--project", project)
    chance = random.Random(seed)
    monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(folder / "undisturbed"))
    whole = seconds_of(*pull, "-o", "undisturbed.jsonl")
    expected = (folder / "undisturbed.jsonl").read_bytes()
    assert expected.count(b"\n") == sentences
    for number in range(times):
        monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(folder / f"pull-{number}"))
        with start(*pull, "-o", "out.jsonl") as process:
            time.sleep(chance.uniform(0.3 * whole, whole))
            process.kill()
        assert not (folder / "out.jsonl").exists() or (
            (folder / "out.jsonl").read_bytes() == expected
        ), "never half a file"
        seconds_of(*pull, "-o", "out.jsonl")
        assert (folder / "out.jsonl").read_bytes() == expected
        (folder / "out.jsonl").unlink()


def import_annotated(studio, project):
    """Tasks that come with an annotation each, the quick way."""
    seconds_of("annotate", "push", "s.jsonl", "--project", project, "--dry-run")
    from goldspan.annotate.project import annotation_page, make_or_update_project
    from goldspan.annotate.tasks import region, task_data
    from goldspan.guidelines.read import find_guidelines
    from goldspan.records import read_records
    from goldspan.spans import Span

    found = [sentence for _, sentence in read_records(Path("s.jsonl"), Sentence)]
    putin = Span(start=9, end=14, label="LEADER")
    with connect_to(studio.url, studio.secrets.token, "test") as server:
        made = make_or_update_project(server, project, annotation_page(find_guidelines()), None)
        tasks = [
            {"data": data, "annotations": [{"result": [region(putin, data["text"])]}]}
            for data in task_data(found).values()
        ]
        server.client.projects.import_tasks(made.id, request=tasks)


@FEW
def test_a_killed_push_is_completed_by_the_next(studio, sentences):
    kill_clients(studio, sentences, times=1, seed=1)


@FEW
def test_a_killed_pull_is_completed_by_the_next(studio, sentences, tmp_path, monkeypatch):
    import_annotated(studio, "to pull")
    kill_pulls(sentences, "to pull", 1, 3, tmp_path, monkeypatch)
    delete(studio, "to pull")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_killed_pushes(studio, sentences):
    kill_clients(studio, sentences, times=20, seed=11)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_killed_servers(own_studio, sentences):
    kill_servers(own_studio, sentences, times=20, seed=12)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_killed_pulls(studio, sentences, tmp_path, monkeypatch):
    import_annotated(studio, "to pull often")
    kill_pulls(sentences, "to pull often", 20, 13, tmp_path, monkeypatch)
    delete(studio, "to pull often")


@FEW
@pytest.mark.timeout(600)
def test_a_killed_server_loses_nothing_and_doubles_nothing(own_studio, sentences):
    kill_servers(own_studio, sentences, times=1, seed=2)


@FEW
def test_a_project_that_was_pushed_twice_over_is_cleared(studio, sentences, goldspan, tmp_path):
    """A batch that arrives after the next push began leaves surplus tasks; they are removed."""
    project = "twice over"
    seconds_of(*push(project))
    with connect_to(studio.url, studio.secrets.token, "test") as server:
        found = find_project(server, project)
        first = next(iter(server.client.tasks.list(project=found.id, fields="task_only")))
        server.client.projects.import_tasks(found.id, request=[{"data": first.data}])
        [journal] = (tmp_path / ".goldspan" / "pushes").glob("*.lock")
        journal.with_suffix(".open").write_text("a batch was sent\n")
    run = goldspan(*push(project), "--json")
    assert json.loads(run.out)["twice"] == 1
    check(studio, project, sentences)
    delete(studio, project)
