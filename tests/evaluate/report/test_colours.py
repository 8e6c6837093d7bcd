from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.evaluate.report.colours import DARK, LIGHT, label_styles, marks, readable
from goldspan.guidelines.read import find_guidelines

from .pages import opened

LABELS = st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=30)


def contrast(one, other):
    """As WCAG 2.2 defines it."""

    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@given(st.integers(0, 0xFFFFFF), st.sampled_from([LIGHT, DARK]), st.sampled_from([3.0, 4.5]))
@settings(deadline=None)
def test_every_colour_can_be_read_on_every_paper(number, paper, least):
    assert contrast(readable(f"#{number:06x}", paper, least), paper) >= least - 0.05


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable("#0072b2", LIGHT, 4.5) == "#0072b2"
    assert readable("#009e73", LIGHT, 3.0) == "#009e73"
    assert readable("#009e73", LIGHT, 4.5) != "#009e73"


@given(LABELS)
@settings(deadline=None)
def test_no_two_labels_have_one_mark(labels):
    found = marks(labels)
    assert len(set(found)) == len(labels)
    assert all(0 < len(mark) <= 4 for mark in found)


def test_marks_are_as_short_as_can_be():
    assert marks(["LEADER", "COUNTRY", "AGREEMENT"]) == ["L", "C", "A"]
    assert marks(["PERSON", "PRODUCT", "ORG"]) == ["PE", "PR", "O"]
    assert marks(["PER", "PERSON"]) == ["1", "PERS"]


def test_styles_are_made_for_every_label():
    styles = label_styles(["A", "B"], {"B": "#d55e00"})
    assert ".label-1 { --label: var(--label-1); --name: var(--name-1); }" in styles
    assert "--label-1: #d55e00;" in styles


def test_a_page_has_the_guidelines_colours_and_a_letter_for_each(browser, samples):
    with opened(browser, samples / "run" / "report.html") as page:
        style = "document.querySelector('#labels .key:nth-child({}) .letter')"
        for place, label in enumerate(find_guidelines().labels, 1):
            key = style.format(place)
            border = page.evaluate(f"getComputedStyle({key}).borderTopColor")
            parts = [int(label.colour[at : at + 2], 16) for at in (1, 3, 5)]
            assert border == f"rgb({parts[0]}, {parts[1]}, {parts[2]})"
            assert page.evaluate(f"{key}.textContent") == label.name[0]
        page.fill("input[name=text]", "Macron and Merkel")
        drawn = page.eval_on_selector_all(
            "#list > li:first-child .mark",
            "marks => marks.map(mark => getComputedStyle(mark, '::before').content)",
        )
        assert {'"L"', '"C"', '"A"'} == set(drawn)
