"""Predictions made elsewhere."""

import pytest

from goldspan.errors import InputError
from goldspan.extractors import find_extractor, predictions_of
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.records import write_records
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY"]
SENTENCES = [
    Sentence(doc="d", index=0, text="🤝 Putin"),
    Sentence(doc="d", index=1, text="Hanoi"),
    Sentence(doc="d", index=2, text="Paris"),
    Sentence(doc="d", index=3, text="Tokyo"),
]


def span(start, end, text=None):
    return PredictedSpan(start=start, end=end, label="LEADER", text=text, score=0.5)


def test_records_are_found_by_id_or_by_the_texts_hash(tmp_path):
    path = tmp_path / "theirs.jsonl"
    records = [
        Prediction(sentence="d#0", spans=[span(2, 7)], extractor="theirs 3"),
        Prediction(
            sentence="elsewhere",
            spans=[span(0, 5)],
            extractor="theirs 3",
            text_sha256=SENTENCES[1].text_sha256,
            unlocated=[Unlocated(label="COUNTRY", text="Hanoi")],
            unmapped={"ORG": 2},
        ),
        Prediction(sentence="d#2", spans=[], text_sha256="0" * 64),
    ]
    write_records(path, records)
    extractor = find_extractor(f"file:{path}", LABELS)
    found = predictions_of(extractor, SENTENCES, LABELS)
    assert extractor.name == "theirs 3"
    assert [[s.text for s in prediction.spans] for prediction in found] == [
        ["Putin"],
        ["Hanoi"],
        [],
        [],
    ]
    assert found[0].spans[0].score == 0.5
    assert (found[1].unlocated, found[1].unmapped) == (records[1].unlocated, {"ORG": 2})
    assert [prediction.error for prediction in found] == [
        None,
        None,
        "theirs.jsonl: sentence d#2 has another text there",
        "theirs.jsonl: sentence d#3 isn't in it",
    ]


def test_offsets_of_another_unit_are_told_by_options(tmp_path):
    path = tmp_path / "theirs.jsonl"
    write_records(path, [Prediction(sentence="d#0", spans=[span(3, 8, "Putin")])])
    extractor = find_extractor(f"file:{path}", LABELS, options=["unit=utf-16"])
    [found] = predictions_of(extractor, SENTENCES[:1], LABELS)
    assert [s.key for s in found.spans] == [(2, 7, "LEADER")]
    with pytest.raises(InputError, match="They fit as UTF-16 units: declare that"):
        predictions_of(find_extractor(f"file:{path}", LABELS), SENTENCES[:1], LABELS)


def test_a_wrong_file_is_told(tmp_path):
    path = tmp_path / "theirs.jsonl"
    write_records(path, [Prediction(sentence="d#0", spans=[])] * 2)
    with pytest.raises(InputError, match="theirs.jsonl:2: sentence d#0 has a prediction already"):
        find_extractor(f"file:{path}", LABELS)
    with pytest.raises(InputError, match="can't be read"):
        find_extractor("file:none.jsonl", LABELS)
