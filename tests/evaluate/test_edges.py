"""Data at the edges give numbers or a clear sentence, never a traceback and never nan."""

import json
import math

import msgspec
import pyarrow
import pyarrow.parquet
import pytest

from goldspan.errors import InputError
from goldspan.evaluate import score
from goldspan.evaluate.compare import compare
from goldspan.evaluate.contestant import Contestant
from goldspan.evaluate.inputs import dataset_case
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.table import notes
from goldspan.records import write_records
from goldspan.spans import Span

from ..gold.test_merge import PUTIN, said
from .builders import dataset, gold, predicted


def plain(report):
    """The report's JSON, which holds no nan."""
    text = msgspec.json.encode(report).decode()
    found = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))

    def check(value):
        if isinstance(value, dict):
            any(check(item) for item in value.values())
        elif isinstance(value, list):
            any(check(item) for item in value)
        elif isinstance(value, float):
            assert math.isfinite(value)

    check(found)
    return found


CASES = {
    "nothing at all": ([], []),
    "empty gold": ([[], []], [[(0, 2, "A")], []]),
    "no predictions": ([[(0, 2, "A")], []], [[], []]),
    "neither": ([[], []], [[], []]),
    "one sentence": ([[(0, 2, "A")]], [[(0, 2, "A")]]),
    "all O": ([["O", "O"]], [["O", "O"]]),
    "other labels": ([[(0, 2, "A")]], [[(0, 2, "B")]]),
    "nested and crossing": (
        [[(0, 5, "A"), (1, 3, "A"), (2, 7, "B")]],
        [[(1, 3, "A"), (4, 9, "A")]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_score_is_plain_numbers(name):
    report = plain(score(*CASES[name]))
    assert report["overall"]["f1"] in (0, 1) or name == "nested and crossing"
    classes = report["errors"]["classes"].values()
    assert sum(part["gold"] for part in classes) == report["overall"]["support"]
    assert sum(part["predicted"] for part in classes) == report["overall"]["predicted"]


def test_ten_thousand_labels():
    rows = [[(0, 3, f"L{number}")] for number in range(10_000)]
    found = score(rows, [*rows[:5000], *rows[:5000]], referee_extent="off")
    report = plain(found)
    assert len(report["labels"]) == 10_000
    assert report["overall"]["matched"] == 5000
    assert report["labels"]["L0"]["predicted"] == 2


@pytest.mark.parametrize(("labels", "said"), [(64, ""), (65, "; labels: linearised over")])
def test_it_says_how_the_intervals_of_so_many_labels_are_made(labels, said):
    rows = [[(0, 3, f"L{number % labels}")] for number in range(130)]
    found = [[], *rows[1:]]
    method = score(rows, found, documents=[f"d{place}" for place in range(130)]).interval.method
    assert method.startswith(f"percentile bootstrap over documents{said}")
    assert (";" in method) == bool(said)


def test_a_sentence_of_100_000_characters():
    text = "ab " * 33_400
    spans = [(start, start + 2, "A") for start in range(0, 100_000, 30)]
    shifted = [(start, end + 1, label) for start, end, label in spans[::2]]
    report = plain(score([spans], [shifted + spans[1::2]], texts=[text]))
    assert report["errors"]["classes"]["boundary"]["gold"] == len(spans[::2])
    assert report["overall"]["matched"] == len(spans[1::2])


def test_many_spans_on_top_of_each_other():
    one = [(0, end, "A") for end in range(2, 60)]
    other = [(0, end, "A") for end in range(60, 118)]
    report = plain(score([one], [other], texts=["x" * 200]))
    assert report["errors"]["semeval"]["type"]["correct"] == len(one), "scipy pairs them all"


def test_one_document_has_no_interval():
    sentence = gold("President Putin", [Span(start=10, end=15, label="LEADER")])
    case = dataset_case(dataset([sentence]), {sentence.id: predicted(sentence, [])})
    report = plain(score_case(case))
    assert report["overall"]["f1_interval"] is None
    assert report["power"] is None


@pytest.mark.parametrize("documents", [5, 6])
def test_a_score_says_with_how_few_documents_no_difference_can_be_shown(documents):
    spans = [[(0, 3, "A"), (4, 7, "A")] for _ in range(documents)]
    found = [[(0, 3, "A")], *spans[1:]]
    names = [f"d{place}" for place in range(documents)]
    report = score(spans, found, texts=["abc def"] * documents, documents=names)
    [said] = [line for line in notes(report) if "2 points take" in line]
    assert report.power.entities_for_2_points > 0
    if documents < 6:
        assert report.power.smallest_difference is None
        assert said.startswith(
            "With 5 documents no difference in F1 can be shown; that takes 6 at least;"
        )
    else:
        points = f"{100 * report.power.smallest_difference:.1f}"
        assert said.startswith(f"These documents can show a difference of {points} points in F1;")


def test_a_gold_folder_without_sentences(goldspan, tmp_path):
    """A split that nothing fell into, and predictions without a record."""
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN)])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    path = tmp_path / "gold" / "sentences" / "test.parquet"
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).slice(0, 0), path)
    (tmp_path / "p.jsonl").write_text("")
    run = goldspan("evaluate", "score", "gold", "p.jsonl", "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["overall"]["support"] == 0
    assert "0 sentences" in goldspan("evaluate", "score", "gold", "p.jsonl").out


def test_damaged_gold_is_told(goldspan, tmp_path):
    write_records(tmp_path / "a.jsonl", [said("a", PUTIN)])
    assert goldspan("gold", "build", "a.jsonl", "-o", "gold").code == 0
    path = tmp_path / "gold" / "sentences" / "test.parquet"
    rows = pyarrow.parquet.read_table(path).to_pylist()
    rows[0]["spans"][0]["end"] = 900
    schema = pyarrow.parquet.read_schema(path)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), path)
    run = goldspan("evaluate", "score", "gold", "baseline")
    assert run.code == 1
    assert "gold is damaged: sentence d#0: offsets" in run.err
    path.write_bytes(b"nothing")
    run = goldspan("evaluate", "score", "gold", "baseline")
    assert (run.code, "test.parquet: can't be read" in run.err) == (1, True)


def test_comparing_nothing_with_nothing():
    sentence = gold("President Putin", [])
    cases = [
        dataset_case(dataset([sentence]), {sentence.id: predicted(sentence, [])}) for _ in range(2)
    ]
    systems = [Contestant(name, [], [case]) for name, case in zip("ab", cases, strict=True)]
    report = plain(compare(systems))
    assert report["pairs"][0]["overall"]["p"] is None
    assert report["pairs"][0]["is_significant"] is False


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (([[(0, 2, "A")]], [[]], {"texts": ["x"]}), "gold: sentence 0: offsets 0..2"),
        (([[]], [[(3, 3, "A")]], {}), "predictions: sentence 0: offsets 3..3 select nothing"),
        (([[]], [[], []], {}), "gold has 1 sentence, predictions 2"),
        (([[(0, 1, "A")]], [["B-A"]], {}), "'B-A' isn't a span"),
        (([[]], [[(1, 2)]], {}), "(1, 2) isn't a span"),
        (([["I-A"]], [["O"]], {}), "I-A continues no A"),
        (([["X-A"]], [["O"]], {}), "tag 'X-A' isn't one of IOB2"),
    ],
)
def test_what_cannot_be_scored_is_told_in_a_sentence(given, message):
    wanted, found, more = given
    with pytest.raises(InputError) as error:
        score(wanted, found, **more)
    assert message in str(error.value)
