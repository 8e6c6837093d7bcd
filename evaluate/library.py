"""``from goldspan.evaluate import score``: the score for what a Python program has in hand."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

from goldspan.dataset import GoldDataset
from goldspan.errors import InputError
from goldspan.evaluate.arrays import distinct_in_order, in_order, of_rows
from goldspan.evaluate.corpus import Corpus, category
from goldspan.evaluate.inputs import checked_case, dataset_case, strings
from goldspan.evaluate.predicted import Predicted
from goldspan.evaluate.referee import Extent, referee
from goldspan.evaluate.result import Score
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.tags import Mode, list_case
from goldspan.evaluate.texts import HeldTexts
from goldspan.predictions import Prediction
from goldspan.spans import Span, fault_of
from goldspan.wording import how_many

Item: TypeAlias = "Span | tuple[int, int, str] | Mapping[str, Any]"


def score(
    gold: object,
    predicted: object,
    *,
    texts: Sequence[str] | None = None,
    documents: Sequence[str] | None = None,
    split: str | None = None,
    scheme: str = "IOB2",
    mode: Mode | None = None,
    referee_extent: Extent | None = None,
) -> Score:
    """Score predictions against gold.

    Both sides are of one of these kinds, a sentence an item, in the same order:

    * lists of spans: `Span`, ``(start, end, label)``, or a mapping with these keys
    * spaCy documents (``Doc``): their ``ents``, in characters
    * lists of tags, such as ``["O", "B-LEADER"]``
    * Hugging Face datasets with a column ``spans`` (offsets in code points), or ``ner_tags``

    or `gold` is a `GoldDataset`, and `predicted` maps each sentence's id to a `Prediction`.

    Args:
        gold: what is scored against.
        predicted: what is scored.
        texts: the sentences' texts, if neither side has them; for strings in the report. With
            tags there is white space between the tokens of a text, as many as it has tags.
        documents: each sentence's document, for the intervals; else each stands for itself.
        split: the split of a `GoldDataset`; all of it if None.
        scheme: the scheme of tags: IOB2, IOB1, BIOES, BILOU or IO.
        mode: how invalid tags are read, as seqeval's ``strict`` mode does or as its default,
            ``conlleval``; if None they are an error.
        referee_extent: how much seqeval counts as well: ``full``, ``sample`` or ``off``; if None
            all of up to 20,000 sentences, beyond that a sample.

    Returns:
        The figures, with all that a report holds; ``to_dict()`` gives it as plain JSON types.

    Raises:
        InputError: the two sides don't fit each other.
        RefereeError: seqeval counts otherwise.
    """
    if isinstance(gold, GoldDataset):
        case = dataset_case(gold, cast(Mapping[str, Prediction], predicted), split)
        return score_case(case, judged=referee(case, referee_extent))
    sides = [_plain(side) for side in (gold, predicted)]
    documents = documents or sides[0].documents
    if all(_is_tags(side.items) for side in sides) and any(any(side.items) for side in sides):
        rows = [[list(tags) for tags in side.items] for side in sides]
        tokens = [text.split() for text in texts] if texts else sides[0].tokens
        tagged = list_case(rows[0], rows[1], scheme, mode, documents, tokens)
        judged = referee(tagged.case, referee_extent, tagged.shown)
        return score_case(tagged.case, judged=judged, reading=tagged.reading)
    texts = texts or sides[0].texts or sides[1].texts
    case = checked_case(*_of_lists(sides[0].items, sides[1].items, texts, documents))
    return score_case(case, judged=referee(case, referee_extent))


class Side(NamedTuple):
    """One side in plain lists, an item a sentence; the rest where it is known."""

    items: list[list[Any]]
    texts: list[str] | None = None
    documents: list[str] | None = None
    tokens: list[list[str]] | None = None


def _plain(side: Any) -> Side:  # noqa: ANN401
    """One side, whatever holds it."""
    if hasattr(side, "features") and hasattr(side, "column_names"):
        return _of_dataset(side)
    items = list(side)
    if items and all(hasattr(item, "ents") and hasattr(item, "text") for item in items):
        spans = [[(e.start_char, e.end_char, e.label_) for e in item.ents] for item in items]
        return Side(spans, [item.text for item in items])
    return Side([list(item) for item in items])


def _of_dataset(dataset: Any) -> Side:  # noqa: ANN401
    """A Hugging Face dataset with spans, or with ``ner_tags``."""
    columns = set(dataset.column_names)
    documents = list(dataset["doc"]) if "doc" in columns else None
    if "spans" in columns:
        texts = list(dataset["text"]) if "text" in columns else None
        return Side([list(spans) for spans in dataset["spans"]], texts, documents)
    if "ner_tags" not in columns:
        raise InputError(
            "the dataset has neither a column spans nor ner_tags, but"
            f" {', '.join(sorted(columns))}."
        )
    names = getattr(dataset.features["ner_tags"].feature, "names", None)
    tags = dataset["ner_tags"]
    rows = [[names[tag] if names else tag for tag in row] for row in tags]
    tokens = [list(row) for row in dataset["tokens"]] if "tokens" in columns else None
    return Side(rows, None, documents, tokens)


def _is_tags(items: Sequence[Sequence[Any]]) -> bool:
    return all(isinstance(item, str) for row in items for item in row)


def _of_lists(
    gold: Sequence[Sequence[Item]],
    predicted: Sequence[Sequence[Item]],
    texts: Sequence[str] | None,
    documents: Sequence[str] | None,
) -> tuple[Corpus, Predicted]:
    """Lists of spans as columns."""
    for name, given in (("predictions", predicted), ("texts", texts), ("documents", documents)):
        if given is not None and len(given) != len(gold):
            raise InputError(f"gold has {how_many(len(gold), 'sentence')}, {name} {len(given)}.")
    sides = [[[_span(item) for item in row] for row in side] for side in (gold, predicted)]
    labels = sorted({span.label for side in sides for row in side for span in row})
    for name, side in zip(("gold", "predictions"), sides, strict=True):
        _check(name, side, texts, labels)
    number = {label: place for place, label in enumerate(labels)}
    columns = [
        of_rows(
            (place, span.start, span.end, number[span.label])
            for place, row in enumerate(side)
            for span in row
        )
        for side in sides
    ]
    names = [str(number) for number in range(len(gold))]
    corpus = Corpus(
        labels=labels,
        ids=strings(names),
        texts=None if texts is None else HeldTexts(texts),
        document=category(documents or names),
        spans=distinct_in_order(columns[0])[0],
        unit="document" if documents else "sentence",
    )
    return corpus, Predicted(in_order(columns[1])[0])


def _span(item: Any) -> Span:  # noqa: ANN401
    """A span from any of its forms."""
    if isinstance(item, Span):
        return item
    try:
        if isinstance(item, Mapping):
            start, end, label = item["start"], item["end"], item["label"]
        else:
            start, end, label = item
        return Span(start=int(start), end=int(end), label=str(label))
    except (KeyError, TypeError, ValueError):
        raise InputError(
            f"{item!r} isn't a span: give (start, end, label), or a mapping with these keys."
        ) from None


def _check(
    name: str, side: Sequence[Sequence[Span]], texts: Sequence[str] | None, labels: Sequence[str]
) -> None:
    for number, row in enumerate(side):
        for span in row:
            text = None if texts is None else texts[number]
            if text is None:
                is_sound = 0 <= span.start < span.end
                fault = None if is_sound else f"offsets {span.start}..{span.end} select nothing"
            else:
                fault = fault_of(span, text, labels)
            if fault:
                raise InputError(f"{name}: sentence {number}: {fault}.")
