"""The names that occur in a gold dataset, in order, so that the counts of its parts add up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace

from goldspan.evaluate.arrays import Column, Flags, Numbers, column
from goldspan.evaluate.arrow import encoded, items_of, whole
from goldspan.evaluate.cluster.pieces import Piece
from goldspan.evaluate.corpus import Category, Corpus, of_meta

_CATEGORIES = {"language": "lang", "section": "section"}
_ATTRIBUTES = "spans.list.element.attributes"


class Survey(NamedTuple):
    """Names in the order of the sentences, and how many sentences have them.

    Attributes:
        documents: the documents.
        categories: the values of ``language``, ``section``, ``meta.source`` ...
        flags: the flags.
        suggested_by: extractors whose suggestions annotators began with.
        attributes: of gold spans, such as ``form=demonym``.
    """

    documents: Counter[str]
    categories: dict[str, Counter[str]]
    flags: set[str]
    suggested_by: set[str]
    attributes: set[str]

    @property
    def sizes(self) -> Numbers:
        """The sentences of each document."""
        return np.array([*self.documents.values()], dtype=np.int64)


def survey(piece: Piece, meta: Sequence[str]) -> Survey:
    """Look through some sentences.

    Raises:
        InputError: the file can't be read.
    """
    columns = ["doc", "lang", "section", "flags", "suggested_by", _ATTRIBUTES]
    table = piece.read([*columns, *(["meta"] if meta else [])])
    records = table.column("meta").to_pylist() if meta else []
    attributes = items_of(items_of_list(table.column("spans")).field("attributes"))
    pairs = zip(
        attributes.field("name").to_pylist(), attributes.field("value").to_pylist(), strict=True
    )
    return Survey(
        documents=_counted(table.column("doc")),
        categories={
            **{name: _counted(table.column(of)) for name, of in _CATEGORIES.items()},
            **{
                name: Counter([found.names[code] for code in found.codes.tolist()])
                for name, found in of_meta(records, meta).items()
            },
        },
        flags={*items_of_list(table.column("flags")).to_pylist()},
        suggested_by={*items_of_list(table.column("suggested_by")).to_pylist()},
        attributes={f"{name}={value}" for name, value in {*pairs}},
    )


def together(surveys: Iterable[Survey]) -> Survey:
    """What the parts have, in their order."""
    found = Survey(Counter(), {}, set(), set(), set())
    for one in surveys:
        found.documents.update(one.documents)
        for name, counts in one.categories.items():
            found.categories.setdefault(name, Counter()).update(counts)
        found.flags.update(one.flags)
        found.suggested_by.update(one.suggested_by)
        found.attributes.update(one.attributes)
    return found


def under_common_names(corpus: Corpus, known: Survey) -> Corpus:
    """A part of a corpus with the names of the whole, so that equal numbers mean the same."""
    return replace(
        corpus,
        document=_renamed(corpus.document, known.documents),
        categories={
            name: _renamed(category, known.categories[name])
            for name, category in corpus.categories.items()
        },
        flags=_all(corpus.flags, known.flags, len(corpus)),
        suggested_by=_all(corpus.suggested_by, known.suggested_by, len(corpus)),
        attributes=_all(corpus.attributes, known.attributes, len(corpus.spans)),
    )


def items_of_list(lists: Any) -> Any:  # noqa: ANN401
    """The items of a column of lists."""
    return items_of(whole(lists))


def _counted(values: object) -> Counter[str]:
    codes, names = encoded(whole(values))
    return Counter(dict(zip(names.to_pylist(), np.bincount(codes).tolist(), strict=True)))


def _renamed(category: Category, names: Mapping[str, int]) -> Category:
    place = {name: number for number, name in enumerate(names)}
    table: Column = column([place[name] for name in category.names])
    return Category(table[category.codes], [*names])


def _all(marks: Mapping[str, Flags], names: Iterable[str], size: int) -> dict[str, Flags]:
    none = np.zeros(size, dtype=bool)
    return {name: marks.get(name, none) for name in sorted(names)}
