"""Paragraphs written here or on the Hub stay through builds and publishes."""

from goldspan.gold.paragraphs import marked, read_paragraphs

from .conftest import build_gold, sample_records, without_a_span

HERE, THERE = "Drawn at random from *our* archive.", "Tell us if you find a mistake."


def write_here(gold, name, text):
    path = gold / "README.md"
    card = path.read_text(encoding="utf-8")
    assert marked(name, "") in card
    path.write_text(card.replace(marked(name, ""), marked(name, text)), encoding="utf-8")


def write_there(hub, repo, change):
    card = hub.files(repo)["README.md"].decode()
    entry = hub.store.entry(change(card).encode())
    hub.store.commit(
        repo, "main", {"summary": "edit"}, lambda files: {**files, "README.md": entry}, False
    )


def paragraphs(hub, repo):
    return read_paragraphs(hub.files(repo)["README.md"].decode(), "README.md")


def test_paragraphs_survive_from_both_sides(gold, publish, hub, repo):
    write_here(gold, "sampling", HERE)
    publish()
    assert paragraphs(hub, repo) == {"sampling": HERE}
    write_there(hub, repo, lambda card: card.replace(marked("uses", ""), marked("uses", THERE)))
    build_gold(gold, without_a_span(sample_records()))
    assert HERE in (gold / "README.md").read_text(encoding="utf-8")
    assert publish().code == 0
    assert paragraphs(hub, repo) == {"sampling": HERE, "uses": THERE}
    assert publish("--json").json["outcome"] == "nothing to do"


def test_an_edit_on_both_sides_is_refused_and_neither_is_lost(gold, publish, hub, repo):
    publish()
    write_there(hub, repo, lambda card: card.replace(marked("uses", ""), marked("uses", THERE)))
    write_here(gold, "uses", HERE)
    refused = publish()
    assert refused.code == 1 and "'uses' of the card was edited here and on the Hub" in refused.err
    assert paragraphs(hub, repo) == {"uses": THERE}


def test_an_edit_outside_the_marks_is_said_to_be_overwritten(gold, publish, hub, repo):
    publish()
    write_there(hub, repo, lambda card: card.replace("## Licence", "## Rights"))
    done = publish("--json").json
    assert "was edited on the Hub outside the marked paragraphs" in done["notes"][0]
    assert (done["level"], done["version"]) == ("patch", "1.0.1")
