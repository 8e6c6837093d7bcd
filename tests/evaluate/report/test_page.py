import json

import msgspec
import pytest
from playwright.sync_api import expect

from goldspan.evaluate.referee import referee
from goldspan.evaluate.report.page import Page
from goldspan.evaluate.report.render import html
from goldspan.evaluate.report.write import write_report
from goldspan.evaluate.result import Score
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.shown_report import shown_sentences

from .large import large_case
from .pages import PAGES, counted, found, numbers, opened


def report_of(samples):
    return json.loads((samples / "run" / "report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_its_window_and_asks_nobody(browser, samples, name, width, scheme):
    with opened(browser, samples / name, width=width, scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("#list > li").count() > 0
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 23, 28)"}[scheme]


def test_the_counts_shown_are_those_of_the_json(browser, samples):
    report = report_of(samples)
    with opened(browser, samples / "run" / "report.html") as page:
        classes = numbers(page, "#classes")
        wanted = {
            name: [counts["gold"], counts["predicted"]]
            for name, counts in report["errors"]["classes"].items()
            if counts["gold"] or counts["predicted"]
        }
        assert classes == wanted
        confusion = numbers(page, "#confusion")
        columns = page.locator("#confusion thead th").all_inner_texts()[1:]
        for name, counts in report["errors"]["confusion"].items():
            assert confusion[name] == [counts.get(column, 0) for column in columns]
        assert f"{report['overall']['f1']:.3f}" in page.inner_text(".headline")
        rows = page.locator("table.forest").first.locator("tbody tr").all_inner_texts()
        for label, figures in report["labels"].items():
            [row] = [row for row in rows if row.startswith(label)]
            assert row.split()[-3:] == [
                str(figures[name]) for name in ("matched", "predicted", "support")
            ]
        for name, (gold, predicted) in wanted.items():
            page.select_option("select[name=class]", name)
            spans = counted(gold, "gold span", "gold spans")
            claims = counted(predicted, "prediction", "predictions")
            assert f"with {spans} and {claims} that" in found(page)


def test_filters_work_with_the_mouse(browser, samples):
    report = report_of(samples)
    sentences = report["sentences"]["shown"]
    with opened(browser, samples / "run" / "report.html") as page:
        page.click("#classes a:text-is('boundary')")
        wanted = report["errors"]["classes"]["boundary"]["gold"]
        expect(page.locator("#found")).to_contain_text(f"{wanted} gold spans")
        page.select_option("select[name=label]", "AGREEMENT")
        fitting = sum(
            any(s["label"] == "AGREEMENT" and s["kind"] == "boundary" for s in sides)
            for one in sentences
            for sides in [one["gold"] + one["predicted"]]
        )
        assert found(page).startswith(f"{fitting} of {len(sentences)} sentences")
        page.click("button[type=reset]")
        page.select_option("select[name=class]", "*")
        page.select_option("select[name=language]", label="vi")
        vietnamese = report["sentences"]["slices"].index(["language", "vi"])
        fitting = sum(vietnamese in sentence["slices"] for sentence in sentences)
        expect(page.locator("#found")).to_contain_text(f"{fitting} of {len(sentences)} sentences")


def test_filters_work_with_the_keyboard_alone(browser, samples):
    with opened(browser, samples / "run" / "report.html") as page:
        name = "() => document.activeElement.name || document.activeElement.id"
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(name) == "text":
                break
        page.keyboard.type("theEU")
        assert found(page).startswith("1 of ")
        expect(page.locator("#list .text")).to_contain_text("theEU–Vietnam")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type("missed")
        assert page.input_value("select[name=class]") == "missed"
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#found")).not_to_contain_text("1 of ")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(name) == "more":
                break
        page.keyboard.press("Enter")
        assert page.locator("#list > li").count() == 80
        assert page.evaluate("document.activeElement.tagName") == "LI"


BIDI = "وقّع الرئيس ماكرون Macron 🇫🇷 اتفاق"
HOSTILE = [
    "</script><script>document.title = 'broken'</script>",
    "<img src=x onerror=\"document.title='broken'\"> {{ 7 * 7 }} {% raw %}",
    "\"quotes\" 'and' `more` \\ & &amp; <!-- -->",
    BIDI,
    "👨\u200d👩\u200d👧 🇻🇳🤝🇫🇷 Hà Nội",
    "long " * 2000,
]


def hostile_score(samples) -> Score:
    """The report of the samples with other texts, and labels that are no better."""
    plain = report_of(samples)
    names = dict(zip(plain["labels"], HOSTILE[:3], strict=True))

    def named(spans):
        return [{**span, "label": names[span["label"]], "start": 2, "end": 9} for span in spans]

    shown = [
        {**one, "id": text, "doc": text, "text": text}
        | {"gold": named(one["gold"]), "predicted": named(one["predicted"])}
        for one, text in zip(plain["sentences"]["shown"], HOSTILE, strict=False)
    ]
    plain["labels"] = {names[name]: figures for name, figures in plain["labels"].items()}
    plain["slices"] = {HOSTILE[0]: {HOSTILE[1]: plain["overall"], HOSTILE[3]: plain["overall"]}}
    plain["sentences"] |= {"shown": shown, "slices": [[HOSTILE[0], HOSTILE[1]]] * 99}
    plain["predictions"]["extractor"] = HOSTILE[0]
    plain["errors"]["missed"] = [{"text": text, "label": text, "count": 1} for text in HOSTILE]
    confusion = plain["errors"]["confusion"]
    plain["errors"]["confusion"] = {names.get(name, name): row for name, row in confusion.items()}
    return msgspec.convert(plain, Score)


@pytest.mark.parametrize("width", [1400, 390])
def test_whatever_texts_and_labels_hold_is_shown_as_text(browser, samples, tmp_path, width):
    path = tmp_path / "report.html"
    path.write_text(html(Page(hostile_score(samples))), encoding="utf-8")
    with opened(browser, path, width=width) as page:
        assert page.title().startswith(HOSTILE[0])
        page.select_option("select[name=class]", "*")
        texts = page.eval_on_selector_all(
            "#list .text", "items => items.map(item => item.textContent)"
        )
        assert texts == HOSTILE
        assert page.evaluate("document.scripts.length") == 2
        assert page.evaluate("document.images.length") == 0
        right_to_left = page.locator("#list .text").nth(HOSTILE.index(BIDI))
        assert right_to_left.evaluate("item => getComputedStyle(item).direction") == "rtl"
        assert page.locator("select[name=label] option").nth(1).inner_text() in HOSTILE
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_where_it_fails_is_said_first(browser, samples):
    report = report_of(samples)
    with opened(browser, samples / "run" / "report.html") as page:
        said = page.inner_text(".findings")
        classes = report["errors"]["classes"]
        lost = sum(found["gold"] for name, found in classes.items() if name != "correct")
        assert f"mostly missed: {classes['missed']['gold']} of {lost}" in said
        figures = report["labels"]["AGREEMENT"]
        assert f"AGREEMENT, F1 {figures['f1']:.3f}" in said
        most = report["errors"]["missed"][0]
        assert f"{most['text']} ({most['count']})" in said
        box = page.locator(".findings").bounding_box()
        assert box["y"] + box["height"] < 900
        page.click(".findings a:has-text('AGREEMENT')")
        expect(page.locator("select[name=label]")).to_have_value("AGREEMENT")
        page.fill("input[name=text]", "no such sentence")
        page.click("#clear")
        assert page.input_value("select[name=label]") == ""
        expect(page.locator("#nothing")).to_be_hidden()


def test_a_filtered_page_has_an_address_of_its_own(browser, samples):
    with opened(browser, samples / "run" / "report.html") as page:
        page.select_option("select[name=class]", "boundary")
        page.fill("input[name=text]", "treaty & more")
        address = page.evaluate("location.href")
    another = browser.new_page()
    another.goto(address)
    assert another.input_value("select[name=class]") == "boundary"
    assert another.input_value("input[name=text]") == "treaty & more"
    another.close()


def test_bars_stand_over_the_very_characters(browser, samples):
    [sentence] = [
        one
        for one in report_of(samples)["sentences"]["shown"]
        if one["text"].startswith("🇫🇷🇩🇪 Macron and Merkel")
    ]
    with opened(browser, samples / "run" / "report.html") as page:
        page.fill("input[name=text]", sentence["text"][:20])
        pieces = page.locator("#list .piece").all_text_contents()
        assert page.locator("#list .text").text_content() == sentence["text"]
    words = [sentence["text"][span["start"] : span["end"]] for span in sentence["gold"]]
    assert "Franco" in words  # inside the word Franco-German, and inside the name of a treaty
    for word in words:
        assert word in pieces or word in "".join(pieces)
    assert {"Macron", "Merkel", "Franco"} <= set(pieces)


def test_all_that_is_filtered_in_is_printed(browser, samples, tmp_path):
    with opened(browser, samples / "run" / "report.html") as page:
        page.select_option("select[name=class]", "missed")
        wanted = int(found(page).split()[0])
        assert wanted > page.locator("#list > li").count() == 40
        closed = page.locator("details:not([open])").count()
        assert closed > 0
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#list > li").count() == wanted
        assert page.locator("details:not([open])").count() == 0
        assert page.inner_text("#printed") == "Filtered by class missed."
        assert not page.is_visible("#filters")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("#list > li").count() == 40
        assert page.locator("details:not([open])").count() == closed
        page.emulate_media(media="screen")
        page.click("#more")
        ids = page.locator("#list .where").all_text_contents()
        assert len(ids) == len(set(ids)) == min(80, wanted)
        page.pdf(path=tmp_path / "report.pdf")
        assert (tmp_path / "report.pdf").stat().st_size > 100_000


FILTERED = """() => {
  const started = performance.now();
  document.querySelector("input[name=text]").value = "number 90";
  document.getElementById("filters").dispatchEvent(new Event("input"));
  document.body.getBoundingClientRect();
  return performance.now() - started;
}"""


def test_a_large_page_stays_small_and_says_what_it_leaves_out(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("goldspan.evaluate.shown_report.MOST_WITH_ERRORS", 1000)
    case = large_case(12_000, 1200)
    score = score_case(case, judged=referee(case, "off"), with_sentences=True)
    write_report(score, tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 2_000_000
    assert score.sentences.with_errors == 1200
    ids = [int(sentence.id.split("#")[1]) for sentence in score.sentences.shown]
    assert ids == sorted(ids) and ids[-1] > 11_900
    with opened(browser, tmp_path / "report.html") as page:
        assert "1,000 of 1,200 sentences with errors" in page.inner_text("main")
        assert found(page).startswith("1,000 of 1,200 sentences")
        loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert loaded < 2000
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert "The first 500 of them follow; 500 are left out." in page.text_content("#printed")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        while page.is_visible("#more"):
            page.click("#more")
        assert page.locator("#list > li").count() == 1000
        assert min(page.evaluate(FILTERED) for _ in range(3)) < 1000


def test_texts_that_are_too_long_together_are_thinned_out(monkeypatch):
    monkeypatch.setattr("goldspan.evaluate.shown_report.MOST_CHARACTERS", 3000)
    shown = shown_sentences(large_case(100, 50), {})
    assert 0 < sum(len(sentence.text) for sentence in shown.shown) <= 3300
    assert shown.with_errors == 50
