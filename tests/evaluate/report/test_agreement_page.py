import json

from playwright.sync_api import expect

from goldspan.samples import ANNOTATORS, sample_annotations

from .pages import counted, found, numbers, opened


def test_it_shows_what_the_json_says(browser, samples):
    report = json.loads((samples / "agreement.json").read_text(encoding="utf-8"))
    with opened(browser, samples / "agreement.html") as page:
        assert f"{report['overall']['f1']:.3f}" in page.inner_text(".headline")
        assert f"{report['alpha']['overall']['alpha']:.3f}" in page.inner_text(".headline")
        kinds = report["disagreements"]["kinds"]
        assert numbers(page, "#kinds") == {kind: [number] for kind, number in kinds.items()}
        [[_, value], [mirrored, _]] = page.eval_on_selector_all(
            "#matrix tbody tr",
            "rows => rows.map(row => [...row.cells].slice(1).map(c => c.innerText))",
        )
        assert value == mirrored == f"{report['overall']['f1']:.3f} (236)"


def test_every_disagreement_is_shown_in_its_sentence(browser, samples):
    lines = (samples / "disagreements.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    with opened(browser, samples / "agreement.html") as page:
        for kind in {record["kind"] for record in records}:
            page.click(f"#kinds a:text-is('{kind}')")
            mine = [record for record in records if record["kind"] == kind]
            page.wait_for_function(
                "count => document.querySelectorAll('#list > li').length === count",
                arg=len({record["sentence"] for record in mine}),
            )
            sides = [
                sum(record[side] is not None for record in mine)
                for side in ("first_span", "second_span")
            ]
            first = counted(sides[0], "span", "spans")
            assert f"with {first} of the first annotator and {sides[1]} of the second" in found(
                page
            )
            for record in mine:
                for side in ("first", "second"):
                    if span := record[f"{side}_span"]:
                        # What isn't drawn yet has no inner text, so this asks until it is.
                        expect(page.locator("#list")).to_contain_text(
                            f"{span['label']} {span['text']}",
                            use_inner_text=True,
                        )


def test_annotators_work_is_shown_week_by_week(browser, samples):
    with opened(browser, samples / "agreement.html") as page:
        [ada, grace] = page.locator("#annotators tbody tr").all_inner_texts()
        assert ada.split("\t") == [
            "ada", "0.875", "0.800–0.900", "9.5", "1 of 18", "3 of 4", "31 of 40 (78%)", "4"
        ]  # fmt: skip
        assert grace.split("\t")[1:4] == ["-", "-", "-"]
        page.click("summary:text-is('Pace by week in figures')")
        weeks = page.locator("figure").nth(1).locator("tbody tr").all_inner_texts()
        assert [week.split("\t") for week in weeks] == [
            ["2026-W07", "11.500", "11.500"],
            ["2026-W09", "7.250", ""],
        ]


def test_markdown_says_the_same(samples):
    report = json.loads((samples / "agreement.json").read_text(encoding="utf-8"))
    text = (samples / "agreement.md").read_text(encoding="utf-8")
    for name, one in report["labels"].items():
        assert f"| {name} | {one['f1']:.3f} |" in text
    for kind, number in report["disagreements"]["kinds"].items():
        assert f"| {kind} | {number} |" in text
    assert "| ada | 0.875 | 0.800–0.900 | 9.5 | 1 of 18 | 3 of 4 | 31 of 40 |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_what_goes_with_another_report_is_refused(goldspan, samples):
    run = goldspan("evaluate", "report", samples / "run", "--quality", samples / "status.json")
    assert run.code == 1
    assert "--quality goes with the JSON of agreement" in run.err
    file = samples / "agreement.json"
    assert goldspan("evaluate", "report", file, "--agreement", file).code == 1
    run = goldspan("evaluate", "report", file, "--quality", file, "-o", "page.html")
    assert run.code == 1
    assert "annotate status --quality --json" in run.err


def test_what_was_measured_beside_is_shown_and_what_not_is_named(
    browser, samples, goldspan, tmp_path
):
    with opened(browser, samples / "agreement.html") as page:
        assert "Not measured here: gamma (--gamma), token kappa" in page.inner_text(".notes")
    files = [sample_annotations(name) for name in ANNOTATORS]
    run = goldspan(
        "gold",
        "agreement",
        *files,
        "--gamma",
        "--token-kappa",
        "--gold",
        samples / "gold",
        "--json",
    )
    assert run.code == 0, run.err
    (tmp_path / "agreement.json").write_text(run.out, encoding="utf-8")
    assert goldspan("evaluate", "report", "agreement.json").code == 0
    found = json.loads(run.out)
    text = (tmp_path / "agreement.md").read_text(encoding="utf-8")
    kappas, against = found["token_kappa"]["pairs"], found["accuracy_against_gold"]["annotators"]
    with opened(browser, tmp_path / "agreement.html") as page:
        assert "Not measured" not in page.inner_text("main")
        assert f"{found['gamma']['gamma']:.3f}" in page.inner_text(".headline")
        assert f"Gamma {found['gamma']['gamma']:.3f} (95%" in text
        for name, one in kappas.items():
            assert f"{name}\t{one['kappa']:.3f}\t{one['tokens']:,}" in page.inner_text("#kappa")
            assert f"| {name.replace('&', chr(92) + '&')} | {one['kappa']:.3f} |" in text
        rows = page.locator("#accuracies tbody tr").all_inner_texts()
        for name, one in against.items():
            [row] = [row.split("\t") for row in rows if row.split("\t")[0] == name]
            assert row[2] == f"{one['all']['f1']:.3f}"
            assert row[-1].rstrip("*") == str(one["all"]["gold"])
            figures = [f"{one['all'][figure]:.3f}" for figure in ("precision", "recall", "f1")]
            assert f"| {name} | {' | '.join(figures)} |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)
