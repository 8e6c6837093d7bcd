"""What a comparison says that its documents can show."""

import pytest

from goldspan.evaluate.compare import compare
from goldspan.evaluate.compare_table import compare_tables

from .builders import finding


def told(comparison):
    """What the table says below the pairs, in one line."""
    *_, pairs = compare_tables(comparison)
    return " ".join(str(pairs.caption).split())


def test_with_few_documents_it_says_that_no_difference_can_be_shown():
    few = compare(finding(good=[10, 10, 10, 9], poor=[1, 0, 2, 1]), "off")
    [pair] = few.pairs
    assert pair.overall.difference > 0.8
    assert pair.smallest_difference is None
    assert (
        "good and poor can't be told apart here: with 4 documents no difference can be shown;"
        " that takes 6 at least." in told(few)
    )
    [enough] = compare(finding(good=[10, 10, 10, 10, 9, 9], poor=[1, 0, 2, 1, 1, 1]), "off").pairs
    assert enough.is_significant
    assert 0 < enough.smallest_difference < enough.overall.difference


def test_more_systems_take_more_documents():
    found = {"good": [10] * 6, "fair": [5] * 6, "poor": [1] * 6}
    six = compare(finding(**found), "off")
    assert not any(pair.is_significant for pair in six.pairs)
    assert told(six).count("with 6 documents no difference can be shown; that takes 7") == 3
    seven = compare(finding(**{name: [*counts, 5] for name, counts in found.items()}), "off")
    assert "can be shown" not in told(seven)


def test_no_difference_is_said_to_be_shown_that_is_not():
    """Five documents of six say so, and one the opposite: 4 of 64 exchanges reach as far."""
    report = compare(finding(good=[10, 10, 10, 10, 10, 9], poor=[5, 5, 5, 5, 5, 10]), "off")
    [pair] = report.pairs
    assert pair.overall.p == pytest.approx(4 / 64, abs=0.01)
    assert pair.smallest_difference < pair.overall.difference
    points = f"{100 * pair.overall.difference:.1f}"
    assert (
        f"good and poor can't be told apart here: to show that they are {points} points of F1"
        " apart takes more documents." in told(report)
    )


def test_systems_that_say_the_same_are_not_told_what_could_be_shown():
    report = compare(finding(one=[4, 5, 6, 5, 4, 5], other=[4, 5, 6, 5, 4, 5]), "off")
    assert report.pairs[0].smallest_difference is None
    assert "one and other can't be told apart here." in told(report)


def test_what_could_be_shown_is_said_where_it_is_more_than_there_is():
    report = compare(finding(one=[9, 5, 6, 5, 8, 2], other=[4, 5, 6, 9, 4, 4]), "off")
    [pair] = report.pairs
    points = f"{100 * pair.smallest_difference:.1f}"
    assert pair.overall.difference < pair.smallest_difference
    assert f"told apart here: these documents can show {points} points of F1." in told(report)
