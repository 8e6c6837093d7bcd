"""Functions and objects of one's own."""

import sys

import pytest

from goldspan.errors import InputError
from goldspan.extractors import Answer, Offsets, find_extractor, predictions_of
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY"]
SENTENCES = [
    Sentence(doc="d", index=0, text="🤝 Putin in Hanoi", lang="en"),
    Sentence(doc="d", index=1, text="Putin", lang="vi"),
]

CODE = """
import re

import numpy

from goldspan.extractors import Answer, Claim, Offsets
from goldspan.spans import Span

def places(text):
    return [(m.start(), m.end()) for m in re.finditer("Putin", text)]

def tuples(text):
    return [(start, end, "LEADER") for start, end in places(text)]

def scored(text):
    return [(start, end, "LEADER", numpy.float32(0.5)) for start, end in places(text)]

def quotes(text):
    return [("Putin", "LEADER")] * len(places(text))

def mappings(text):
    return [{"start": a, "end": b, "label": "LEADER", "text": text[a:b]} for a, b in places(text)]

def groups(text):
    return ({"entity_group": "LEADER", "start": a, "end": b, "word": "putin", "score": 0.5}
            for a, b in places(text))

def spans(text):
    return [Span(start=start, end=end, label="LEADER") for start, end in places(text)]

def claims(text):
    return [Claim(start=start, end=end, label="LEADER") for start, end in places(text)]

def answers(text):
    return Answer(claims=claims(text))

class Entity:  # as spaCy's spans are
    label_ = "LEADER"

    def __init__(self, start, end):
        self.start_char, self.end_char = start, end
        self.start, self.end, self.label = 0, 1, 4711

def entities(text):
    return tuple(Entity(*place) for place in places(text))

def by_sentence(sentence):
    return tuples(sentence.text)

def of_sentence(sentence):
    return [(0, 5, "LEADER")] if sentence.lang == "vi" else []

def of_texts(texts):
    return [tuples(text) for text in texts]

def of_sentences(sentences):
    return [tuples(sentence.text) for sentence in sentences]

def in_utf16(text):
    return [(a + text.count("🤝"), b + text.count("🤝"), "LEADER") for a, b in places(text)]

class Own:
    name = "own 2"
    offsets = Offsets()
    labels = ["LEADER"]
    configuration = {}

    def extract(self, sentences):
        return [answers(sentence.text) for sentence in sentences]

class Half:
    def extract(self, sentences):
        return []

def failing(text):
    if text == "Putin":
        raise RuntimeError("no such luck")
    return []

def nothing(text):
    pass

def words(text):
    return ["Putin"]

def without_label(text):
    return [{"start": 0, "end": 2}]

def without_place(text):
    return [{"label": "LEADER"}]

def with_nonsense(text):
    return [(0, "two", "LEADER")]

def too_few(texts):
    return [[]]

def mapping(texts):
    return {}

number = 3
"""


@pytest.fixture(autouse=True)
def code(tmp_path, monkeypatch):
    """A module in the working directory, as anybody's own is."""
    (tmp_path / "mine.py").write_text(CODE, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield
    for name in ("mine", "broken"):
        sys.modules.pop(name, None)


def found(name, *options):
    extractor = find_extractor(f"python:mine:{name}", LABELS, options=options)
    return predictions_of(extractor, SENTENCES, LABELS)


@pytest.mark.parametrize(
    "name",
    [
        "tuples",
        "scored",
        "quotes",
        "mappings",
        "groups",
        "spans",
        "claims",
        "answers",
        "entities",
        "by_sentence",
        "of_texts",
        "of_sentences",
        "Own",
    ],
)
def test_every_form_of_spans_is_understood(name):
    keys = [[span.key for span in prediction.spans] for prediction in found(name)]
    assert keys == [[(2, 7, "LEADER")], [(0, 5, "LEADER")]]


def test_another_number_of_answers_than_of_sentences_is_refused():
    class Fewer:
        name, offsets, labels, configuration = "fewer 1", Offsets(), LABELS, {}

        def extract(self, sentences):
            return [Answer()] * (len(sentences) - 1)

    says = "extractor fewer 1 gave 1 answers for 2 sentences; it must give one each"
    with pytest.raises(InputError, match=says):
        predictions_of(Fewer(), SENTENCES, LABELS)


def test_scores_are_kept():
    assert found("scored")[0].spans[0].score == 0.5


def test_a_function_may_read_the_whole_sentence():
    assert [len(prediction.spans) for prediction in found("of_sentence")] == [0, 1]
    assert [len(prediction.spans) for prediction in found("by_sentence", "takes=sentence")] == [
        1,
        1,
    ]


def test_its_offsets_may_count_something_else():
    keys = [[span.key for span in p.spans] for p in found("in_utf16", "unit=utf-16")]
    assert keys == [[(2, 7, "LEADER")], [(0, 5, "LEADER")]]


def test_what_it_raises_is_the_sentences_error():
    assert [prediction.error for prediction in found("failing")] == [
        None,
        "RuntimeError: no such luck",
    ]


def test_its_version_stands_in_its_name():
    extractor = find_extractor("python:mine:tuples", LABELS, options=["version=4"])
    assert extractor.name == "python:mine:tuples 4"
    assert len(extractor.configuration["source"]) == 64


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing", "sentence d#0: gave None for a sentence; give a list of its spans."),
        ("words", "gave 'Putin' for a span; give (start, end, label)."),
        ("without_label", "gave {'start': 0, 'end': 2} for a span; it needs a label."),
        ("without_place", "it needs start and end, or a text."),
        ("with_nonsense", "gave (0, 'two', 'LEADER') for a span: Expected `int | null`, got `str`"),
        ("too_few", "gave 1 answers for 2 sentences"),
        ("mapping", "gave dict for 2 sentences"),
        ("absent", "extractor python:mine:absent: mine has no absent."),
        ("number", "extractor python:mine:number is a int; it must be a function"),
        ("Half", "has a method extract but no name, offsets, labels, configuration"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(name, says):
    with pytest.raises(InputError) as caught:
        found(name)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        ("python:nowhere:f", None, "there is no Python module nowhere here"),
        ("python:nowhere", None, "name it as python:package.module:name."),
        (
            "python:broken:f",
            "import nowhere",
            "Python module broken needs nowhere, which is missing.",
        ),
        ("python:broken:f", "1 / 0", "can't be imported: ZeroDivisionError: division by zero."),
    ],
)
def test_a_module_that_cant_be_imported_is_told(tmp_path, name, source, says):
    if source:
        (tmp_path / "broken.py").write_text(source)
    with pytest.raises(InputError) as caught:
        find_extractor(name, LABELS)
    assert says in str(caught.value)
