"""A page in Chromium, watched: whatever it complains of or asks the network for fails the test."""

from contextlib import contextmanager


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


def found(page):
    return page.inner_text("#found")
