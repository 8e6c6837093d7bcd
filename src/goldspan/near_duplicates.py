"""Near duplicates: sentences that are the same but for glued words, punctuation or a few edits.

Texts are compared by their letters and digits alone, without case and diacritics, so that the
glued and the clean copy of a sentence are one. MinHash signatures of their character 5-grams
(Broder, 1997), banded (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3),
propose pairs; the Indel ratio of the two texts confirms them. Each pair is judged by itself, so
what is found depends neither on the order of the texts nor on the others among them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from goldspan.console import progress

if TYPE_CHECKING:
    from datasketch import MinHash

SIMILARITY = 0.8
"""From this Indel ratio on, 0 to 1, two texts are near duplicates."""

_WIDTH = 5
_BANDS, _ROWS = 50, 4
"""Two texts that share half of their 5-grams are proposed with a chance of 0.96, two thirds 0.9999,
a twentieth 0.0003: 1 - (1 - J ** rows) ** bands."""
_SEED = 1
_MULTIPLIER = 0x9E3779B97F4A7C15


class NearDuplicates(msgspec.Struct, frozen=True):
    """What was found among texts.

    Attributes:
        keys: of each text the number of its bare form; texts of one bare form are equal.
        near: of each bare form the numbers of those that are near it, itself not among them.
    """

    keys: list[int]
    near: list[list[int]]

    def clusters(self) -> list[list[int]]:
        """Places of texts that hang together, two and more, in the order of their first."""
        root = Roots(len(self.near))
        for key, others in enumerate(self.near):
            for other in others:
                root.join(key, other)
        members: dict[int, list[int]] = {}
        for place, key in enumerate(self.keys):
            members.setdefault(root.of(key), []).append(place)
        return [places for places in members.values() if len(places) > 1]


class Roots:
    """Union-find: which things hang together (Tarjan, 1975)."""

    def __init__(self, size: int) -> None:
        """Let each of `size` things stand alone."""
        self._parents = list(range(size))

    def of(self, thing: int) -> int:
        """The one that stands for all that hang together with this."""
        parents = self._parents
        while parents[thing] != thing:
            parents[thing] = parents[parents[thing]]
            thing = parents[thing]
        return thing

    def join(self, one: int, other: int) -> None:
        """Let two hang together; the smallest number stands for all."""
        low, high = sorted((self.of(one), self.of(other)))
        self._parents[high] = low


def bare(text: str) -> str:
    """A text's letters and digits, without case, diacritics, white space and punctuation.

    A text without any stays as it is, so that ``***`` and ``---`` aren't one.
    """
    return "".join(map(_bare, text)) or text


def bare_places(text: str) -> list[int]:
    """For each character of the bare form the place in `text` of the one it comes from."""
    places = [place for place, character in enumerate(text) for _ in _bare(character)]
    return places or list(range(len(text)))


@cache
def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if c.isalnum())


def near_duplicates(texts: Sequence[str], *, similarity: float = SIMILARITY) -> NearDuplicates:
    """Find them.

    Texts whose bare form has fewer than five characters are near duplicates only if it is equal.

    Args:
        texts: in any order.
        similarity: the Indel ratio of two bare forms from which on they are near, 0 to 1.
    """
    forms = [bare(text) for text in texts]
    distinct = sorted(set(forms))
    numbers = {form: number for number, form in enumerate(distinct)}
    near: list[set[int]] = [set() for _ in distinct]
    for one, other in _confirmed(distinct, similarity):
        near[one].add(other)
        near[other].add(one)
    return NearDuplicates([numbers[form] for form in forms], [sorted(others) for others in near])


class NearIndex:
    """Bare forms of texts, to ask which of them are near another one."""

    def __init__(self, similarity: float = SIMILARITY) -> None:
        """Hold none yet.

        Args:
            similarity: the Indel ratio from which on two are near, 0 to 1.
        """
        from datasketch import MinHash, MinHashLSH

        self._similarity = similarity
        self._forms: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._lsh = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        self._permutations = MinHash(num_perm=_BANDS * _ROWS, seed=_SEED).permutations
        self._last: tuple[str, MinHash] | None = None

    def near(self, form: str) -> list[int]:
        """The places of those near this one, in the order they were added; equal ones, too."""
        from rapidfuzz import fuzz

        found = set(self._places.get(form, ()))
        if len(form) >= _WIDTH:
            found |= {
                place
                for place in self._lsh.query(self._signature(form))
                if fuzz.ratio(form, self._forms[place]) >= 100 * self._similarity
            }
        return sorted(found)

    def add(self, form: str) -> None:
        """Hold this one, too."""
        place = len(self._forms)
        self._forms.append(form)
        self._places.setdefault(form, []).append(place)
        if len(form) >= _WIDTH:
            self._lsh.insert(place, self._signature(form), check_duplication=False)

    def _signature(self, form: str) -> "MinHash":
        from datasketch import MinHash

        if self._last is None or self._last[0] != form:
            signature = MinHash(
                num_perm=_BANDS * _ROWS, seed=_SEED, hashfunc=int, permutations=self._permutations
            )
            signature.update_batch(gram_hashes(form))
            self._last = form, signature
        return self._last[1]


def _confirmed(forms: Sequence[str], similarity: float) -> Iterable[tuple[int, int]]:
    """Pairs of places of near forms, each once; the forms are distinct."""
    index = NearIndex(similarity)
    with progress("Comparing", total=len(forms)) as advance:
        for place, form in enumerate(forms):
            advance(1)
            for candidate in index.near(form):
                yield candidate, place
            index.add(form)


def gram_hashes(form: str) -> npt.NDArray[np.uint64]:
    """A 32-bit hash of each distinct character 5-gram of a bare form; none if it is shorter."""
    if len(form) < _WIDTH:
        return np.empty(0, dtype=np.uint64)
    codes = np.frombuffer(form.encode("utf-32-le"), dtype=np.uint32)
    grams = np.zeros(len(codes) - _WIDTH + 1, dtype=np.uint64)
    for offset in range(_WIDTH):
        grams += codes[offset : offset + len(grams)]
        grams *= np.uint64(_MULTIPLIER)  # wraps around, as multiplicative hashing does
    distinct: npt.NDArray[np.uint64] = np.unique(grams >> np.uint64(32))
    return distinct
