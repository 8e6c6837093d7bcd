"""Push and pull against the fastest the server itself offers, in one run on one server.

Push: against bare HTTP posts of the same batches. Pull: against a whole export in one request, and
against a snapshot. Memory: the client's peak for a pull of 1,000 and of 20,000 annotated tasks.

Run: python benchmarks/studio.py (about ten minutes; prints JSON; benchmarks/studio.json is a
recorded run)
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from goldspan.annotate.project import annotation_page, find_project, make_or_update_project
from goldspan.annotate.pull import pulled_project
from goldspan.annotate.push import push
from goldspan.annotate.server import connect
from goldspan.annotate.suggesting import Suggestions
from goldspan.annotate.tasks import region, suggestion, task_data
from goldspan.extractors import find_extractor, predictions_of
from goldspan.guidelines.read import find_guidelines
from goldspan.records import write_records
from goldspan.sentences import Sentence
from goldspan.spans import Span
from goldspan.studio.server import start_studio, stop_studio

SENTENCES = 10_000
ROUNDS = 2
BATCH = 500
GOLDSPAN = str(Path(sys.executable).parent / "goldspan")
TEXT = "President Putin met the Prime Minister of Vietnam on the {}th day of the visit."


def sentences(count):
    return [
        Sentence(doc=f"d{n // 20}", index=n % 20, text=TEXT.format(n), lang="en")
        for n in range(count)
    ]


def tasks_with_suggestions(found):
    baseline = find_extractor("baseline", find_guidelines().label_names)
    data = task_data(found)
    return [
        {"data": data[s.key], "predictions": [suggestion(s.text, prediction.spans)]}
        for s, prediction in zip(
            found, predictions_of(baseline, found, baseline.labels), strict=True
        )
    ]


def command(*arguments):
    """Peak memory (MB) of a goldspan command."""
    process = subprocess.Popen([GOLDSPAN, *arguments], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return usage.ru_maxrss / 1024


def seconds_of(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def goldspan_push(server, name, found, extractor):
    """The push command's own work, suggestions made on the way; without starting Python."""
    guidelines = find_guidelines()
    return seconds_of(
        lambda: push(
            server,
            found,
            project_name=name,
            guidelines=guidelines,
            suggestions=Suggestions(extractor),
        )
    )


def goldspan_pull(server, name):
    def work():
        with pulled_project(server, project_name=name, guidelines=find_guidelines()) as pulled:
            write_records(Path("a.jsonl"), pulled.records())

    return seconds_of(work)


def post_batches(url, token, project, tasks):
    headers = {"Authorization": f"Token {token}"}
    started = time.perf_counter()
    with httpx.Client(base_url=url, headers=headers, timeout=600) as client:
        for begin in range(0, len(tasks), BATCH):
            batch = tasks[begin : begin + BATCH]
            client.post(f"/api/projects/{project}/import", json=batch).raise_for_status()
    return time.perf_counter() - started


def whole_export(url, token, project):
    headers = {"Authorization": f"Token {token}"}
    started = time.perf_counter()
    with httpx.Client(base_url=url, headers=headers, timeout=1200) as client:
        address = f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"
        json.loads(client.get(address).content)
    return time.perf_counter() - started


def annotated_project(server, name, count):
    project = make_or_update_project(server, name, annotation_page(find_guidelines()), None)
    putin = Span(start=10, end=15, label="LEADER")
    data = task_data(sentences(count))
    tasks = [
        {"data": d, "annotations": [{"result": [region(putin, d["text"])]}]} for d in data.values()
    ]
    for begin in range(0, count, BATCH):
        server.client.projects.import_tasks(project.id, request=tasks[begin : begin + BATCH])
    return project.id


def measure(studio, server):
    found = sentences(SENTENCES)
    baseline = find_extractor("baseline", find_guidelines().label_names)
    started = time.perf_counter()
    tasks = tasks_with_suggestions(found)
    suggesting = time.perf_counter() - started
    token = studio.secrets.token
    bare, pushed = [], []
    for number in range(ROUNDS):
        project = make_or_update_project(
            server, f"bare {number}", annotation_page(find_guidelines()), None
        )
        bare.append(post_batches(studio.url, token, project.id, tasks))
        pushed.append(goldspan_push(server, f"pushed {number}", found, baseline))
    for name in ("bare", "pushed"):
        for number in range(ROUNDS):
            server.client.projects.delete(find_project(server, f"{name} {number}").id)

    project = annotated_project(server, "to pull", SENTENCES)
    exported, pulled = [], []
    for number in range(ROUNDS):
        exported.append(whole_export(studio.url, token, project))
        os.environ["GOLDSPAN_WORKSPACE"] = f"pull-{number}"
        pulled.append(goldspan_pull(server, "to pull"))
    peaks = {}
    for count in (1_000, 20_000):
        annotated_project(server, f"memory {count}", count)
        os.environ["GOLDSPAN_WORKSPACE"] = f"memory-{count}"
        options = ("--project", f"memory {count}", "-o", "a.jsonl")
        peaks[count] = command("annotate", "pull", *options)
    return {
        "sentences": SENTENCES,
        "push": {
            "bare_posts_seconds": round(min(bare), 2),
            "goldspan_seconds": round(min(pushed), 2),
            "rate_against_bare_posts": round(min(bare) / min(pushed), 3),
            "of_which_suggesting_seconds": round(suggesting, 2),
        },
        "pull": {
            "whole_export_seconds": round(min(exported), 2),
            "goldspan_seconds": round(min(pulled), 2),
            "rate_against_whole_export": round(min(exported) / min(pulled), 3),
        },
        "peak_memory_mb": {str(count): round(peak) for count, peak in peaks.items()},
        "peak_memory_ratio": round(peaks[20_000] / peaks[1_000], 3),
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        studio = start_studio()
        home = os.getcwd()
        try:
            os.environ["LABEL_STUDIO_URL"] = studio.url
            os.environ["LABEL_STUDIO_API_KEY"] = studio.secrets.token
            with connect() as server:
                print(json.dumps(measure(studio, server), indent=2))
        finally:
            os.environ["GOLDSPAN_WORKSPACE"] = f"{home}/.goldspan"
            stop_studio()


main()
