"""Counts as people read them."""

from goldspan.wording import how_many


def test_one_is_told_in_the_singular_all_else_in_the_plural():
    assert [how_many(count, "span") for count in (0, 1, 2)] == ["0 spans", "1 span", "2 spans"]


def test_words_that_an_s_does_not_make_plural_are_given():
    told = [how_many(count, "try was", "tries were") for count in (1, 2)]
    assert told == ["1 try was", "2 tries were"]
