"""``from goldspan.evaluate import score`` takes what a program has in hand."""

import subprocess
import sys

import datasets
import pytest
import spacy

from goldspan.errors import InputError
from goldspan.evaluate import score
from goldspan.spans import Span

TEXTS = ["Putin visited Vietnam.", "Nobody came."]
GOLD = [[(0, 5, "LEADER"), (14, 21, "COUNTRY")], []]
FOUND = [[(0, 5, "LEADER")], [(0, 6, "LEADER")]]
COUNTS = (1, 2, 2)


def counts(report):
    return report.overall.matched, report.overall.predicted, report.overall.support


def test_lists_of_spans_in_any_form():
    forms = [
        FOUND,
        [[Span(start=s, end=e, label=label) for s, e, label in row] for row in FOUND],
        [
            [{"start": s, "end": e, "label": label, "score": 1} for s, e, label in row]
            for row in FOUND
        ],
    ]
    for form in forms:
        report = score(GOLD, form, texts=TEXTS, documents=["a", "b"])
        assert counts(report) == COUNTS
        assert report.referee.agrees
        assert report.errors.missed[0].text == "Vietnam"
        assert report.interval.unit == "document"


def test_tag_lists_as_seqeval_takes_them():
    gold = [["B-LEADER", "O", "B-COUNTRY", "O"], ["O", "O", "O"]]
    found = [["B-LEADER", "O", "O", "O"], ["B-LEADER", "O", "O"]]
    assert counts(score(gold, found)) == COUNTS
    broken = [["I-LEADER", "O", "O", "O"], ["B-LEADER", "O", "O"]]
    assert counts(score(gold, broken, mode="conlleval")) == COUNTS
    assert counts(score(gold, broken, mode="strict")) == (0, 1, 2)


def test_tag_lists_have_documents_too():
    gold, found = [["B-X"], ["B-X"], ["O"]], [["B-X"], ["O"], ["O"]]
    report = score(gold, found, documents=["a", "a", "b"])
    assert report.interval.unit == "document"
    assert report.documents == {"a": (1, 1, 2), "b": (0, 0, 0)}
    assert score(gold, found).interval.unit == "sentence"
    with pytest.raises(InputError, match="gold has 3 sequences, documents 1"):
        score(gold, found, documents=["a"])


def test_tag_lists_have_texts_too():
    gold = [["B-LEADER", "I-LEADER", "O", "B-COUNTRY"], ["O", "O"]]
    found = [["B-LEADER", "I-LEADER", "O", "O"], ["O", "B-LEADER"]]
    report = score(gold, found, texts=["Xi  Jinping visited Laos", "Nobody came"])
    assert counts(report) == counts(score(gold, found))
    assert [one.text for one in report.errors.missed] == ["Laos"]
    assert [one.text for one in report.errors.spurious] == ["came"]
    assert {one.text for one in score(gold, found).errors.missed} == {"_"}
    unlike = "sequence 1: 4 tags, but its text has 3 tokens; between the tokens"
    with pytest.raises(InputError, match=unlike):
        score(gold, found, texts=["Xi Jinping visitedLaos", "Nobody came"])
    with pytest.raises(InputError, match=r"gold has 2 sequences, texts 1\."):
        score(gold, found, texts=["Xi Jinping visited Laos"])


def test_datasets_of_tags_have_tokens():
    gold, found = (
        datasets.Dataset.from_dict({"tokens": [["Sri Lanka", "", "won"]], "ner_tags": [tags]})
        for tags in (["B-COUNTRY", "B-COUNTRY", "O"], ["O", "O", "O"])
    )
    report = score(gold, found)
    assert sorted(one.text for one in report.errors.missed) == ["Sri Lanka", "_"]


def test_spacys_documents():
    nlp = spacy.blank("en")
    sides = []
    for side in (GOLD, FOUND):
        documents = [nlp(text) for text in TEXTS]
        for document, row in zip(documents, side, strict=True):
            document.ents = [document.char_span(*span) for span in row]
        sides.append(documents)
    report = score(*sides)
    assert counts(report) == COUNTS
    assert report.errors.spurious[0].text == "Nobody"
    assert counts(score(GOLD, sides[1])) == COUNTS, "kinds may be mixed"


def test_hugging_face_datasets_of_spans_and_of_tags():
    def spans(side):
        rows = [[{"start": s, "end": e, "label": label} for s, e, label in row] for row in side]
        return datasets.Dataset.from_dict({"text": TEXTS, "doc": ["a", "b"], "spans": rows})

    report = score(spans(GOLD), spans(FOUND))
    assert counts(report) == COUNTS
    assert report.gold.documents == 2
    names = ["O", "B-LEADER", "I-LEADER", "B-COUNTRY"]
    features = datasets.Features({"ner_tags": [datasets.ClassLabel(names=names)]})
    gold, found = (
        datasets.Dataset.from_dict({"ner_tags": rows}, features=features)
        for rows in ([[1, 0, 3, 0], [0, 0]], [[1, 0, 0, 0], [1, 0]])
    )
    assert counts(score(gold, found)) == COUNTS


def test_the_report_is_plain():
    report = score(GOLD, FOUND).to_dict()
    assert report["overall"]["f1"] == 0.5
    assert isinstance(report["overall"]["support"], int)


def test_importing_the_package_costs_nothing():
    code = (
        "import sys, goldspan.evaluate;"
        "print([name for name in ('numpy', 'pyarrow', 'msgspec') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_scoring_a_file_imports_no_more_than_it_needs(tmp_path):
    """pandas, datasets and seqeval would each cost more than the score itself."""
    code = (
        "import sys; import goldspan.evaluate.score_files, goldspan.evaluate.score_tags;"
        "heavy = 'pandas datasets seqeval sklearn scipy pyarrow.compute';"
        "print([name for name in heavy.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
