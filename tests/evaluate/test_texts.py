import random

import numpy as np
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.evaluate import scan as module
from goldspan.evaluate.arrays import in_order, of_rows
from goldspan.evaluate.scan import OutsideText, Side, scan

from ..strategies import texts as some_text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(some_text, st.text(alphabet="ab cd", min_size=1)), min_size=1), st.data())
def test_strings_and_lengths_are_those_of_python(texts, data):
    rows = []
    for place, text in enumerate(texts):
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, len(text) - 1))
            rows.append((place, start, data.draw(st.integers(start + 1, len(text))), 0))
    spans, _ = in_order(of_rows(rows))
    cut = data.draw(st.integers(0, len(texts)))
    chunks = [pyarrow.array(part, pyarrow.string()) for part in (texts[:cut], texts[cut:])]
    found = scan(chunks, [Side(spans)])
    assert found.lengths.tolist() == [len(text) for text in texts]
    expected = [
        texts[place][start:end]
        for place, start, end in zip(
            spans.sentence.tolist(), spans.start.tolist(), spans.end.tolist(), strict=True
        )
    ]
    assert found.sides[0].strings.to_pylist() == expected
    named = np.array([data.draw(st.booleans()) for _ in rows], dtype=bool)
    [some] = scan(chunks, [Side(spans, named)]).sides
    where = np.flatnonzero(named)[::-1]
    assert some.strings_of(where).to_pylist() == [expected[row] for row in where]
    assert len(some.strings) == len(where), "no string is looked up that nobody asked for"
    assert some.glued.tolist() == found.sides[0].glued.tolist()


def test_letters_of_every_byte_are_found():
    text = "".join(map(chr, (*range(0x7F, 0x800), 0x800, 0x1EBF, 0xFFFD, 0x10000, 0x10FFFF)))
    spans = of_rows((1, place, place + 1, 0) for place in range(len(text)))
    found = scan([pyarrow.array(["ế", text])], [Side(spans)])
    assert found.lengths.tolist() == [1, len(text)]
    assert found.sides[0].strings.to_pylist() == list(text)


def test_texts_may_be_empty():
    assert scan([pyarrow.array(["", ""])], [Side(of_rows([]))]).lengths.tolist() == [0, 0]
    assert scan([], [Side(of_rows([]))]).lengths.tolist() == []


@pytest.mark.parametrize(
    ("text", "start", "end", "glued"),
    [
        ("PresidentPutin", 9, 14, True),
        ("PresidentPutin", 0, 14, False),
        ("Vietnamgives", 0, 7, True),
        ("Vietnam\u2019s", 0, 7, False),
        ("(EU)", 1, 3, False),
        ("EU×", 0, 2, False),
        ("thămViệt Nam", 4, 12, True),
        ("Việt Nam", 0, 4, False),
        ("总统普京访问", 2, 4, False),
        ("🇻🇳EU", 2, 4, False),
        ("Tra\u0302\u0300n", 0, 3, True),
        ("COVID19", 0, 5, True),
        ("ĐạiQuang", 3, 8, True),
        ("thePutin-led", 3, 9, True),  # on its left; on its right a hyphen is the last letter
    ],
)
def test_glue_is_a_letter_that_touches(text, start, end, glued):
    for texts, row in ((["x", text, "é"], 1), ([text], 0)):
        found = scan([pyarrow.array(texts)], [Side(of_rows([(row, start, end, 0)]))])
        assert found.sides[0].glued.tolist() == [glued], texts


@pytest.mark.parametrize("letter", "กກကꩠក漢々〇〡ㄅびカー\uff76豈𠀀")
def test_where_words_arent_divided_by_spaces_a_neighbour_is_no_glue(letter):
    """Thai, Lao, Burmese and its further letters, Khmer, Chinese, Japanese."""
    side = Side(of_rows([(0, 1, 3, 0)]))
    assert not scan([pyarrow.array([f"{letter}EU{letter}"])], [side]).sides[0].glued.any()


@pytest.mark.parametrize("letter", "aéệжא한\u0323\u093e\u0b95\u07ca\U00017000")
def test_elsewhere_it_is(letter):
    for text, start in ((f"{letter}EU", 1), (f"EU{letter}", 0)):
        side = Side(of_rows([(0, start, start + 2, 0)]))
        assert scan([pyarrow.array([text])], [side]).sides[0].glued.all(), text


def test_batches_make_no_difference(monkeypatch):
    r = random.Random(2)
    texts = ["".join(r.choices("aé 莱🇻", k=r.randint(1, 9))) for _ in range(50)]
    sides = (
        of_rows([(place, 0, 1, 0) for place in range(50)]),
        of_rows([(place, 0, len(texts[place]), 0) for place in range(0, 50, 3) for _ in "ab"]),
    )
    alone = [scan([pyarrow.array(texts)], [Side(side)]) for side in sides]
    monkeypatch.setattr(module, "_BATCH", 7)
    together = scan([pyarrow.array(texts)], [Side(side) for side in sides])
    for found, whole in zip(together.sides, alone, strict=True):
        assert found.strings.to_pylist() == whole.sides[0].strings.to_pylist()
        assert found.glued.tolist() == whole.sides[0].glued.tolist()
        assert together.lengths.tolist() == whole.lengths.tolist()
    named = np.arange(50) % 3 > 0
    some = scan([pyarrow.array(texts)], [Side(sides[0], named)]).sides[0]
    assert some.strings.to_pylist() == [
        text[0] for text, one in zip(texts, named, strict=True) if one
    ]


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string()])
def test_texts_are_read_from_wherever_arrow_holds_them(kind):
    texts = ["é", "Thế giới", "", "🇻🇳EU", "abc", ""]
    chunk = pyarrow.array(texts, kind)
    spans = of_rows([(0, 4, 8, 0), (2, 2, 4, 0), (3, 1, 2, 0)])
    found = scan([chunk.slice(1, 1), chunk.slice(2, 2), chunk[4:]], [Side(spans)])
    assert found.lengths.tolist() == [8, 0, 4, 3, 0]
    assert found.sides[0].strings.to_pylist() == ["giới", "EU", "b"]


@pytest.mark.parametrize("row", [(1, 0, 4, 0), (1, 2, 2, 0), (1, -1, 2, 0), (2, 0, 1, 0)])
@pytest.mark.parametrize("before", [[], [(0, 0, 1, 0)], [(0, 0, 1, 0), (0, 0, 2, 0)]])
@pytest.mark.parametrize("other", [[], [(0, 0, 2, 0), (1, 0, 1, 0), (1, 0, 3, 0)]])
def test_what_lies_outside_is_told(row, before, other):
    sides = [Side(of_rows(other)), Side(of_rows([*before, row]))]
    with pytest.raises(OutsideText) as error:
        scan([pyarrow.array(["éa"]), pyarrow.array(["abc", ""])], sides)
    assert (error.value.side, error.value.row) == (1, len(before))


def test_the_first_of_several_that_lie_outside_is_told():
    rows = [(0, 0, 1, 0), (1, 0, 1, 0), (1, 1, 3, 0), (1, 2, 4, 0), (1, 3, 5, 0)]
    with pytest.raises(OutsideText) as error:
        scan([pyarrow.array(["é", "abc"])], [Side(of_rows(rows))])
    assert (error.value.side, error.value.row) == (0, 3)
