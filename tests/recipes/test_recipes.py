"""Each recipe runs from an empty directory and prints what its top shows."""

import re

import pytest

from ..hub.client import Hub
from ..llm.client import MODEL
from ..llm.faults import INVENT, Fault
from .running import RECIPES, check, run

LONGEST = 150


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.py")), ids=lambda path: path.name)
def test_a_recipe_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_page_of_recipes_lists_each_and_no_other():
    page = (RECIPES.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(.+?)\]\(\.\./recipes/\1\)", page, re.MULTILINE)
    there = {path.name for path in RECIPES.iterdir() if path.suffix in (".py", ".ipynb")}
    assert sorted(listed) == sorted(there - {"shell.py"})


def test_another_domain():
    check("another_domain.py", run("another_domain.py"))


def test_language_model_as_extractor(model):
    model.faults(
        Fault(INVENT, "Obama", body="Barack Hussein Obama"),
        Fault(INVENT, "JCPOA", body="Iran nuclear deal"),
    )
    printed = run("language_model_as_extractor.py", MODEL, "0.15", "0.60")
    check("language_model_as_extractor.py", printed, normal=without_port)


def without_port(line):
    return re.sub(r"127.0.0.1:\d+", "HOST", line)


def test_train_spacy_and_gate():
    check("train_spacy_and_gate.py", run("train_spacy_and_gate.py"), normal=without_numbers)


def without_numbers(line):
    """Training gives other figures on another machine."""
    return re.sub(r"\d+\.\d+|\b\d+\b", "#", line)


def test_release_to_the_hub(tmp_path):
    with Hub(tmp_path) as hub:
        environment = hub.environment(HF_DATASETS_DISABLE_PROGRESS_BARS="1")
        printed = run("release_to_the_hub.py", "acme/diplomacy", environment=environment)
        printed = printed.replace(hub.url, "https://huggingface.co")
    check("release_to_the_hub.py", printed, normal=without_commit)


def without_commit(line):
    return re.sub(r"commit \w{12}", "commit", line)
