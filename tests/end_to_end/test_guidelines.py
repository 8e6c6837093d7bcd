"""Guidelines run: their examples go through the whole loop, and another domain needs no code."""

import json

import pytest

from goldspan.annotate.push import push
from goldspan.annotate.server import connect
from goldspan.annotate.tasks import result_of
from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.guidelines.page import instructions_html
from goldspan.iob2 import decode, encode
from goldspan.records import read_records
from goldspan.sentences import Sentence
from goldspan.tokens import tokenise

from ..guidelines.test_read import SOUND, write
from .browser import TEXT, mark, open_task, signed_in, submit


def examples(guidelines):
    return [example for rule in guidelines.rules for example in rule.examples]


def as_sentence(place, example):
    return Sentence(doc="examples", index=place, text=example.text, lang=example.lang)


def submit_all(server, project, records):
    listed = server.client.tasks.list(project=project, fields="task_only", include="id,data")
    tasks = {task.data["id"]: task.id for task in listed}
    for record in records:
        server.client.annotations.create(tasks[record.sentence], result=result_of(record))


def annotation(sentence, spans):
    return Annotation(
        sentence=sentence.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        annotator="a",
        spans=spans,
    )


def test_every_example_survives_push_pull_and_iob2(goldspan, studio, guidelines, tmp_path):
    sentences = [as_sentence(*item) for item in enumerate(examples(guidelines))]
    name = f"examples {tmp_path.name}"[:50]
    with connect() as server:
        pushed = push(server, sentences, project_name=name, guidelines=guidelines)
        records = [
            annotation(sentence, example.spans)
            for sentence, example in zip(sentences, examples(guidelines), strict=True)
        ]
        submit_all(server, pushed.project, records)
    run = goldspan("annotate", "pull", "--project", name, "-o", "a.jsonl")
    assert run.code == 0, run.err
    pulled = {r.index: r for _, r in read_records(tmp_path / "a.jsonl", Annotation)}
    for place, example in enumerate(examples(guidelines)):
        spans = pulled[place].spans
        assert {s.content for s in spans} == {s.content for s in example.spans}, example
        assert all(s.text == example.text[s.start : s.end] for s in spans)
        tokens = tokenise(example.text)
        tags, left_over = encode(spans, tokens)
        shown = decode(tags, tokens)
        assert {s.key for s in [*shown, *left_over]} == {s.key for s in example.spans}


def test_the_instructions_show_every_example(guidelines):
    page = instructions_html(guidelines)
    spans = [span for example in examples(guidelines) for span in example.spans]
    assert page.count("<mark>") >= len(spans)
    assert page.count("<mark>") == page.count("</mark>")


def render(studio, guidelines, tmp_path, chosen):
    """Each example on the labelling page, as an annotator sees it: its text and its labels."""
    sentences = [as_sentence(place, example) for place, example in enumerate(chosen)]
    name = f"page {tmp_path.name}"[:50]
    with connect() as server:
        pushed = push(server, sentences, project_name=name, guidelines=guidelines)
        records = [
            annotation(sentence, example.spans)
            for sentence, example in zip(sentences, chosen, strict=True)
        ]
        submit_all(server, pushed.project, records)
        listed = server.client.tasks.list(
            project=pushed.project, fields="task_only", include="id,data"
        )
        tasks = {task.data["index"]: task.id for task in listed}
    secrets = studio.secrets
    with signed_in(studio.url, secrets.email, secrets.password) as page:
        for place, example in enumerate(chosen):
            open_task(page, studio.url, pushed.project, tasks[place])
            shown = page.locator(f"{TEXT} [class*=htx-highlight]")
            if example.spans:
                shown.first.wait_for()
            text = page.locator(TEXT).text_content()
            assert "".join(example.text.split()) in "".join(text.split()), example
            labels = {label.split(":")[-1] for label in page.evaluate(LABELS_SHOWN, TEXT)}
            assert labels == {span.label for span in example.spans}, example


LABELS_SHOWN = """
selector => [...document.querySelectorAll(`${selector} [data-label]`)]
  .map(node => node.dataset.label)
"""


def test_the_page_renders_examples(studio, guidelines, tmp_path):
    chosen = [e for e in examples(guidelines) if e.spans and not e.is_counter]
    nested = [e for e in chosen if any(span.label == "AGREEMENT" for span in e.spans)]
    render(studio, guidelines, tmp_path, [*chosen[:2], *nested[-2:]])


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_page_renders_every_example(studio, guidelines, tmp_path):
    render(studio, guidelines, tmp_path, examples(guidelines))


def test_another_domain_needs_no_code(goldspan, studio, tmp_path):
    """Other labels, colours and hotkeys: on the page, in the ClassLabel, in the score."""
    import datasets

    write(tmp_path, SOUND.replace('"#d55e00"', '"#cc79a7"').replace('hotkey: "2"', 'hotkey: "d"'))
    (tmp_path / "doses.md").rename(tmp_path / "guidelines.md")
    (tmp_path / "a.txt").write_text("Take Aspirin 500 mg daily.\n")
    name = f"doses {tmp_path.name}"[:50]
    run = goldspan("annotate", "push", "a.txt", "--project", name, "--json")
    assert run.code == 0, run.err
    project = json.loads(run.out)["project"]
    with connect() as server:
        [task] = server.client.tasks.list(project=project, fields="task_only", include="id")
    secrets = studio.secrets
    with signed_in(studio.url, secrets.email, secrets.password) as page:
        open_task(page, studio.url, project, task.id)
        mark(page, "d", "500 mg")
        mark(page, "1", "Aspirin")
        offered = page.evaluate(LABELS_OFFERED)
        submit(page)
    assert offered == [["DRUG", "1", "#0072b2"], ["DOSE", "d", "#cc79a7"]]
    assert goldspan("annotate", "pull", "--project", name, "-o", "a.jsonl").code == 0
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    tokens = datasets.load_dataset(str(tmp_path / "gold"), "bio", split="test")
    names = tokens.features["ner_tags"].feature.names
    assert names == ["O", "B-DRUG", "I-DRUG", "B-DOSE", "I-DOSE"]
    assert [names[tag] for tag in tokens[0]["ner_tags"]] == [
        "O", "B-DRUG", "B-DOSE", "I-DOSE", "O", "O",
    ]  # fmt: skip
    prediction = {"sentence": "a#0", "spans": [{"start": 13, "end": 19, "label": "DOSE"}]}
    (tmp_path / "p.jsonl").write_text(json.dumps(prediction) + "\n")
    score = json.loads(goldspan("evaluate", "score", "gold", "p.jsonl", "--json").out)
    assert {label: figures["f1"] for label, figures in score["labels"].items()} == {
        "DRUG": 0.0,
        "DOSE": 1.0,
    }
    table = goldspan("evaluate", "score", "gold", "p.jsonl").out
    assert "DRUG" in table and "DOSE" in table and "LEADER" not in table


LABELS_OFFERED = """
() => [...document.querySelectorAll('.gs-bar .lsf-label')].map(node => [
  node.querySelector('.lsf-label__text').textContent,
  node.querySelector('.lsf-label__hotkey').textContent,
  node.style.getPropertyValue('--color'),
])
"""


def test_mixed_versions_of_the_guidelines_are_noticed_and_recorded(goldspan, studio, tmp_path):
    name = f"versions {tmp_path.name}"[:50]
    path = write(tmp_path, SOUND)
    (tmp_path / "a.txt").write_text("Take Aspirin.\nTake Ibuprofen.\n")
    options = ("--project", name, "--guidelines", path)
    project = json.loads(goldspan("annotate", "push", "a.txt", *options, "--json").out)["project"]
    with connect() as server:
        listed = server.client.tasks.list(project=project, fields="task_only", include="id,data")
        tasks = {task.data["index"]: task.id for task in listed}
        server.client.annotations.create(tasks[0], result=[])
        write(tmp_path, SOUND.replace("version: 1.0.0", "version: 1.1.0"))
        assert goldspan("annotate", "push", "a.txt", *options).code == 0
        server.client.annotations.create(tasks[1], result=[])
    run = goldspan("annotate", "pull", *options, "-o", "a.jsonl")
    assert "annotations were made under different guidelines: 1.0.0" in run.err
    assert "1.1.0" in run.err
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold", "--guidelines", path).code == 0
    recorded = [s.guidelines for s in read_gold(tmp_path / "gold").sentences()]
    assert [stamps[0].split()[0] for stamps in recorded] == ["1.0.0", "1.1.0"]
    assert all(len(stamps[0].split(":")[1]) == 64 for stamps in recorded)
