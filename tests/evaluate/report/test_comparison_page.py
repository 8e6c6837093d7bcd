import json

from playwright.sync_api import expect

from .pages import opened


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


def test_what_one_system_found_alone_is_shown_in_its_sentence(browser, samples):
    report = comparison_of(samples)
    with opened(browser, samples / "comparison" / "report.html") as page:
        for number, pair in enumerate(report["pairs"]):
            alone = pair["only_first"] + pair["only_second"]
            assert len(alone) == pair["found"]["only_first"] + pair["found"]["only_second"]
            page.select_option("select[name=slice]", str(number))
            expect(page.locator("#found")).to_contain_text(f"with {len(alone)} gold spans")
        page.select_option("select[name=slice]", "0")
        page.select_option("select[name=class]", "only baseline found it")
        spans = sum(len(example["gold"]) for example in report["pairs"][0]["only_first"])
        expect(page.locator("#found")).to_contain_text(f"with {spans} gold spans")


def test_markdown_says_the_same(samples):
    report = comparison_of(samples)
    text = (samples / "comparison" / "report.md").read_text(encoding="utf-8")
    for system in report["systems"]:
        assert f"| {system['name']} | {system['rank']} (" in text
    for pair in report["pairs"]:
        difference = f"{pair['overall']['difference']:+.3f}".replace("-", "−")
        assert f"| {pair['first']} | {pair['second']} | {difference} |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_compare_writes_it_and_report_renders_it_again(goldspan, samples, tmp_path):
    systems = [samples / "baseline.jsonl", samples / "fewer-3.jsonl"]
    run = goldspan("evaluate", "compare", samples / "gold", *systems, "--report", "both", "--json")
    assert run.code == 0, run.err
    kept = json.loads((tmp_path / "both" / "report.json").read_text(encoding="utf-8"))
    assert len(kept["pairs"][0]["only_first"]) == kept["pairs"][0]["found"]["only_first"] > 5
    assert len(json.loads(run.out)["pairs"][0]["only_first"]) == 5
    first = (tmp_path / "both" / "report.html").read_bytes()
    (tmp_path / "both" / "report.html").unlink()
    assert goldspan("evaluate", "report", "both").code == 0
    assert (tmp_path / "both" / "report.html").read_bytes() == first
    (tmp_path / "plain.json").write_text(run.out, encoding="utf-8")
    assert goldspan("evaluate", "report", "plain.json", "-o", "plain.html").code == 0
