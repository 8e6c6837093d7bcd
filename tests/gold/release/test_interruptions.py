"""Whatever goes wrong, the repository is a whole release, and the next publish completes it."""

import json
import shutil

import pytest

from ...hub.client import EXPIRED
from ...hub.faults import ANSWER, DROP, INTRUDE, KILL, KILL_AFTER, LOSE, Fault
from .conftest import build_gold, sample_records, without_a_span

COMMIT = "/commit/"


@pytest.fixture(scope="session")
def changed_gold(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changed") / "gold"
    return build_gold(folder, without_a_span(sample_records()))


@pytest.fixture
def both(gold, changed_gold, tmp_path):
    """The dataset as first published in gold/, and changed in changed/."""
    shutil.copytree(changed_gold, tmp_path / "changed")


def snapshot(hub, repo):
    """The repository's state: where branches and tags are, and which files were uploaded."""
    uploaded = {path.name for path in (hub.folder / "hub" / "objects").iterdir()}
    return (hub.folder / "hub" / "repos" / repo / "repo.json").read_text(), uploaded


def put_back(hub, repo, state):
    references, uploaded = state
    (hub.folder / "hub" / "repos" / repo / "repo.json").write_text(references)
    for path in (hub.folder / "hub" / "objects").iterdir():
        if path.name not in uploaded:
            path.unlink()
    shutil.rmtree(hub.folder / "huggingface")  # what the client has downloaded


def content(hub, repo):
    """What is published, without the changelog's date."""
    return {
        path: data
        for path, data in hub.files(repo).items()
        if path not in ("CHANGELOG.md", "manifest.json")
    }


def kills(hub, publish, repo, moments):
    """Publish a change, killed at each moment; then publish again."""
    publish()
    old, state = content(hub, repo), snapshot(hub, repo)
    hub.faults()
    publish(gold="changed")
    new, requests = content(hub, repo), len(hub.log)
    assert old != new
    outcomes = set()
    for moment in moments(requests):
        put_back(hub, repo, state)

        def kill(pid, moment=moment):
            hub.faults(Fault(*moment, pid=pid))

        killed = publish(gold="changed", started=kill)
        assert killed.code == -9, (moment, killed)
        now = content(hub, repo)
        assert now in (old, new), moment
        tags = hub.store.repo(repo)["tags"]
        assert set(tags) <= {"v1.0.0", "v2.0.0"}
        outcomes.add(("new" if now == new else "old", "v2.0.0" in tags))
        hub.faults()
        again = publish(gold="changed")
        assert again.code == 0, (moment, again.err)
        assert content(hub, repo) == new
        after = hub.store.repo(repo)
        assert after["tags"]["v2.0.0"] == after["branches"]["main"]
        assert hub.commits(repo) == ["Release v2.0.0", "Release v1.0.0", "initial commit"]
    return outcomes


def test_killed_at_three_moments_it_is_old_or_new_and_whole(both, publish, hub, repo):
    def moments(_):
        return [
            (KILL, COMMIT, "POST", 1),
            (KILL_AFTER, COMMIT, "POST", 1),
            (KILL_AFTER, "/tag/", "POST", 1),
        ]

    assert kills(hub, publish, repo, moments) == {("old", False), ("new", False), ("new", True)}


@pytest.mark.long
def test_killed_at_twenty_moments_it_is_old_or_new_and_whole(both, publish, hub, repo):
    def moments(requests):
        places = [1 + place * (requests - 1) // 9 for place in range(10)]
        assert len(set(places)) == 10 and places[-1] == requests
        return [(does, "", "", place) for place in places for does in (KILL, KILL_AFTER)]

    outcomes = kills(hub, publish, repo, moments)
    assert outcomes == {("old", False), ("new", False), ("new", True)}


@pytest.mark.parametrize("path", ["/repos/create", COMMIT, "/tag/"])
def test_a_first_publish_that_was_killed_is_completed(gold, publish, hub, repo, path):
    publish(started=lambda pid: hub.faults(Fault(KILL_AFTER, path, "POST", pid=pid)))
    hub.faults()
    assert publish().code == 0
    assert hub.commits(repo) == ["Release v1.0.0", "initial commit"]
    state = hub.store.repo(repo)
    assert state["tags"] == {"v1.0.0": state["branches"]["main"]}


def test_a_missing_tag_is_made_even_if_something_else_changed_since(both, publish, hub, repo):
    hub.faults(Fault(ANSWER, "/tag/", "POST", status=500, message="down"))
    assert publish().code == 1
    assert hub.store.repo(repo)["tags"] == {}
    done = publish(gold="changed")
    assert done.code == 0
    tags = hub.store.repo(repo)["tags"]
    assert set(tags) == {"v1.0.0", "v2.0.0"}
    manifest = json.loads(hub.files(repo, "v1.0.0")["manifest.json"])
    assert manifest["release"]["version"] == "1.0.0"


REFUSALS = [
    (Fault(ANSWER, COMMIT, "POST", status=500, message="down"), "the Hub failed (HTTP 500)"),
    (Fault(ANSWER, COMMIT, "POST", status=429), "the Hub asks to wait"),
    (
        Fault(ANSWER, COMMIT, "POST", status=403, message="no write access"),
        "your token may not write there (no write access)",
    ),
    (Fault(DROP, COMMIT, "POST"), "the connection to the Hub broke"),
    (Fault(INTRUDE, COMMIT, "POST"), "somebody committed since its state was read"),
]


def test_a_refused_commit_publishes_nothing_and_the_next_publish_works(both, publish, hub, repo):
    publish()
    old = content(hub, repo)
    for fault, message in REFUSALS:
        hub.faults(fault)
        refused = publish(gold="changed")
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith(f"goldspan: {repo}: ") and message in refused.err
        now = content(hub, repo)
        assert now.pop("notes.txt", None) == (
            b"by somebody else\n" if fault.does == INTRUDE else None
        )
        assert now == old
    hub.faults()
    assert publish(gold="changed").code == 0
    assert hub.commits(repo)[0] == "Release v2.0.0"
    assert "notes.txt" in hub.files(repo)


def test_a_dropped_upload_is_sent_again(gold, publish, hub, repo):
    hub.faults(Fault(DROP, "/_lfs/", "PUT"))
    assert publish().code == 0
    assert hub.commits(repo) == ["Release v1.0.0", "initial commit"]


def test_a_lost_answer_makes_no_second_commit(both, publish, hub, repo):
    publish()
    hub.faults(Fault(LOSE, COMMIT, "POST"))
    assert publish(gold="changed").code == 1
    tagged = publish("--json", gold="changed").json
    assert (tagged["outcome"], tagged["tag"]) == ("tagged", "v2.0.0")
    assert hub.commits(repo) == ["Release v2.0.0", "Release v1.0.0", "initial commit"]


def test_an_expired_token_is_named_but_not_shown(gold, publish, hub, repo):
    refused = publish(environment={"HF_TOKEN": EXPIRED})
    assert refused.code == 1
    assert "doesn't accept your token (User Access Token is expired)" in refused.err
    assert "hf auth login" in refused.err


def test_a_commit_since_one_looked_is_refused(both, publish, hub, repo):
    publish()
    seen = publish("--dry-run", "--json", gold="changed").json["parent"]
    hub.store.commit(
        repo, "main", {"summary": "theirs"},
        lambda files: {**files, "notes.txt": hub.store.entry(b"x")}, False,
    )  # fmt: skip
    refused = publish("--parent", seen, gold="changed")
    assert refused.code == 1 and "somebody committed since" in refused.err
    now = publish("--dry-run", "--json", gold="changed").json["parent"]
    assert publish("--parent", now, gold="changed").code == 0
