import unicodedata

import pytest

from goldspan.errors import InputError
from goldspan.languages import guess_language
from goldspan.sentences import Sentence, distinct, fault_of_text


def sentence(text, **fields):
    return Sentence(**{"doc": "d", "index": 0, **fields}, text=text)


def test_the_id_names_document_and_place():
    assert sentence("Hello.", doc="a", index=3).id == "a#3"


def test_the_key_changes_with_the_text():
    assert sentence("One.").key != sentence("Two.").key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("   ", "it has no text"),
        ("a\x00b", "U+0000 at offset 1"),
        ("a\x07", "U+0007 at offset 1"),
        ("\x85", "it has no text"),
        ("ab\x85c", "U+0085 at offset 2"),
        ("ab\udc80", "lone surrogate U+DC80 at offset 2"),
    ],
)
def test_texts_that_cannot_be_annotated(text, reason):
    assert reason in fault_of_text(text)


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "Trần", "Tra\u0302\u0300n", "🇻🇳", "\u200ba"])
def test_dirty_texts_that_can(text):
    assert fault_of_text(text) is None


def test_exact_repeats_count_once():
    assert len(distinct([("f:1", sentence("One.")), ("g:1", sentence("One."))])) == 1


def test_one_id_with_two_texts_is_refused_with_both_places():
    with pytest.raises(InputError, match="g:1: sentence id d#0 was used at f:1 for another text"):
        distinct([("f:1", sentence("One.")), ("g:1", sentence("Two."))])


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("Thủ tướng đã đến Hà Nội hôm qua.", ["en", "vi"], "vi"),
        (unicodedata.normalize("NFD", "Tổng thống thăm Việt Nam"), ["vi", "en"], "vi"),
        (
            "Prime Minister Phạm Minh Chính met the press here in Paris, then he left for Rome.",
            ["en", "vi"],
            "en",
        ),
        ("The Prime Minister arrived in Paris for talks with the press.", ["en", "vi"], "en"),
        ("Le président est arrivé.", ["en", "fr"], "und"),
        ("Anything", ["de"], "de"),
        ("2017", ["en", "vi"], "und"),
    ],
)
def test_language_is_guessed_or_left_open(text, among, language):
    assert guess_language(text, among) == language
