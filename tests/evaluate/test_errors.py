"""Every span is in exactly one class, the margins are right, and order changes nothing."""

import random
from collections import Counter

import pytest

from goldspan.evaluate import anatomy_report
from goldspan.evaluate.anatomy_counts import error_counts
from goldspan.evaluate.errors import CLASSES, anatomy, confused, confusion
from goldspan.evaluate.figures import linearised_figures
from goldspan.evaluate.library import score
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.slices import slice_cells, slices
from goldspan.evaluate.tally import count_labels

from .generated import LABELS, Sentences, case_of, sentences

LONG = pytest.mark.long
PAIRED = ("label", "boundary", "boundary and label", "inside a glued word", "correct")


def errors_of(case):
    return anatomy_report.errors_of(error_counts(case), case.corpus.labels)


def errors(gold, predicted, text="x" * 60):
    made = Sentences([text], ["d"], [gold], [predicted])
    return errors_of(case_of(made))


def classes(gold, predicted, text="x " * 30):
    found = errors(gold, predicted, text).classes
    return {n: (c.gold, c.predicted) for n, c in found.items() if c.gold or c.predicted}


@pytest.mark.parametrize("seeds", [range(300), pytest.param(range(300, 5000), marks=LONG)])
def test_classes_and_margins_sum_to_gold_and_predictions(seeds):
    for seed in seeds:
        check_sums(seed)


def check_sums(seed):
    made = sentences(seed)
    claims = [(0, "A")] * (seed % 3)
    case = case_of(made, claims)
    found = errors_of(case)
    gold, predicted = len(case.corpus.spans), len(case.predicted.spans)
    assert sum(part.gold for part in found.classes.values()) == gold
    assert sum(part.predicted for part in found.classes.values()) == predicted
    for name in PAIRED:
        assert found.classes[name].gold == found.classes[name].predicted
    assert found.classes["split"].predicted >= 2 * found.classes["split"].gold
    assert found.classes["merged"].gold >= 2 * found.classes["merged"].predicted
    assert found.classes["correct"].gold == int(case.matching.is_matched.sum())
    rows = {name: sum(row.values()) for name, row in found.confusion.items()}
    columns = Counter()
    for row in found.confusion.values():
        columns.update(row)
    of_gold = Counter(LABELS[label] for label in case.corpus.spans.label.tolist())
    of_predicted = Counter(LABELS[label] for label in case.predicted.spans.label.tolist())
    assert {n: c for n, c in rows.items() if n != "SPURIOUS"} == dict(of_gold)
    assert {n: c for n, c in columns.items() if n != "MISSED"} == dict(of_predicted)
    for measure in found.semeval.values():
        paired = measure.correct + measure.incorrect + measure.partial
        assert paired + measure.missing == gold
        assert paired + measure.spurious == predicted
    assert found.semeval["strict"].correct == found.classes["correct"].gold
    # With many labels pairs are counted in another way.
    many = [*LABELS, *(f"unused {number}" for number in range(300))]
    pairs = confused(case.matching, case.anatomy.pairs, len(many))
    assert confusion(pairs, many) == found.confusion


@pytest.mark.parametrize("seed", range(60))
def test_order_changes_no_figure(seed):
    """Of sentences, of spans, and the labels' names."""
    made = sentences(seed)
    r = random.Random(seed)
    order = list(range(len(made.texts)))
    r.shuffle(order)
    shuffled = Sentences(*([column[place] for place in order] for column in made))
    for row in [*shuffled.gold, *shuffled.predicted]:
        r.shuffle(row)
    first, second = case_of(made), case_of(shuffled)
    assert errors_of(first).classes == errors_of(second).classes
    assert errors_of(first).confusion == errors_of(second).confusion
    assert errors_of(first).semeval == errors_of(second).semeval
    assert errors_of(first).missed == errors_of(second).missed
    assert errors_of(first).spurious == errors_of(second).spurious
    close(linearised_figures(count_labels(first)), linearised_figures(count_labels(second)))
    for name, groups in slices(slice_cells(first)).items():
        close(groups.values(), [slices(slice_cells(second))[name][group] for group in groups])
    turned = dict(zip("ABC", "CAB", strict=True))
    renamed = made._replace(
        gold=[[(s, e, turned[label]) for s, e, label in row] for row in made.gold],
        predicted=[[(s, e, turned[label]) for s, e, label in row] for row in made.predicted],
    )
    third = case_of(renamed)
    assert errors_of(third).semeval == errors_of(first).semeval
    assert errors_of(third).classes == errors_of(first).classes
    by_name = dict(zip(LABELS, linearised_figures(count_labels(third)), strict=True))
    before = linearised_figures(count_labels(first))
    close(before, [by_name[turned[label]] for label in LABELS])


def close(first, second):
    """Equal counts and figures; intervals up to the order of summing."""
    for one, other in zip(first, second, strict=True):
        for field in one.__struct_fields__:
            mine, theirs = getattr(one, field), getattr(other, field)
            if field.endswith("interval") and mine is not None:
                assert mine == pytest.approx(theirs, abs=1e-12)
            else:
                assert mine == theirs, field


BY_HAND = {
    "boundary": ([(0, 5, "A")], [(0, 8, "A")], {"boundary": (1, 1)}),
    "label": ([(0, 5, "A")], [(0, 5, "B")], {"label": (1, 1)}),
    "both": ([(0, 5, "A")], [(0, 8, "B")], {"boundary and label": (1, 1)}),
    "missed": ([(0, 5, "A")], [], {"missed": (1, 0)}),
    "touching is not overlapping": (
        [(0, 5, "A")],
        [(5, 9, "A")],
        {"missed": (1, 0), "spurious": (0, 1)},
    ),
    "split": ([(0, 9, "A")], [(0, 4, "A"), (5, 9, "A")], {"split": (1, 2)}),
    "merged": ([(0, 4, "A"), (5, 9, "A")], [(0, 9, "A")], {"merged": (2, 1)}),
    "pieces of other labels are no split": (
        [(0, 9, "A")],
        [(0, 4, "B"), (5, 9, "B")],
        {"boundary and label": (1, 1), "spurious": (0, 1)},
    ),
    "nested pieces are no split": (
        [(0, 9, "A")],
        [(0, 4, "A"), (1, 3, "A")],
        {"boundary": (1, 1), "spurious": (0, 1)},
    ),
    "a copy is spurious": (
        [(0, 5, "A")],
        [(0, 5, "A"), (0, 5, "A")],
        {"correct": (1, 1), "spurious": (0, 1)},
    ),
    "pieces may touch": ([(0, 9, "A")], [(0, 4, "A"), (4, 9, "A")], {"split": (1, 2)}),
    "pieces beside a better partner are no split": (
        [(0, 9, "A")],
        [(0, 9, "B"), (0, 4, "A"), (5, 9, "A")],
        {"label": (1, 1), "spurious": (0, 2)},
    ),
    "one prediction has one partner": (
        [(0, 4, "A"), (5, 9, "B")],
        [(0, 9, "C")],
        {"boundary and label": (1, 1), "missed": (1, 0)},
    ),
    "partners are chosen for a whole tangle": (
        [(0, 5, "A"), (4, 10, "B")],
        [(3, 8, "B"), (7, 12, "A")],
        {"boundary": (1, 1), "missed": (1, 0), "spurious": (0, 1)},
    ),
    "the same label is worth more than a greater share": (
        [(0, 10, "A")],
        [(0, 7, "B"), (7, 10, "A")],
        {"boundary": (1, 1), "spurious": (0, 1)},
    ),
    "the best partner": (
        [(0, 9, "A")],
        [(0, 9, "B"), (0, 2, "A")],
        {"label": (1, 1), "spurious": (0, 1)},
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name):
    gold, predicted, expected = BY_HAND[name]
    assert classes(gold, predicted) == expected


def test_the_measures_of_semeval_by_hand():
    gold = [(0, 5, "A"), (6, 10, "A"), (12, 16, "A"), (20, 24, "A"), (30, 33, "A"), (46, 50, "A")]
    predicted = [
        (0, 5, "A"),
        (6, 10, "B"),
        (12, 18, "A"),
        (21, 26, "B"),
        (40, 44, "A"),
        (46, 50, "C"),
        (52, 55, "B"),
        (56, 58, "B"),
    ]
    found = errors(gold, predicted).semeval
    for name, correct, incorrect, partial, credit in [
        ("strict", 1, 4, 0, 1),
        ("exact", 3, 2, 0, 3),
        ("partial", 3, 0, 2, 4),
        ("type", 2, 3, 0, 2),
    ]:
        one = found[name]
        assert (one.correct, one.incorrect, one.partial) == (correct, incorrect, partial), name
        assert (one.missing, one.spurious) == (1, 3), name
        assert (one.precision, one.recall) == (credit / 8, credit / 6), name
        assert one.f1 == pytest.approx(2 * credit / (8 + 6)), name
    for nothing in (errors(gold, []), errors([], predicted)):
        for one in nothing.semeval.values():
            assert (one.precision, one.recall, one.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("gold", "better", "worse"),
    [((0, 10), (0, 7), (7, 10)), ((0, 10), (3, 10), (0, 3)), ((10, 20), (10, 17), (5, 20))],
)
def test_the_greater_share_of_both_spans_characters_decides(gold, better, worse):
    found = errors([(*gold, "A")], [(*better, "B"), (*worse, "C")])
    assert found.confusion == {"A": {"B": 1}, "SPURIOUS": {"C": 1}}


def test_a_piece_that_only_meets_another_span_is_still_a_piece_of_its_whole():
    """(4, 6) begins where (2, 4) ends: they don't overlap."""
    assert classes([(0, 10, "A"), (2, 4, "B")], [(4, 6, "A"), (7, 9, "A")]) == {
        "split": (1, 2),
        "missed": (1, 0),
    }


def test_three_examples_of_each_class_are_given():
    report = score([[(place, place + 1, "A")] for place in range(5)], [[]] * 5)
    assert report.errors.classes["missed"].gold == 5
    assert [one.gold[0].start for one in report.errors.examples["missed"]] == [0, 1, 2]


def test_inside_a_glued_word():
    text = "PresidentPutin came"
    assert classes([(9, 14, "A")], [(0, 14, "A")], text) == {"inside a glued word": (1, 1)}
    assert classes([(0, 14, "A")], [(9, 14, "A")], text) == {"boundary": (1, 1)}


def test_nervaluates_wrong_numbers_are_right_here():
    """Gold (0,1), predictions (0,3) and (0,1): one is exact, whichever comes first."""
    for predicted in ([(0, 3, "A"), (0, 1, "A")], [(0, 1, "A"), (0, 3, "A")]):
        assert errors([(0, 1, "A")], predicted).semeval["strict"].correct == 1
    apart = errors([(0, 5, "A")], [(5, 9, "A")]).semeval["type"]
    assert (apart.correct, apart.missing, apart.spurious, apart.f1) == (0, 1, 1, 0.0)
    found = score([[(0, 5, "A")]], [[(0, 5, "A"), (6, 9, "Z")]])
    assert found.overall.precision == 0.5, "a label that gold lacks isn't ignored"
    relabelled = score([[(0, 5, "A")]], [[(0, 5, "B")]])
    assert relabelled.errors.confusion == {"A": {"B": 1}}, "not missed and spurious"


def test_spacys_wrong_number_is_right_here():
    """A prediction off the tokens is dropped by spaCy's scorer: precision 1.0, in truth 0.5."""
    found = score([[(0, 3, "A")]], [[(0, 3, "A"), (5, 7, "A")]], texts=["abc defghi"])
    assert found.overall.precision == 0.5


def test_every_class_has_examples():
    case = case_of(sentences(7, size=20))
    report = score_case(case)
    present = {n for n, c in report.errors.classes.items() if c.gold or c.predicted}
    assert set(report.errors.examples) | {"correct", "spurious"} >= present - {"correct"}
    for examples in report.errors.examples.values():
        for example in examples:
            for span in [*example.gold, *example.predicted]:
                assert span.text == example.text[span.start : span.end]


def test_examples_are_of_their_class_and_in_the_text():
    gold, predicted = [(0, 4, "A"), (9, 13, "A")], [(0, 4, "A"), (19, 23, "B")]
    made = Sentences(["Iran met Iraq, not Oman"], ["d"], [gold], [predicted])
    found = errors_of(case_of(made, [(0, "C")])).examples
    assert {
        name: [([s.text for s in one.gold], [s.text for s in one.predicted]) for one in some]
        for name, some in found.items()
    } == {"missed": [(["Iraq"], [])], "spurious": [([], ["Oman"])]}


def test_without_texts_nothing_is_called_glued():
    case = case_of(sentences(3))
    assert not anatomy(case.matching).counts()[CLASSES.index("inside a glued word")].any()
