import json

from playwright.sync_api import expect

from .pages import counted, opened


def comparison_of(samples):
    return json.loads((samples / "comparison" / "report.json").read_text(encoding="utf-8"))


def test_the_leaderboard_and_the_differences_are_those_of_the_json(browser, samples):
    report = comparison_of(samples)
    with opened(browser, samples / "comparison" / "report.html") as page:
        rows = page.locator("#leaderboard tbody tr").all_inner_texts()
        for row, system in zip(rows, report["systems"], strict=True):
            cells = row.split("\t")
            low, high = system["rank_interval"]
            assert cells[0] == system["name"]
            assert cells[2] == f"{system['rank']} ({low}–{high})"
            assert cells[3] == f"{system['f1']:.3f}"
            assert cells[-1].startswith(str(len(system["runs"]["f1"])))
        rows = page.locator("#differences tbody tr").all_inner_texts()
        for row, pair in zip(rows, report["pairs"], strict=True):
            cells = row.split("\t")
            assert cells[0] == f"{pair['first']} − {pair['second']}"
            low, high = pair["overall"]["interval"]
            assert cells[2] == f"{pair['overall']['difference']:+.3f}".replace("-", "−")
            assert cells[3] == f"{low:+.3f} to {high:+.3f}".replace("-", "−")


def keys(spans):
    return {(span["start"], span["end"], span["label"]) for span in spans}


def apart(report, pair):
    """Spans that one of two systems has alone, by kind, sentence by sentence."""
    names = [system["name"] for system in report["systems"]]
    one, other = names.index(pair["first"]), names.index(pair["second"])
    for sentence in report["sentences"]["shown"]:
        gold, first, second = (
            keys(side)
            for side in (sentence["gold"], *(sentence["systems"][n] for n in (one, other)))
        )
        if first != second:
            yield (
                sentence,
                {
                    "first-found": (first - second) & gold,
                    "second-found": (second - first) & gold,
                    "first-spurious": (first - second) - gold,
                    "second-spurious": (second - first) - gold,
                },
            )


def test_every_sentence_in_which_two_systems_differ_is_shown(browser, samples):
    report = comparison_of(samples)
    with opened(browser, samples / "comparison" / "report.html") as page:
        for number, pair in enumerate(report["pairs"]):
            differing = list(apart(report, pair))
            assert len(differing) == pair["sentences_apart"]
            page.select_option("select[name=pair]", str(number))
            total = len(report["sentences"]["shown"])
            expect(page.locator("#found")).to_contain_text(
                f"{len(differing)} of {total} sentences:"
            )
            for name, side in ((pair["first"], "first"), (pair["second"], "second")):
                hits, misses = (
                    sum(len(spans[f"{side}-{kind}"]) for _, spans in differing)
                    for kind in ("found", "spurious")
                )
                assert hits == pair["found"][f"only_{side}"]
                assert misses == pair["spurious"][f"only_{side}"]
                expect(page.locator("#found")).to_contain_text(
                    f"{name} alone found {counted(hits, 'gold span', 'gold spans')} and has"
                    f" {counted(misses, 'spurious one', 'spurious ones')}"
                )
            for kind in differing[0][1]:
                page.select_option("select[name=class]", kind)
                fitting = sum(bool(spans[kind]) for _, spans in differing)
                expect(page.locator("#found")).to_contain_text(f"{fitting} of {total} sentences:")
                expect(page.locator("#nothing")).to_be_visible(visible=not fitting)
            page.select_option("select[name=class]", "")


def test_counts_link_to_their_sentences(browser, samples):
    report = comparison_of(samples)
    pair = report["pairs"][0]
    with opened(browser, samples / "comparison" / "report.html") as page:
        page.locator("#alone tbody tr").first.get_by_role(
            "link", name=str(pair["spurious"]["only_first"]), exact=True
        ).click()
        expect(page.locator("select[name=class]")).to_have_value("first-spurious")
        [sentence, *_] = [one for one, spans in apart(report, pair) if spans["first-spurious"]]
        expect(page.locator("#list > li").first).to_contain_text(sentence["id"])
        expect(page.locator("#list > li .spans").first).to_contain_text(
            f"spurious in {pair['first']} alone"
        )


def test_filters_apply_to_differences(browser, samples):
    report = comparison_of(samples)
    with opened(browser, samples / "comparison" / "report.html") as page:
        page.select_option("select[name=language]", label="vi")
        page.select_option("select[name=label]", "LEADER")
        page.select_option("select[name=class]", "first-found")
        vietnamese = report["sentences"]["slices"].index(["language", "vi"])
        fitting = [
            sentence["id"]
            for sentence, spans in apart(report, report["pairs"][0])
            if vietnamese in sentence["slices"]
            and any(label == "LEADER" for *_, label in spans["first-found"])
        ]
        assert 0 < len(fitting) < 40
        assert page.locator("#list .where").all_text_contents() == fitting


def test_a_comparison_of_an_earlier_version_is_read(goldspan, samples, tmp_path):
    plain = comparison_of(samples)
    del plain["sentences"], plain["gold"]["colours"]
    for pair in plain["pairs"]:
        del pair["spurious"], pair["sentences_apart"]
    (tmp_path / "old.json").write_text(json.dumps(plain), encoding="utf-8")
    run = goldspan("evaluate", "report", "old.json", "-o", "old.html")
    assert run.code == 0, run.err
    assert "compare --report" in (tmp_path / "old.html").read_text(encoding="utf-8")


def test_markdown_says_the_same(samples):
    report = comparison_of(samples)
    text = (samples / "comparison" / "report.md").read_text(encoding="utf-8")
    for system in report["systems"]:
        assert f"| {system['name']} | {system['rank']} (" in text
    for pair in report["pairs"]:
        difference = f"{pair['overall']['difference']:+.3f}".replace("-", "−")
        assert f"| {pair['first']} | {pair['second']} | {difference} |" in text
        spurious = " | ".join(str(number) for number in pair["spurious"].values())
        assert f"| {spurious} | {pair['sentences_apart']} |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_compare_writes_it_and_report_renders_it_again(goldspan, samples, tmp_path):
    systems = [samples / "baseline.jsonl", samples / "fewer-3.jsonl"]
    run = goldspan("evaluate", "compare", samples / "gold", *systems, "--report", "both", "--json")
    assert run.code == 0, run.err
    kept = json.loads((tmp_path / "both" / "report.json").read_text(encoding="utf-8"))
    assert len(kept["sentences"]["shown"]) == kept["pairs"][0]["sentences_apart"] > 5
    assert json.loads(run.out) == {**kept, "sentences": None}
    first = (tmp_path / "both" / "report.html").read_bytes()
    (tmp_path / "both" / "report.html").unlink()
    assert goldspan("evaluate", "report", "both").code == 0
    assert (tmp_path / "both" / "report.html").read_bytes() == first
    (tmp_path / "plain.json").write_text(run.out, encoding="utf-8")
    assert goldspan("evaluate", "report", "plain.json", "-o", "plain.html").code == 0
