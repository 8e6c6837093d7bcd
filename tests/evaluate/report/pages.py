"""A page in Chromium, watched: whatever it complains of or asks the network for fails the test."""

from contextlib import contextmanager

PAGES = ("run/report.html", "comparison/report.html", "agreement.html")


@contextmanager
def opened(browser, path, *, width=1400, scheme="light"):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = path.absolute().as_uri()
    page.goto(address)
    yield page
    page.close()
    assert said == []
    assert {url.split("#")[0] for url in asked} == {address}


def numbers(page, table):
    """The rows of a table: their names, and their cells as numbers."""
    rows = page.eval_on_selector_all(
        f"{table} tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    )
    return {
        name.strip(): [int(cell.replace(",", "") or 0) for cell in cells] for name, *cells in rows
    }


def counted(number, one, many):
    return f"{number:,} {one if number == 1 else many}"


def found(page):
    return page.inner_text("#found")
