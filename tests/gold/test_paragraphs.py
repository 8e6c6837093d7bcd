"""The maintainers' paragraphs survive whatever is generated around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldspan.errors import InputError
from goldspan.gold.paragraphs import (
    PLACES,
    marked,
    merge_paragraphs,
    read_paragraphs,
    without_paragraphs,
)

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)
PARAGRAPHS = st.dictionaries(st.sampled_from([*PLACES, "funding"]), TEXTS)


def card(paragraphs):
    return "# Title\n\n" + "\n\n".join(marked(name, text) for name, text in paragraphs.items())


@given(PARAGRAPHS)
def test_what_is_marked_is_read_back(paragraphs):
    assert read_paragraphs(card(paragraphs), "README.md") == {
        k: v for k, v in paragraphs.items() if v
    }


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_generated_is_the_same_whatever_the_paragraphs(one, other):
    emptied = card(dict.fromkeys(one, ""))
    assert without_paragraphs(card(one)) == emptied
    changed = {name: other.get(name, "") for name in one}
    assert without_paragraphs(card(changed)) == emptied


@given(PARAGRAPHS, PARAGRAPHS)
def test_edits_on_one_side_are_taken_and_nothing_is_lost(base, edited):
    here = {name: text for name, text in edited.items() if text}
    base = {name: text for name, text in base.items() if text}
    assert merge_paragraphs(base, here, base) == {**base, **here}
    assert merge_paragraphs(base, base, here) == here
    assert merge_paragraphs(base, {}, here) == here
    assert merge_paragraphs(base, here, here) == here


def test_edits_on_both_sides_are_refused_unless_they_are_the_same():
    with pytest.raises(InputError, match="'sampling' of the card was edited here and on the Hub"):
        merge_paragraphs({"sampling": "a"}, {"sampling": "b"}, {"sampling": "c"})
    assert merge_paragraphs({"sampling": "a"}, {"sampling": "b"}, {"sampling": "b"}) == {
        "sampling": "b"
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- yours: uses -->\n", r"README.md:1: paragraph 'uses' doesn't end"),
        ("x\n<!-- end of yours: uses -->\n", r"README.md:2: the mark of paragraph 'uses' has no"),
        (
            "<!-- yours: uses -->\n<!-- yours: summary -->\n",
            r"README.md:2: the mark of .*'summary'",
        ),
        (f"{marked('uses', 'a')}\n{marked('uses', 'b')}\n", r"README.md:4: there are two"),
    ],
)
def test_broken_marks_are_named_with_their_line(text, message):
    with pytest.raises(InputError, match=message):
        read_paragraphs(text, "README.md")
