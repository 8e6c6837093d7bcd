"""axe-core looks at pages as a reader with other means than a mouse and good eyes would."""

import os
import shutil
import subprocess

import pytest

from goldspan.files import replacing_folder

from .conftest import cache_folder

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


def violations(page, axe):
    """What axe-core finds on a page: rule, impact, places."""
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run({resultTypes: ['violations'], preload: false}).then(found => found.violations)"
    )
    return [
        (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"]]) for one in found
    ]
