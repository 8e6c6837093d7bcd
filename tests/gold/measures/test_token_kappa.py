import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.gold.measures.shared import by_sentence, pairs_of, shared
from goldspan.gold.measures.token_kappa import token_kappa
from goldspan.spans import Span

from ...strategies import spans_on
from ..test_merge import PUTIN, TEXT, VIETNAM, said


def kappas(*annotations):
    return token_kappa(pairs_of(shared(by_sentence(annotations)))).pairs


def test_by_hand():
    """President Putin visited Vietnam . : O B-LEADER O B-COUNTRY O, and O B-LEADER O O O.

    Observed 4/5. Expected: O 3/5 * 4/5, B-LEADER 1/5 * 1/5, B-COUNTRY 1/5 * 0: 13/25.
    kappa = (20/25 - 13/25) / (12/25) = 7/12.
    """
    found = kappas(said("a", PUTIN, VIETNAM), said("b", PUTIN))["a & b"]
    assert found.kappa == pytest.approx(7 / 12)
    assert (found.tokens, found.outside_for_both, found.spans_not_seen) == (5, 3, 0)


def test_what_the_tokens_cannot_show_is_counted():
    inside = Span(start=11, end=13, label="LEADER")
    found = kappas(said("a", inside), said("b", inside))["a & b"]
    assert (found.kappa, found.spans_not_seen) == (None, 2)


def test_every_pair_has_its_own():
    found = kappas(said("a", PUTIN), said("b", PUTIN), said("c"))
    assert {name: kappa.kappa for name, kappa in found.items()} == {
        "a & b": 1.0,
        "a & c": 0.0,
        "b & c": 0.0,
    }


@settings(deadline=None)
@given(st.data())
def test_it_is_symmetric(data):
    one, other = data.draw(spans_on(TEXT)), data.draw(spans_on(TEXT))
    there = kappas(said("a", *one), said("b", *other))["a & b"].kappa
    back = kappas(said("a", *other), said("b", *one))["a & b"].kappa
    assert there == (None if back is None else pytest.approx(back))
