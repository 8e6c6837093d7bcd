"""axe-core looks at the pages as a reader with other means than a mouse and good eyes would."""

import os
import shutil
import subprocess

import pytest

from goldspan.files import replacing_folder

from ...conftest import cache_folder
from .pages import PAGES, opened

AXE = "axe-core@4.10.3"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, installed by npm into the cache once."""
    npm = shutil.which("npm")
    folder = cache_folder() / AXE
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        if not npm and not os.environ.get("GOLDSPAN_NEEDS_BROWSER"):
            pytest.skip("no npm on this machine to install axe-core with")
        with replacing_folder(folder) as half:
            subprocess.run(
                [npm or "npm", "install", "--no-package-lock", "--prefix", half, AXE],
                check=True,
                capture_output=True,
            )
    return source.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_nothing_keeps_anybody_out(browser, samples, axe, name, width, scheme):
    with opened(browser, samples / name, width=width, scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.evaluate(axe)
        violations = page.evaluate("axe.run().then(found => found.violations)")
    assert [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]])
        for one in violations
    ] == []
