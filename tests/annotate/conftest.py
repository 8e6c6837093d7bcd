"""A project of its own for each test of push and pull."""

import json
import uuid

import pytest

from goldspan.annotate.server import connect

from .helpers import ARTICLE


@pytest.fixture
def project():
    return f"test {uuid.uuid4().hex[:12]}"


@pytest.fixture
def article(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "a.txt"


@pytest.fixture
def pushed(goldspan, studio, article, project):
    run = goldspan("annotate", "push", article, "--project", project, "--json")
    assert run.code == 0, run.err
    return json.loads(run.out)


@pytest.fixture
def server(studio):
    with connect() as server:
        yield server
