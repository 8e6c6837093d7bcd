"""axe-core looks at the pages as a reader with other means than a mouse and good eyes would."""

import pytest

from ...axe import axe, violations
from .pages import PAGES, opened

__all__ = ["axe"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_nothing_keeps_anybody_out(browser, samples, axe, name, width, scheme):
    with opened(browser, samples / name, width=width, scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert violations(page, axe) == []
