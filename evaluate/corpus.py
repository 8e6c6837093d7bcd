"""What is scored against: sentences, their gold spans, and what slices need to know, as columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np
from msgspec import Struct

from goldspan.dataset import GoldDataset, GoldSentence
from goldspan.evaluate.arrays import Column, Flags, Spans, column, distinct_in_order, of_rows
from goldspan.evaluate.texts import HeldTexts, Texts

if TYPE_CHECKING:
    from pyarrow import Array


class Category(Struct, frozen=True, eq=False):
    """A property with one value a sentence, such as its language.

    Attributes:
        codes: the number of each sentence's value; -1 for none.
        names: the values.
    """

    codes: Column
    names: list[str]


class Corpus(Struct, frozen=True, eq=False):
    """Sentences and their gold spans.

    Attributes:
        labels: all labels; spans hold their numbers.
        ids: the sentences' ids, an Arrow array of strings.
        texts: their texts; None where they aren't known.
        document: the document of each sentence.
        spans: the gold spans, in order, no two equal.
        categories: ``language``, ``section``, ``meta.source`` ...
        flags: which sentences carry a flag, such as ``garbled``.
        attributes: which gold spans have an attribute, such as ``form=demonym``.
        suggested_by: in which sentences annotators began with an extractor's suggestions.
        sha256: the hash of what was read.
        split: the split; None for all.
        guidelines: their version.
        colours: each label's in the guidelines, as far as known.
        unit: whether `document` holds documents, or sentences because none are marked.
    """

    labels: list[str]
    ids: "Array"
    texts: Texts | None
    document: Category
    spans: Spans
    categories: dict[str, Category] = {}
    flags: dict[str, Flags] = {}
    attributes: dict[str, Flags] = {}
    suggested_by: dict[str, Flags] = {}
    sha256: str = ""
    split: str | None = None
    guidelines: str = ""
    colours: Mapping[str, str] = {}
    unit: Literal["document", "sentence"] = "document"

    def __len__(self) -> int:
        """How many sentences."""
        return len(self.ids)

    @property
    def documents(self) -> int:
        """How many documents."""
        return len(self.document.names)

    def texts_of(self, sentences: Iterable[int]) -> dict[int, str]:
        """The texts of some sentences by their numbers; none where they aren't known."""
        return {} if self.texts is None else self.texts.of(sentences)


def category(values: Iterable[str]) -> Category:
    """A category from its value for each sentence."""
    numbers: dict[str, int] = {}
    codes = column([numbers.setdefault(value, len(numbers)) for value in values])
    return Category(codes, list(numbers))


def of_dataset(dataset: GoldDataset, split: str | None = None, meta: Sequence[str] = ()) -> Corpus:
    """The corpus of a dataset that is in memory.

    Args:
        dataset: the dataset.
        split: one split; all if None.
        meta: fields of the sentences' `meta` to keep as categories.

    Raises:
        InputError: there is no such split.
    """
    return of_sentences(
        dataset.sentences(split),
        dataset.manifest.labels,
        sha256=dataset.sha256,
        split=split,
        guidelines=dataset.manifest.guidelines["version"],
        colours=dataset.manifest.colours,
        meta=meta,
    )


def of_sentences(
    sentences: Sequence[GoldSentence],
    labels: Sequence[str],
    *,
    sha256: str = "",
    split: str | None = None,
    guidelines: str = "",
    colours: Mapping[str, str] | None = None,
    meta: Sequence[str] = (),
) -> Corpus:
    """The corpus of gold sentences."""
    import pyarrow

    number = {label: place for place, label in enumerate(labels)}
    spans, order = distinct_in_order(
        of_rows(
            (place, span.start, span.end, number[span.label])
            for place, sentence in enumerate(sentences)
            for span in sentence.spans
        )
    )
    attributes = [
        [f"{name}={value}" for name, value in span.attributes.items()]
        for sentence in sentences
        for span in sentence.spans
    ]
    return Corpus(
        labels=list(labels),
        ids=pyarrow.array([sentence.id for sentence in sentences], pyarrow.string()),
        texts=HeldTexts(sentence.text for sentence in sentences),
        document=category(sentence.doc for sentence in sentences),
        spans=spans,
        categories={
            "language": category(sentence.lang for sentence in sentences),
            "section": category(sentence.section for sentence in sentences),
            **of_meta([sentence.meta for sentence in sentences], meta),
        },
        flags=_flags([sentence.flags for sentence in sentences]),
        attributes={name: marked[order] for name, marked in _flags(attributes).items()},
        suggested_by=_flags([sentence.suggested_by for sentence in sentences]),
        sha256=sha256,
        split=split,
        guidelines=guidelines,
        colours=colours or {},
    )


def of_meta(records: Iterable[str], names: Sequence[str]) -> dict[str, Category]:
    """Categories from fields of the sentences' `meta`, which are JSON objects."""
    if not names:
        return {}
    decoded = [msgspec.json.decode(record) for record in records]
    return {
        f"meta.{name}": category(
            "" if record.get(name) is None else str(record[name]) for record in decoded
        )
        for name in names
    }


def _flags(marks: Sequence[Sequence[str]]) -> dict[str, Flags]:
    names = sorted({name for some in marks for name in some})
    return {name: np.array([name in some for some in marks], dtype=bool) for name in names}
