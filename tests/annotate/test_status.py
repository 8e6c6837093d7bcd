import json
import uuid

import pytest

from goldspan.annotate.server import connect

from .helpers import span

ARTICLES = {"a": "One.\nTwo.\nThree.\n", "b": "Vier.\nFünf.\n"}


@pytest.fixture
def project(goldspan, studio, tmp_path):
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    title = f"status {uuid.uuid4().hex[:12]}"
    run = goldspan(
        "annotate", "push", "a.txt", "b.txt", "--project", title,
        "--annotators-per-sentence", "2", "--json",
    )  # fmt: skip
    assert run.code == 0, run.err
    return title, json.loads(run.out)["project"]


def test_status_counts_people_documents_and_overlap(goldspan, project, running_studio):
    title, number = project
    with connect() as server:
        listed = list(server.client.tasks.list(project=number, fields="all"))
        create = server.client.annotations.create
        create(listed[0].id, result=[span(0, 3, "LEADER")], lead_time=36.0)
        create(listed[1].id, result=[], was_cancelled=True, lead_time=36.0)
    status = json.loads(goldspan("annotate", "status", "--project", title, "--json").out)
    assert (status["sentences"], status["annotators_per_sentence"]) == (5, 2)
    assert status["annotators"] == {
        "annotator-1": {"submitted": 1, "skipped": 1, "drafts": 0, "left": 3, "per_hour": 100.0}
    }
    assert status["documents"] == {
        "a": {"sentences": 3, "begun": 2, "complete": 0},
        "b": {"sentences": 2, "begun": 0, "complete": 0},
    }
    assert status["overlap"] == {"0": 3, "1": 2}
    table = goldspan("annotate", "status", "--project", title).out
    assert "0 of 5 sentences complete (2 annotators each; 3 by 0, 2 by 1)" in table
    assert "annotator-1" in table


def test_a_new_project_has_a_status(goldspan, project):
    title, _ = project
    status = json.loads(goldspan("annotate", "status", "--project", title, "--json").out)
    assert (status["sentences"], status["annotators"]) == (5, {})
