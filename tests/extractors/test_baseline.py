import unicodedata

import pytest
from hypothesis import given, settings

from goldspan.extractors import find_extractor, predictions_of
from goldspan.sentences import Sentence
from goldspan.spans import fault_of

from ..strategies import LABELS, texts

BASELINE = find_extractor("baseline", LABELS)


def found(text):
    [prediction] = predictions_of(BASELINE, [Sentence(doc="d", index=0, text=text)], LABELS)
    spans = prediction.spans
    return [(span.text, span.label) for span in spans]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "Russian President Vladimir Putin left Vietnam.",
            [("Russian", "COUNTRY"), ("Vladimir Putin", "LEADER"), ("Vietnam", "COUNTRY")],
        ),
        (
            "Tổng thống Nga Vladimir Putin thăm Việt Nam.",
            [("Nga", "COUNTRY"), ("Vladimir Putin", "LEADER"), ("Việt Nam", "COUNTRY")],
        ),
        ("PresidentPutin spoke.", [("Putin", "LEADER")]),
        ("Vietnamgives priorities", [("Vietnam", "COUNTRY")]),
        ("ties withRussia", [("Russia", "COUNTRY")]),
        ("Indiana and Nigeria", [("Nigeria", "COUNTRY")]),
        ("Vietnam\u2019s coast", [("Vietnam", "COUNTRY")]),
        ("Vietnam-Russia ties", [("Vietnam", "COUNTRY"), ("Russia", "COUNTRY")]),
        ("Papua\u00a0New\u00a0Guinea", [("Papua\u00a0New\u00a0Guinea", "COUNTRY")]),
        (
            "the Vietnam–Japan Economic Partnership Agreement",
            [
                ("Vietnam–Japan Economic Partnership Agreement", "AGREEMENT"),
                ("Vietnam", "COUNTRY"),
                ("Japan", "COUNTRY"),
            ],
        ),
        ("Thủ tướng Úc và Thủ tướng Anh", [("Úc", "COUNTRY"), ("Anh", "COUNTRY")]),
        ("the President said", []),
        ("Nam Thái Bình Dương", []),
        ("", []),
    ],
)
def test_what_it_finds(text, spans):
    assert found(text) == spans


def test_decomposed_text_gives_offsets_into_itself():
    text = unicodedata.normalize("NFD", "Chủ tịch Trần Đại Quang ở Việt Nam")
    assert [(unicodedata.normalize("NFC", quote), label) for quote, label in found(text)] == [
        ("Trần Đại Quang", "LEADER"),
        ("Việt Nam", "COUNTRY"),
    ]


@settings(deadline=None, max_examples=300)
@given(texts)
def test_it_gives_sound_spans_on_any_text(text):
    [prediction] = predictions_of(BASELINE, [Sentence(doc="d", index=0, text=text)], LABELS)
    spans = prediction.spans
    assert all(fault_of(span, text, LABELS) is None for span in spans)
    assert all(span.text == span.text.strip() for span in spans)
    assert len({span.key for span in spans}) == len(spans)


def test_long_runs_of_capitalised_words_take_no_time():
    found("President " + "Aa Bb-Cc " * 3000 + "Agreement")
