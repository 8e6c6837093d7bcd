import sys

import pytest
from hypothesis import given

from goldspan.annotate.segment import segment_article
from goldspan.records import read_records
from goldspan.sentences import Sentence

from ..strategies import texts

ARTICLE = """Leaders meet in Hanoi
-----
HANOI (GSN) – Dr. Smith met Mr. Putin
on Monday. He left.Then it rained 🇻🇳. “Why?” he asked.

President Putin (R) waves. (Photo: GSN)

See more
"""


def cut(article, lang="en"):
    return [(s.section, s.text) for s in segment_article(article, doc="d", lang=lang)]


def test_paragraphs_then_sentences_and_sections():
    assert cut(ARTICLE) == [
        ("headline", "Leaders meet in Hanoi"),
        ("body", "HANOI (GSN) – Dr. Smith met Mr. Putin\non Monday."),
        ("body", "He left."),
        ("body", "Then it rained 🇻🇳."),
        ("body", "“Why?” he asked."),
        ("caption", "President Putin (R) waves. (Photo: GSN)"),
        ("boilerplate", "See more"),
    ]


def test_offsets_are_into_the_untouched_article():
    for sentence in segment_article(ARTICLE, doc="d", lang="en"):
        assert ARTICLE[sentence.meta["start"] : sentence.meta["end"]] == sentence.text


def test_vietnamese_abbreviations_do_not_end_a_sentence():
    article = "GS. TS. Trần gặp PGS. Lê ở TP. Hồ Chí Minh. Họ đi rồi.\n"
    assert [text for _, text in cut(article, "vi")] == [
        "GS. TS. Trần gặp PGS. Lê ở TP. Hồ Chí Minh.",
        "Họ đi rồi.",
    ]


@given(texts)
def test_nothing_but_white_space_and_rulers_is_lost(text):
    article = f"{text}\n\n{text}.\n-----\n{text}!\n"
    kept = "".join("".join(piece.split()) for _, piece in cut(article))
    assert kept == "".join(f"{text} {text}. {text}!".split())


def test_the_command_writes_sentences(goldspan, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    run = goldspan("annotate", "segment", "a.txt", "-o", "s.jsonl")
    assert run.code == 0, run.err
    assert "7 sentences and sections of 1 article" in run.err
    assert "4 body, 1 headline, 1 caption, 1 boilerplate" in run.err
    records = [record for _, record in read_records(tmp_path / "s.jsonl", Sentence)]
    assert [record.id for record in records] == [f"a#{index}" for index in range(7)]


def test_without_the_package_the_extra_is_named(goldspan, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentencex", None)
    (tmp_path / "a.txt").write_text("One here.\n")
    run = goldspan("annotate", "segment", "a.txt", "-o", "s.jsonl")
    assert run.code == 1
    assert 'pip install "goldspan[segment]"' in run.err


@pytest.mark.parametrize("text", ["", "\n-----\n"])
def test_an_empty_article_is_named(goldspan, tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    run = goldspan("annotate", "segment", "a.txt", "-o", "s.jsonl")
    assert run.code == 1 and "a.txt: there is no sentence in it" in run.err
