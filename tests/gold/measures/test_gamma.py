"""Gamma equals pygamma-agreement's on the same continua, drawn by the same numbers."""

import logging
import random

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.errors import InputError
from goldspan.gold.measures.alignment import NONE, Units, best_alignment
from goldspan.gold.measures.chance import Chance
from goldspan.gold.measures.gamma import continua_of, disorders, gamma, units_of
from goldspan.gold.measures.shared import by_sentence, shared

from ...strategies import LABELS, spans_on
from ..test_merge import PUTIN, TEXT, VIETNAM, said

SEED = 42


def draw(annotators, units, seed):
    """Annotators who mostly see the same units: (start, end, category), also nested ones."""
    dice = random.Random(seed)
    base, place = [], 0
    for _ in range(units):
        start = place + dice.randint(0, 20)
        place = start + dice.randint(3, 12)
        base.append((start, place, dice.choice("ABC")))
        if dice.random() < 0.2:
            base.append((start + 1, place - 1, dice.choice("ABC")))
    said = []
    for _ in range(annotators):
        mine = {
            (
                max(start + dice.choice([-2, 0, 0, 0, 1]), 0),
                end + dice.choice([0, 0, 0, 2]),
                dice.choice("ABC") if dice.random() < 0.1 else category,
            )
            for start, end, category in base
            if dice.random() > 0.15
        }
        said.append(sorted(unit for unit in mine if unit[0] < unit[1]))
    return said


def as_units(said):
    return [
        Units(
            np.array([unit[0] for unit in mine], dtype=float),
            np.array([unit[1] for unit in mine], dtype=float),
            np.array(["ABC".index(unit[2]) for unit in mine], dtype=np.int64),
        )
        for mine in said
    ]


@pytest.fixture(scope="module")
def package():
    """The reference, loaded once: it compiles itself."""
    pygamma = pytest.importorskip("pygamma_agreement")
    logging.getLogger().setLevel(logging.ERROR)
    return pygamma


def as_continuum(package, said):
    from pyannote.core import Segment

    continuum = package.Continuum()
    for name, mine in zip("abcde", said, strict=False):
        continuum.add_annotator(name)
        for start, end, category in mine:
            continuum.add(name, Segment(start, end), category)
    return continuum


CONTINUA = [
    (2, 1, 8),
    (2, 12, 1),
    (2, 25, 2),
    (3, 8, 3),
    (3, 12, 4),
    (4, 6, 5),
    (5, 4, 6),
    (5, 5, 7),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("annotators", "units", "seed"), CONTINUA)
def test_it_equals_the_reference_package(package, annotators, units, seed):
    """Alignment, observed disorder, chance continua, their number, gamma: all are the package's.

    It counts in 32-bit floats, hence the tolerance.
    """
    said = draw(annotators, units, seed)
    np.random.seed(SEED)
    theirs = as_continuum(package, said).compute_gamma(
        package.CombinedCategoricalDissimilarity(), n_samples=30, precision_level=0.05
    )
    ours = disorders(as_units(said), SEED, precision=0.05)
    assert ours.observed == pytest.approx(theirs.observed_disorder, rel=2e-6)
    assert ours.expected == pytest.approx(theirs.expected_disorder, rel=2e-6)
    assert ours.samples == theirs.n_samples
    assert ours.gamma == pytest.approx(theirs.gamma, abs=1e-5)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("annotators", "units", "seed"), CONTINUA)
def test_the_best_alignment_is_the_packages(package, annotators, units, seed):
    said = draw(annotators, units, seed)
    theirs = as_continuum(package, said).get_best_alignment(
        package.CombinedCategoricalDissimilarity()
    )
    expected = {
        tuple(
            unit and (unit.segment.start, unit.segment.end, unit.annotation)
            for _, unit in unitary.n_tuple
        )
        for unitary in theirs.unitary_alignments
    }
    found = {
        tuple(None if place == NONE else mine[place] for mine, place in zip(said, row, strict=True))
        for row in best_alignment(as_units(said)).tuples.tolist()
    }
    assert found == expected


@pytest.mark.filterwarnings("ignore")
def test_chance_continua_are_the_packages(package):
    said = draw(3, 6, 1)
    sampler = package.StatisticalContinuumSampler()
    sampler.init_sampling(as_continuum(package, said))
    np.random.seed(SEED)
    chance = Chance(as_units(said), SEED)
    for _ in range(20):
        theirs, ours = sampler.sample_from_continuum, chance.draw()
        for name, mine in zip("abc", ours, strict=True):
            units = zip(mine.start, mine.end, mine.category, strict=True)
            assert sorted((s, e, "ABC"[c]) for s, e, c in units) == sorted(
                (u.segment.start, u.segment.end, u.annotation) for u in theirs._annotations[name]
            )


def test_two_annotators_by_hand():
    """a: 0-10 A; b: 0-8 A and 20-30 B.

    0-10 with 0-8: ((0 + 2) / (10 + 8)) ** 2 = 1/81, less than 2 for both alone; 20-30 alone: 1.
    Disorder: (1/81 + 1) / 1.5 units an annotator.
    """
    alignment = best_alignment(as_units([[(0, 10, "A")], [(0, 8, "A"), (20, 30, "B")]]))
    assert alignment.disorder == pytest.approx((1 / 81 + 1) / 1.5)
    assert sorted(alignment.tuples.tolist()) == [[NONE, 1], [0, 0]]


def test_three_annotators_by_hand():
    """a and b: 0-10 A, c: 0-10 B. Together: (0 + 1 + 1) / 3; c alone costs 2 / 3 for a, b and 1."""
    alignment = best_alignment(as_units([[(0, 10, "A")], [(0, 10, "A")], [(0, 10, "B")]]))
    assert alignment.disorder == pytest.approx(2 / 3)
    assert alignment.tuples.tolist() == [[0, 0, 0]]


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 5), st.integers(1, 5), st.integers(0, 10_000), st.randoms())
def test_disorder_does_not_depend_on_the_order_of_annotators(annotators, units, seed, dice):
    said = draw(annotators, units, seed)
    if not any(said):
        return
    turned = said[:]
    dice.shuffle(turned)
    there, back = (best_alignment(as_units(each)).disorder for each in (said, turned))
    assert there == pytest.approx(back)


@settings(deadline=None, max_examples=10)
@given(st.data())
def test_equals_give_one_and_disorder_grows_with_every_lost_span(data):
    spans = data.draw(spans_on(TEXT).filter(bool))
    full = gamma(shared(by_sentence([said("a", *spans), said("b", *spans)])), LABELS)
    assert full.gamma in (1.0, None)
    assert [document.gamma for document in full.documents] == [1.0]
    last = 0.0
    for kept in range(len(spans) - 1, -1, -1):
        both = shared(by_sentence([said("a", *spans), said("b", *spans[:kept])]))
        units = units_of(continua_of(both)[0], LABELS)
        left_alone = best_alignment(units).disorder * (len(spans) + kept) / 2
        assert left_alone > last, "every lost span leaves another one alone"
        last = left_alone


def test_a_continuum_is_what_the_same_people_annotated_of_a_document():
    records = [said(name, PUTIN, index=0) for name in "ab"]
    records += [said(name, VIETNAM, index=1) for name in "bc"]
    records += [msgspec.structs.replace(said(name, index=2), doc="empty") for name in "ab"]
    result = gamma(shared(by_sentence(records)), LABELS)
    assert [(d.document, d.annotators, d.sentences, d.spans) for d in result.documents] == [
        ("d", ["a", "b"], 1, 2),
        ("d", ["b", "c"], 1, 2),
    ]
    assert result.documents_without_spans == 1
    assert result.gamma_interval is None, "one document with spans says nothing of others"


def test_all_documents_together_weigh_by_their_units():
    """Each document's disorders count as many times as an annotator marked units in it."""
    first = [said("a", PUTIN, VIETNAM), said("b", PUTIN)]
    second = [msgspec.structs.replace(said(n, PUTIN, index=1), doc="e") for n in "ab"]
    result = gamma(shared(by_sentence([*first, *second])), LABELS)
    one, two = result.documents
    assert (one.spans, two.spans, two.observed_disorder) == (3, 2, 0.0)
    expected = 1.5 * one.expected_disorder + 1 * two.expected_disorder
    assert result.gamma == pytest.approx(1 - 1.5 * one.observed_disorder / expected)


def test_more_than_five_annotators_are_refused():
    with pytest.raises(InputError, match="d#0: 6 people annotated it; gamma is for at most 5"):
        gamma(shared(by_sentence([said(name, PUTIN) for name in "abcdef"])), LABELS)
